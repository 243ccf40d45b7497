"""Rows that tell of one event are found together, in whatever order they came."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alatau.services.events.arrange import Standing, Telling, arrange
from alatau.services.events.kinds import get_kind

BIRTH, JOB_LOSS, GAP, DEATH = (get_kind(key) for key in ("child_birth", "job_loss", "insurance_gap", "death"))
DAY = date(2026, 3, 1)
EVENT, OTHER_EVENT = UUID(int=1), UUID(int=2)


def telling(register: str, row: str, day: int = 0, *, event: UUID | None = None, part: str = "") -> Telling:
    on_day = DAY + timedelta(days=day)
    key = (register, row, "")
    return Telling(key=key, register=register, row=row, step="", part=part, on_day=on_day, other=None, event=event)


def rows_of(groups: list) -> list[set[str]]:
    return sorted(({each.row for each in group.tellings} for group in groups), key=sorted)


def test_two_registers_tell_of_one_birth() -> None:
    [group] = arrange(BIRTH, [telling("birth_notices", "n"), telling("births", "a", 1)], [])
    assert (group.on_day, len(group.tellings)) == (DAY, 2)


def test_two_rows_of_one_register_are_twins() -> None:
    tellings = [telling("birth_notices", "n1"), telling("birth_notices", "n2"), telling("births", "a1")]
    assert rows_of(arrange(BIRTH, tellings, [])) == [{"a1", "n1"}, {"n2"}]


def test_a_loss_of_work_needs_both_of_its_parts() -> None:
    ended, seeks = (telling(part, part, part=part) for part in ("contract", "seeker"))
    assert arrange(JOB_LOSS, [ended], []) == []
    assert rows_of(arrange(JOB_LOSS, [seeks, ended], [])) == [{"contract", "seeker"}]


def test_months_without_insurance_are_one_gap() -> None:
    tellings = [telling("health_insurance", str(month), month * 30) for month in (0, 1, 2, 7)]
    assert rows_of(arrange(GAP, tellings, [])) == [{"0", "1", "2"}, {"7"}]


def test_one_dies_once_whoever_tells() -> None:
    [group] = arrange(DEATH, [telling("deaths", "d"), telling("persons", "p", 400)], [])
    assert group.on_day == DAY


def test_an_event_lives_on_through_a_corrected_row() -> None:
    kept = [Standing(id=EVENT, identity="2026-02-10")]
    [group] = arrange(BIRTH, [telling("births", "a", event=EVENT)], kept)
    assert group.event == EVENT


def test_a_row_between_two_gaps_makes_them_one() -> None:
    kept = [Standing(id=EVENT, identity="a"), Standing(id=OTHER_EVENT, identity="b")]
    rows = [telling("h", "1", 0, event=EVENT), telling("h", "2", 60), telling("h", "3", 120, event=OTHER_EVENT)]
    [group] = arrange(GAP, rows, kept)
    assert group.event == EVENT


some_tellings = st.lists(
    st.tuples(st.sampled_from(["birth_notices", "births"]), st.integers(0, 5), st.integers(0, 9)),
    unique_by=lambda each: each[:2],
    max_size=8,
)


@given(given_rows=some_tellings, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_rows: list[tuple[str, int, int]], order: object) -> None:
    tellings = [telling(register, str(row), day) for register, row, day in given_rows]
    before = arrange(BIRTH, tellings, [])
    order.shuffle(tellings)
    after = arrange(BIRTH, tellings, [])
    assert {(each.identity, each.on_day) for each in before} == {(each.identity, each.on_day) for each in after}
    assert rows_of(before) == rows_of(after)


@given(given_rows=some_tellings)
def test_each_row_tells_of_exactly_one_event(given_rows: list[tuple[str, int, int]]) -> None:
    tellings = [telling(register, str(row), day) for register, row, day in given_rows]
    groups = arrange(BIRTH, tellings, [])
    assert sorted(each.key for group in groups for each in group.tellings) == sorted(each.key for each in tellings)
    assert len({group.identity for group in groups}) == len(groups)
