"""Days of payment: the same weekday or day of the month, none twice, none left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.money.orders.periods import next_due
from alatau.money.orders.values import Rhythm

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(first=days, rhythm=st.sampled_from(Rhythm), count=st.integers(1, 40))
def test_each_period_has_one_day_and_none_is_left_out(first, rhythm, count):
    due = [first]
    for _ in range(count):
        due.append(next_due(due[-1], rhythm=rhythm, first_on=first))
    if rhythm is Rhythm.WEEKLY:
        assert due == [first + timedelta(weeks=number) for number in range(count + 1)]
    else:
        months = [day.year * 12 + day.month for day in due]
        assert months == [*range(months[0], months[0] + count + 1)]
        assert all(day.day == first.day or (day + timedelta(days=1)).day == 1 for day in due)


@given(first=days, rhythm=st.sampled_from(Rhythm), later=st.integers(0, 400))
def test_next_day_is_the_first_one_after_any_day(first, rhythm, later):
    after = first + timedelta(days=later)
    due = next_due(after, rhythm=rhythm, first_on=first)
    assert due > after
    assert due - after <= timedelta(days=31)


@pytest.mark.parametrize(
    ("after", "due"), [("2027-01-31", "2027-02-28"), ("2027-02-28", "2027-03-31"), ("2027-12-31", "2028-01-31")]
)
def test_last_day_of_a_month_stays_its_last_day(after, due):
    first_on = date(2026, 10, 31)
    found = next_due(date.fromisoformat(after), rhythm=Rhythm.MONTHLY, first_on=first_on)
    assert found == date.fromisoformat(due)
