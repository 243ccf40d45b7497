"""On which day an event happens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.services.events.days import age_steps, birthday, happens_on, months_later, read_day
from alatau.services.events.kinds import get_kind
from alatau.services.events.narrow import start_days
from alatau.services.events.values import DayRule

days = st.dates(date(1930, 1, 1), date(2025, 12, 31))
LAW = get_kind("pension_age").triggers[0].day


@pytest.mark.parametrize(
    ("given_value", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T20:00:00+00:00", date(2026, 3, 2)),  # in Almaty it is past midnight
        ("", None),
        (None, None),
    ],
)
def test_days_are_read_in_the_citys_own_zone(given_value: object, day: date | None) -> None:
    assert read_day(given_value) == day


def test_who_was_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_months_end_on_the_last_day_of_shorter_ones() -> None:
    assert months_later(date(1966, 8, 31), 61 * 12 + 6) == date(2028, 2, 29)


def test_women_born_after_the_change_wait_half_a_year_longer() -> None:
    told = {born: happens_on(LAW, {"born_on": born, "sex": "female"}, told_on=date(2026, 1, 1)) for born in BORN}
    assert told == BORN


BORN = {
    date(1966, 12, 31): date(2027, 12, 31),
    date(1967, 1, 1): date(2028, 7, 1),
}


@given(born=days)
def test_everybody_reaches_the_age_that_holds_on_that_day(born: date) -> None:
    for sex, name in LAW.ages.items():
        day = happens_on(LAW, {"born_on": born, "sex": sex}, told_on=born)
        holding = [months for start, end, months in age_steps(name) if day and start <= day and (not end or day < end)]
        assert day is None or months_later(born, holding[0]) == day


RULES = (DayRule(column="d", years=18), DayRule(column="d", days=-60), DayRule(column="d", years=6, year_day=(9, 1)))


@given(start=days, rule=st.sampled_from([*RULES, LAW]))
def test_narrowing_never_leaves_out_a_day_that_counts(start: date, rule: DayRule) -> None:
    row = {"d": start, "born_on": start, "sex": "female"}
    day = happens_on(rule, row, told_on=start)
    if day is not None:
        first, last = start_days(rule, first=day, last=day + timedelta(days=1))
        assert first <= start <= last
