"""The next quarter begins on the first day of January, April, July or October."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alatau.family.forecast import next_quarter


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_the_next_quarter_is_ahead_and_no_more_than_a_quarter(day: date) -> None:
    found = next_quarter(day)
    assert (found.day, found.month % 3) == (1, 1)
    assert 0 < (found - day).days <= 92
