"""What one row tells, and what of it the row takes back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.registry.declare import get_register
from alatau.registry.values import History
from alatau.services.events.kinds import get_kind, kinds_by_right, triggers_by_register
from alatau.services.events.telling import RowSeen, close_row, fits, names_one_twice, read_person, read_row
from alatau.services.events.values import DayRule, Flow, Takes, Trigger
from tests.services.events.golden import ARMAN, GOLDEN, MADINA, SMALL, TODAY, Golden

DAY = DayRule(column="on")


def trigger(**changes: object) -> Trigger:
    facts = {"kind": "child_birth", "key": "k", "register": "births", "day": DAY, "whose": ("number",)}
    return Trigger(**facts | changes)


def read(key: str, **row: object) -> tuple[set[str], set[str]]:
    """Return the kinds that a row tells, and those that it takes back."""
    seen = RowSeen(
        register=get_register(key),
        row="r",
        subject="",
        columns=row,
        told_on=TODAY,
        triggers=triggers_by_register()[key],
    )
    news = read_row(seen)
    return {each.kind for each in news.told}, {kind for kind, _trigger in news.taken_back}


@pytest.mark.parametrize(
    ("asked", "row", "is_fit"),
    [
        ({"when": {"a": ("x",)}}, {"a": "x"}, True),
        ({"when": {"a": ("x",)}}, {"a": None}, False),
        ({"unless": {"a": (True,)}}, {"a": None}, True),
        ({"unless": {"a": (True,)}}, {"a": True}, False),
        ({"begins": {"a": ("C", "G35")}}, {"a": "G35.1"}, True),
        ({"begins": {"a": ("C", "G35")}}, {"a": None}, False),
        ({"above": {"a": 90}}, {"a": 91}, True),
        ({"above": {"a": 90}}, {"a": "90"}, False),
        ({"above": {"a": 90}}, {}, False),
    ],
)
def test_a_row_fits_only_by_all_that_is_asked(asked: dict, row: dict, is_fit: bool) -> None:
    assert fits(trigger(**asked), row) is is_fit


def test_people_are_named_by_id_or_by_the_text_of_one() -> None:
    assert (read_person(str(MADINA)), read_person(MADINA), read_person("")) == (MADINA, MADINA, None)


def test_parts_that_nobody_can_both_play_are_noticed() -> None:
    apart = trigger(apart=("a", "b", "c"))
    assert names_one_twice(apart, {"a": MADINA, "b": ARMAN, "c": MADINA})
    assert not names_one_twice(apart, {"a": MADINA, "b": None, "c": None})


def test_a_fact_that_is_not_told_any_more_never_was() -> None:
    assert read("births", status="annulled", mother_number=MADINA, born_on="2026-03-08") == (set(), {"child_birth"})


def test_a_state_that_became_another_denies_nothing() -> None:
    assert read("kindergarten_queue", status="placed", number=SMALL, voucher_on="2026-03-08") == (set(), set())


def test_a_state_whose_day_is_gone_denies_what_it_told() -> None:
    assert read("labour_contracts", number=ARMAN, terminated_on=None) == (set(), {"job_loss"})


def test_who_is_alive_after_all_did_not_die() -> None:
    told, back = read("persons", number=ARMAN, life_status="alive", born_on="1990-01-01", died_on="2026-03-08")
    assert "death" in back
    assert "child_turns_18" in told


def test_a_fact_that_is_gone_takes_all_back_and_a_state_that_ended_nothing() -> None:
    gone = close_row(get_register("deaths"), row="r", subject="")
    ended = close_row(get_register("labour_contracts"), row="r", subject="")
    assert {kind for kind, _trigger in gone.taken_back} == {"death"}
    assert ended.taken_back == frozenset()


def test_both_spouses_have_the_event_and_a_child_has_one_mother() -> None:
    [marriage] = get_kind("marriage").triggers
    births = next(each for each in get_kind("child_birth").triggers if each.register == "births")
    assert (marriage.takes, births.takes) == (Takes.EACH, Takes.FIRST)


def test_a_right_tells_of_its_kind_alone() -> None:
    assert kinds_by_right()["targeted_assistance"] == ("low_income",)
    assert get_kind("low_income").flow is Flow.MESSAGE


@given(golden=st.sampled_from(GOLDEN), gaps=st.sets(st.integers(0, 9)))
def test_a_row_with_gaps_tells_of_nobody_whom_it_does_not_name(golden: Golden, gaps: set[int]) -> None:
    row = {name: None if place in gaps else value for place, (name, value) in enumerate(golden.row.items())}
    seen = RowSeen(
        register=get_register(golden.register),
        row="r",
        subject="",
        columns=row,
        told_on=TODAY,
        triggers=triggers_by_register()[golden.register],
    )
    named = {value for value in row.values() if isinstance(value, UUID)}
    assert {each.person for each in read_row(seen).told} <= named


@given(golden=st.sampled_from(GOLDEN))
def test_no_row_tells_and_denies_the_same_thing(golden: Golden) -> None:
    seen = RowSeen(
        register=get_register(golden.register),
        row=uuid4().hex,
        subject="",
        columns=golden.row | golden.but,
        told_on=TODAY,
        triggers=triggers_by_register()[golden.register],
    )
    news = read_row(seen)
    assert not {(each.kind, each.trigger) for each in news.told} & news.taken_back
    assert news.is_partial == (seen.register.history is History.STATES)
