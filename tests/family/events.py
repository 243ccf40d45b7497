"""What tests of changes share: the journal's news, and rows that come alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine, SealedLine
from alatau.core.journal.window import Window
from alatau.family.events.recompute import recompute_families
from alatau.registry.lake.identity import identity_digest
from alatau.registry.models import InboxRow
from tests.family.town import LONG_AGO, PLAN, WRITER
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from alatau.family.events.recompute import Changes
    from alatau.registry.values import Register

NEWS = ("registry.load.announced", "registry.row.received")


def read_news(after: int = 0) -> list[SealedLine]:
    """Return the lines that families listen for."""
    lines: list[SealedLine] = []
    window, position = Window(), after
    while found := window.read(position):
        lines += [line for line in found if line.action in NEWS]
        position = found[-1].number
    return lines


def follow(after: int = 0, *, planner: Callable[[Any], Any] = lambda _question: PLAN) -> Changes:
    """Hand the news to the families."""
    seal_journal()
    with transaction.atomic():
        return recompute_families(read_news(after), by=WRITER, at=read_clocks(), planner=planner)


def bring(register: Register, subject: UUID, *, named: tuple[UUID, ...] = (), **columns: object) -> None:
    """Let a row come alone, as a system that pushes would."""
    row_id, at = uuid4(), read_clocks()
    values = {name: str(value) for name, value in ({register.subject: subject} | columns).items()}
    # What is known by a number of its own is the same thing, whoever has it.
    has_number = not {*register.identity} - values.keys() and register.subject not in register.identity
    with transaction.atomic():
        InboxRow.objects.create(
            id=row_id,
            register_key=register.key,
            subject=str(subject),
            bucket=0,
            named=[str(each) for each in named],
            columns=values,
            sealed=b"",
            valid_from=LONG_AGO,
            received_at=at.wall_at,
            line_id=row_id,
            identity=identity_digest(register, values) if has_number else row_id.hex,
            digest="",
        )
        line = NewLine(
            kind=LineKind.EVENT,
            action="registry.row.received",
            actor=WRITER,
            subject_id=subject,
            body={"register": register.key, "bucket": 0, "digest": ""},
            id=row_id,
        )
        append_lines([line], at=at)
