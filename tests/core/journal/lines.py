"""Lines to append in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor

if TYPE_CHECKING:
    from uuid import UUID

WRITER = system_actor("tests.writer")


def new_line(step: int = 0, *, action: str = "tests.step.taken", subject_id: UUID | None = None) -> NewLine:
    return NewLine(kind=LineKind.EVENT, action=action, actor=WRITER, subject_id=subject_id, body={"step": step})


def append(count: int = 1, *, action: str = "tests.step.taken", subject_id: UUID | None = None) -> list[NewLine]:
    """Commit so many lines in one transaction."""
    lines = [new_line(step, action=action, subject_id=subject_id) for step in range(count)]
    with transaction.atomic():
        append_lines(lines, at=read_clocks())
    return lines
