"""The working days of Kazakhstan, 2024 to 2027 by announcement, later years by the law alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qazaqstan.calendar import CALENDAR, NAMES, SPECIAL_DAYS

CITY = ZoneInfo("Asia/Almaty")
days = st.dates(date(2024, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 5, 4), True),  # a Saturday worked for the 8th of May
        (date(2024, 5, 8), False),
        (date(2025, 1, 3), False),
        (date(2025, 1, 5), True),  # a Sunday worked in exchange
        (date(2025, 3, 24), False),  # Nauryz fell on a weekend
        (date(2025, 3, 26), True),
        (date(2025, 8, 30), False),
        (date(2026, 3, 9), False),
        (date(2026, 5, 27), False),  # Kurban Ait
        (date(2026, 8, 31), True),  # no longer Constitution Day
        (date(2027, 3, 15), False),
        (date(2030, 10, 25), False),  # a Friday, by the law alone
        (date(2030, 10, 28), True),
    ],
)
def test_each_special_day_is_worked_or_free_as_announced(day: date, *, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_a_holiday_has_a_name_and_its_moved_day_has_none() -> None:
    victory_day = CALENDAR.holiday_name(date(2026, 5, 9))
    assert victory_day is not None
    assert victory_day.say("kk") == "Жеңіс күні"
    assert CALENDAR.holiday_name(date(2026, 5, 11)) is None
    assert CALENDAR.holiday_name(date(2030, 1, 1)) == NAMES["new_year"]


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 3, 5), 1, date(2026, 3, 6)),
        (date(2026, 3, 6), 1, date(2026, 3, 10)),  # over the weekend and the moved 8th of March
        (date(2026, 3, 20), 5, date(2026, 4, 1)),  # over Nauryz
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
        (date(2026, 5, 9), 0, date(2026, 5, 12)),
    ],
)
def test_terms_are_counted_in_working_days(start: date, count: int, due: date) -> None:
    assert CALENDAR.add_working_days(start, count) == due


@pytest.mark.parametrize(
    ("arrives", "due"),
    [
        (datetime(2026, 3, 5, 10, tzinfo=CITY), datetime(2026, 3, 10, 18, 30, tzinfo=CITY)),
        (datetime(2026, 3, 5, 18, 29, tzinfo=CITY), datetime(2026, 3, 10, 18, 30, tzinfo=CITY)),
        (datetime(2026, 3, 5, 18, 30, tzinfo=CITY), datetime(2026, 3, 11, 18, 30, tzinfo=CITY)),
        (datetime(2026, 3, 7, 12, tzinfo=CITY), datetime(2026, 3, 12, 18, 30, tzinfo=CITY)),
    ],
)
def test_what_arrives_after_closing_counts_from_the_next_working_day(arrives: datetime, due: datetime) -> None:
    assert CALENDAR.deadline(arrives, working_days=2) == due


@given(start=days, count=st.integers(0, 60))
def test_counting_forth_and_back_agree(start: date, count: int) -> None:
    due = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.count_working_days(start, due) == (count or int(due != start))


@given(start=days, first=st.integers(1, 20), second=st.integers(1, 20))
def test_a_split_term_ends_on_the_same_day(start: date, first: int, second: int) -> None:
    halfway = CALENDAR.add_working_days(start, first)
    assert CALENDAR.add_working_days(halfway, second) == CALENDAR.add_working_days(start, first + second)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_year_has_its_working_days_in_a_plausible_number(year: int) -> None:
    first = date(year, 1, 1)
    assert 245 <= CALENDAR.count_working_days(first - timedelta(days=1), date(year, 12, 31)) <= 252


def test_every_special_day_says_where_it_is_written() -> None:
    assert [row.day for row in SPECIAL_DAYS.values() if len(row.source) < 10] == []
