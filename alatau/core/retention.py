"""Forget what the law no longer lets the city keep: each room says how, the content says how long.

A room declares a purge for a class of data; once a day the ground asks each of them to forget what is older than the
class allows, and leaves an audit line that says how much went, of which class and on which ground.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from alatau.core.content import RetentionClass, content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.erasures import BATCH_LINES, ERASED, erase_contents
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import JournalContents, JournalLine
from alatau.core.values import system_actor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("core.retain.purged")


KEEPER = system_actor("core.retention")

_purges: dict[str, Purge] = {}


class Purge(Protocol):
    """What a room does to forget."""

    def __call__(self, *, before: datetime, limit: int) -> int:
        """Forget at most `limit` rows from before this moment of city time, in this transaction; return how many."""
        ...


@dataclass(frozen=True)
class Forgotten:
    """How much of a class was forgotten."""

    key: str
    rows: int


def declare_retention(class_key: str) -> Callable[[Purge], Purge]:
    """Declare how a room forgets a class of data: ``@declare_retention("papers.letters")`` on a purge.

    The class has to be among the content's retention classes; a test holds every declared one against every content.
    """
    assert class_key not in _purges, f"{class_key} is purged already"

    def declare(purge: Purge) -> Purge:
        _purges[class_key] = purge
        return purge

    return declare


def list_purged_classes() -> list[str]:
    """Return the keys of the classes that some room knows how to forget, in order."""
    return sorted(_purges)


def find_retention_class(key: str) -> RetentionClass | None:
    """Return the content's retention class of this key."""
    return next((each for each in content().retention_classes if each.key == key), None)


def apply_retention(*, at: Moment) -> list[Forgotten]:
    """Forget all that is past its keeping, batch by batch; a batch and its audit line are one commit.

    A class that cannot be forgotten holds up no other: its error is raised when the others are done.
    """
    classes = [each for each in content().retention_classes if each.key in _purges]
    duties = [partial(_purge_class, each, _purges[each.key], at=at) for each in classes]
    duties += [partial(_erase_class, kind, at=at) for kind in LineKind]
    forgotten: list[Forgotten] = []
    _do_all(duties, forgotten)
    return [each for each in forgotten if each.rows]


def _do_all(duties: Sequence[Callable[[], Forgotten]], forgotten: list[Forgotten]) -> None:
    """Do one duty after the other whatever any of them raises; the last error is raised, with the earlier behind it."""
    if not duties:
        return
    try:
        forgotten.append(duties[0]())
    finally:
        _do_all(duties[1:], forgotten)


def erase_lines_about(subject_id: UUID, *, kind: LineKind, ground: str, by: Actor, at: Moment) -> int:
    """Erase on request what the journal says about a person in lines of one kind, where the law allows it.

    Returns how many lines lost their contents; none when lines of this kind are not erased on request.
    """
    retention_class = find_retention_class(f"journal.{kind}")
    if retention_class is None or not retention_class.is_erased_on_request:
        return 0
    erased = 0
    while ids := list(
        JournalContents.objects.filter(subject_id=subject_id, line__kind=kind)
        .exclude(line__action=ERASED)
        .values_list("line__id", flat=True)[:BATCH_LINES]
    ):
        erased += erase_contents(ids, retention_class=retention_class.key, ground=ground, by=by, at=at)
    return erased


def _purge_class(retention_class: RetentionClass, purge: Purge, *, at: Moment) -> Forgotten:
    before = _end_of_keeping(retention_class, at=at)
    rows = 0
    while before is not None:
        count = _purge_batch(retention_class, purge, before=before, at=at)
        rows += count
        if count < BATCH_LINES:
            break
    return Forgotten(retention_class.key, rows)


@transaction.atomic
def _purge_batch(retention_class: RetentionClass, purge: Purge, *, before: datetime, at: Moment) -> int:
    count = purge(before=before, limit=BATCH_LINES)
    if count:
        facts = {"class": retention_class.key, "ground": retention_class.law, "rows": count, "before": before}
        append_lines([NewLine(kind=LineKind.AUDIT, action="core.data.forgotten", actor=KEEPER, body=facts)], at=at)
    reach("core.retain.purged")
    return count


def _erase_class(kind: LineKind, *, at: Moment) -> Forgotten:
    retention_class = find_retention_class(f"journal.{kind}")
    before = _end_of_keeping(retention_class, at=at) if retention_class else None
    rows = 0
    while before is not None and retention_class is not None:
        ids = _list_lines_before(kind, before)
        if not ids:
            break
        rows += erase_contents(ids, retention_class=retention_class.key, ground=retention_class.law, by=KEEPER, at=at)
    return Forgotten(f"journal.{kind}", rows)


def _list_lines_before(kind: LineKind, before: datetime) -> list[UUID]:
    lines = JournalLine.objects.filter(kind=kind, city_at__lt=before, contents__isnull=False).exclude(action=ERASED)
    return list(lines.order_by("position").values_list("id", flat=True)[:BATCH_LINES])


def _end_of_keeping(retention_class: RetentionClass, *, at: Moment) -> datetime | None:
    if retention_class.kept_months is None:
        return None
    year, month = divmod(at.city_at.year * 12 + at.city_at.month - 1 - retention_class.kept_months, 12)
    day = min(at.city_at.day, monthrange(year, month + 1)[1])
    return at.city_at.replace(year=year, month=month + 1, day=day)
