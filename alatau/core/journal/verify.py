"""Walk the whole journal, recompute every hash, and say whether it is whole or which line is broken first.

Memory stays flat: lines are read in batches, and checkpoints are compared as the walk passes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from alatau.core.journal.note import PURPOSE
from alatau.core.journal.tree import Frontier
from alatau.core.journal.verify_checkpoints import CheckpointWalk, kept_notes, outside_notes
from alatau.core.journal.verify_erasures import find_fault_of_erasures
from alatau.core.journal.verify_lines import BATCH_LINES, LIVED, find_fault_of_line, read_rows
from alatau.core.journal.verify_nodes import find_fault_of_nodes
from alatau.core.keys import list_keys
from alatau.core.models import JournalSeal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from alatau.core.keys import PublicKey


@dataclass(kw_only=True)
class Report:
    """What a walk over the journal found."""

    #: Numbered lines that were walked.
    lines: int = 0
    #: Number of the first line that is broken, when it is one line.
    broken_line: int | None = None
    #: What is broken first, in a sentence; empty when the journal is whole.
    broken: str = ""
    erased: int = 0
    checkpoints: int = 0
    checkpoints_outside: int = 0
    #: Committed lines that wait for a number, and the age of the oldest.
    unsealed: int = 0
    unsealed_age: timedelta = timedelta()
    #: What is odd and does not break the journal.
    remarks: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is broken."""
        return not self.broken


def verify_journal(
    *, trusted: Iterable[PublicKey] = (), progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Report:
    """Walk the journal and report; stops at the first broken line.

    ``trusted`` are keys an auditor brings along; without them the city's own public keys are believed. ``progress`` is
    told the lines walked and the lines there are.
    """
    report = Report()
    keys = [*trusted] or list_keys(PURPOSE)
    walks = (
        CheckpointWalk(kept_notes(), keys=keys, place=_("in the database")),
        CheckpointWalk(outside_notes(report.remarks), keys=keys, place=_("outside the database")),
    )
    report.broken = _walk_lines(report, walks, progress) or _find_fault_at_the_end(report, walks)
    report.checkpoints, report.checkpoints_outside = (walk.passed for walk in walks)
    report.unsealed, report.unsealed_age = count_unsealed()
    return report


def _walk_lines(report: Report, walks: tuple[CheckpointWalk, ...], progress: Callable[[int, int], None]) -> str:
    frontier = Frontier()
    last = _last_number()
    while report.lines < last:
        rows = read_rows(report.lines, min(report.lines + BATCH_LINES, last))
        nodes = []
        for row in rows:
            number = report.lines + 1
            fault = find_fault_of_line(row, number)
            if fault:
                report.broken_line = number
                return fault
            nodes += frontier.append(row.leaf_hash)
            report.lines = number
            report.erased += row.is_erased
            fault = next(filter(None, (walk.find_fault_at(frontier) for walk in walks)), "")
            if fault:
                return fault
        if not rows:
            report.broken_line = report.lines + 1
            return _("Line %(number)s is missing.") % {"number": report.lines + 1}
        fault = find_fault_of_nodes(nodes)
        if fault:
            return fault
        progress(report.lines, last)
    return ""


def _find_fault_at_the_end(report: Report, walks: tuple[CheckpointWalk, ...]) -> str:
    # Asked for after the checkpoints were read: the sealer may have gone on meanwhile.
    ahead = [walk.find_fault_beyond(report.lines, still_there=_last_number) for walk in walks]
    return next(filter(None, ahead), "") or find_fault_of_erasures()


def _last_number() -> int:
    last: int = JournalSeal.objects.aggregate(last=Max("number", default=0))["last"]
    return last


def count_unsealed() -> tuple[int, timedelta]:
    """Return how many committed lines wait for a number, and how long the oldest has waited."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min(wall_at) FILTER (WHERE {LIVED.format('wall_at')}) FROM core_journalline AS line"  # noqa: S608  constant
            " WHERE NOT EXISTS (SELECT FROM core_journalseal AS seal WHERE seal.line_id = line.position)"
        )
        count, oldest = cursor.fetchone()
    return count, age_of(oldest)


def age_of(oldest: datetime | None) -> timedelta:
    """Return how long ago that was; nothing when there is none."""
    return max(timedelta(), now() - oldest) if oldest else timedelta()
