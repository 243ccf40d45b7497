"""A family reads how near the line it is, and what the next quarter brings, as far as nobody's income follows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.family.assemble import View
from alatau.family.card import Cliff, EntitlementState, PartOf, ReaderKind
from alatau.family.cliffs import find_cliffs, next_quarter
from alatau.family.dispute import Contested
from alatau.family.present.cliffs import show_cliff
from alatau.family.stored import StoredFamily
from alatau.rules.gather import read_book
from tests.family.test_privacy import COUPLE, DAY, RUN
from tests.family.town import AIGERIM, DIAS, OURS

if TYPE_CHECKING:
    from uuid import UUID

ALONE = {AIGERIM: PartOf.SELF, DIAS: PartOf.CHILD}
GOING = {
    "targeted_assistance": 840_000,
    "asp_line": 3_300_000,
    "asp_distance": 420_000,
    "asp_next_quarter": 600_000,
    "asp_distance_next": 300_000,
}
ENDING = GOING | {"asp_next_quarter": 0, "asp_distance_next": -150_000}
UNKNOWN = GOING | {"asp_next_quarter": None, "asp_distance_next": None}


def cliff_of(row: dict[str, Any], parts: dict[UUID, PartOf] = ALONE) -> Cliff:
    view = View(
        run=RUN,
        law=read_book().on(DAY, known=DAY),
        stored=StoredFamily(family=OURS, row=row, people=()),
        reader=ReaderKind.RESIDENT,
        parts=parts,
        has_protected=False,
        contested=Contested(),
        silent=frozenset(),
    )
    [cliff] = find_cliffs(view)
    return cliff


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_the_next_quarter_is_ahead_and_no_more_than_a_quarter(day: date) -> None:
    found = next_quarter(day)
    assert (found.day, found.month % 3) == (1, 1)
    assert 0 < (found - day).days <= 92


@pytest.mark.parametrize(
    ("row", "expected"),
    [(GOING, EntitlementState.YES), (ENDING, EntitlementState.NO), (UNKNOWN, EntitlementState.ASK)],
    ids=["goes on", "ends", "nobody knows"],
)
def test_next_quarter_is_told_beside_the_distance_to_the_line(row: dict[str, Any], expected: EntitlementState) -> None:
    cliff = cliff_of(row)
    assert (cliff.distance, cliff.line, cliff.now) == (420_000, 3_300_000, EntitlementState.YES)
    assert (cliff.next, cliff.next_day) == (expected, date(2027, 1, 1))
    assert (cliff.next_amount is not None) == (expected is EntitlementState.YES)


def test_couple_learns_whether_help_goes_on_and_no_income() -> None:
    cliff = cliff_of(GOING, COUPLE)
    assert (cliff.next, cliff.line) == (EntitlementState.YES, 3_300_000)
    assert (cliff.distance, cliff.next_amount, cliff.next_distance) == (None, None, None)
    assert "goes on from" in show_cliff(cliff).next_words


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOING, ["you get 6\u202f000\u00a0tenge a month from 1\u00a0January\u00a02027"]),
        (
            ENDING,
            ["not due from 1\u00a0January\u00a02027.", "1\u202f500\u00a0tenge a month above the line."],
        ),
        (UNKNOWN, ["cannot be told yet"]),
    ],
    ids=["goes on", "ends", "nobody knows"],
)
def test_words_say_what_comes_and_why_it_ends(row: dict[str, Any], words: list[str]) -> None:
    said = show_cliff(cliff_of(row)).next_words
    assert all(each in said for each in words)
