"""Pages of lines about a person: each line once, whatever order transactions end in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.errors import LineIdReusedError
from alatau.core.journal.read import list_lines_about, list_lines_of_case
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.models import JournalContents, JournalLine
from tests.core.journal.lines import WRITER, append, new_line
from tests.harness.threads import run_apart

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.journal.seal import Sealer
    from alatau.core.journal.values import Line
    from alatau.core.values import Moment


def walk(subject_id: UUID, *, limit: int) -> list[Line]:
    """Turn the pages as a reader does, from the newest line to the oldest."""
    found: list[Line] = []
    before: int | None = None
    while lines := list_lines_about(subject_id, limit=limit, before=before):
        found += lines
        before = lines[-1].number
    return found


def append_out_of_order(subject_id: UUID) -> None:
    """Let the transaction that began first write its line last: its number is lower, its position higher."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        run_apart(lambda: append(1, subject_id=subject_id))
        append_lines([new_line(subject_id=subject_id)], at=read_clocks())


def test_no_line_is_left_out_between_pages_when_commits_cross(sealer: Sealer) -> None:
    aigerim = uuid4()
    append_out_of_order(aigerim)
    sealer.seal_once()

    assert [line.number for line in list_lines_about(aigerim)] == [1, 2]
    assert len(walk(aigerim, limit=1)) == 2


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_every_page_size_shows_every_line_once(sealer: Sealer, limit: int) -> None:
    aigerim = uuid4()
    for _ in range(7):
        append(1, subject_id=aigerim)
        append(1, subject_id=uuid4())
    sealer.seal_once()

    shown = walk(aigerim, limit=limit)
    assert [line.number for line in shown] == [13, 11, 9, 7, 5, 3, 1]


def test_page_after_the_oldest_line_is_empty(sealer: Sealer) -> None:
    aigerim = uuid4()
    append(2, subject_id=aigerim)
    sealer.seal_once()

    assert list_lines_about(aigerim, before=1) == []
    assert list_lines_about(aigerim, before=10**9) == []


def test_lines_of_a_case_are_paged_alike(sealer: Sealer) -> None:
    case_id = uuid4()
    lines = [NewLine(kind=LineKind.AUDIT, action="tests.step.taken", actor=WRITER, case_id=case_id) for _ in range(3)]
    with transaction.atomic():
        append_lines(lines, at=read_clocks())
    sealer.seal_once()

    assert [line.number for line in list_lines_of_case(case_id, before=3)] == [2, 1]
    assert list_lines_of_case(case_id, kinds=[LineKind.LOOK]) == []


def test_same_line_twice_in_one_call_is_one_line(db: None, moment: Moment) -> None:
    line = new_line()
    append_lines([line, line, new_line()], at=moment)

    assert JournalLine.objects.count() == JournalContents.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"body": {"step": 2}},
        {"action": "tests.step.undone"},
        {"kind": LineKind.AUDIT},
        {"subject_id": uuid4()},
        {"case_id": uuid4()},
        {"purpose": "appeal"},
    ],
)
def test_two_lines_under_one_id_in_one_call_are_refused(db: None, moment: Moment, change: dict[str, object]) -> None:
    first = new_line(1)
    facts = {"kind": first.kind, "action": first.action, "actor": first.actor, "body": first.body, **change}
    with pytest.raises(LineIdReusedError), transaction.atomic():
        append_lines([first, NewLine(id=first.id, **facts)], at=moment)

    assert not JournalLine.objects.exists()


def test_line_of_another_action_is_not_the_same_line(db: None, moment: Moment) -> None:
    line = new_line()
    append_lines([line], at=moment)
    other = NewLine(kind=line.kind, action="tests.step.undone", actor=WRITER, body=line.body, id=line.id)

    with pytest.raises(LineIdReusedError, match="already recorded with other contents"):
        append_lines([other], at=moment)


def test_no_lines_are_nothing_to_write(db: None, moment: Moment) -> None:
    append_lines([], at=moment)

    assert not JournalLine.objects.exists()


@given(copies=st.lists(st.integers(0, 4), min_size=1, max_size=12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_id_is_written_once_in_the_order_of_its_first_coming(db: None, moment: Moment, copies: list[int]) -> None:
    lines = [new_line(step) for step in range(5)]
    append_lines([lines[step] for step in copies], at=moment)
    written = JournalContents.objects.filter(line__id__in=[line.id for line in lines]).order_by("line_id")

    assert [row.body["step"] for row in written] == list(dict.fromkeys(copies))
