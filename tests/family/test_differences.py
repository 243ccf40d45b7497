"""What changed between two cards, which values hang on a contested record, and what one register alone says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.family.assemble import is_single_source
from alatau.family.dispute import Contested
from alatau.family.events.differences import Change, find_differences
from alatau.family.reach import Reach, Told
from alatau.family.stored import StoredFamily
from tests.family.town import AIGERIM, BOLAT, OURS, PLAN

WAGES = Reach(own=frozenset({Told("contributions", "amount"), Told("persons", "born_on")}))
amounts = st.one_of(st.none(), st.integers(min_value=0, max_value=10**12))


def family(**row: object) -> StoredFamily:
    return StoredFamily(family=OURS, row={"family": OURS, **row}, people=[{"person": AIGERIM, "help": 0}])


def changes(before: object, after: object) -> list[Change]:
    found = find_differences({OURS: family(allowance=before)}, {OURS: family(allowance=after)}, plan=PLAN)
    return [each.change for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 100, [Change.GAINED]),
        (None, 100, [Change.GAINED]),
        (100, 0, [Change.LOST]),
        (100, None, [Change.UNKNOWN]),
        (0, None, [Change.UNKNOWN]),
        (100, 120, [Change.AMOUNT]),
        (None, 0, []),
        (False, True, [Change.GAINED]),
        (100, 100, []),
    ],
)
def test_each_change_of_a_right_has_its_name(before: object, after: object, expected: list[Change]) -> None:
    assert changes(before, after) == expected


@given(amount=amounts)
def test_a_card_never_differs_from_itself(amount: object) -> None:
    assert changes(amount, amount) == []


@given(before=amounts, after=amounts)
def test_what_one_way_gains_the_other_way_loses(before: int | None, after: int | None) -> None:
    there, back = changes(before, after), changes(after, before)
    assert (Change.LOST in there) == (Change.GAINED in back and before is not None and after is not None)


def test_a_family_that_is_no_more_loses_what_it_had() -> None:
    found = find_differences({OURS: family(allowance=5)}, {}, plan=PLAN)
    assert [(each.change, each.name, each.person) for each in found] == [(Change.LOST, "allowance", None)]


@pytest.mark.parametrize(
    ("record", "people", "expected"),
    [
        ((AIGERIM, "contributions", "amount"), [AIGERIM], True),
        ((AIGERIM, "contributions", ""), [AIGERIM, BOLAT], True),
        ((AIGERIM, "contributions", "month"), [AIGERIM], False),
        ((AIGERIM, "vehicles", ""), [AIGERIM], False),
        ((BOLAT, "contributions", "amount"), [AIGERIM], False),
    ],
)
def test_a_contested_record_marks_what_hangs_on_it(record: Any, people: Any, expected: bool) -> None:
    assert Contested(frozenset({record})).stands_behind(WAGES, people) is expected


def test_registers_that_say_who_people_are_do_not_count_as_sources() -> None:
    assert is_single_source(WAGES)
    assert not is_single_source(Reach(own=WAGES.own | {Told("vehicles", "plate")}))
