"""Working days and deadlines of a small state: weekends, holidays, moved days, years not yet announced."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.calendar import DayKind, SpecialDay, WorkingCalendar
from alatau.core.text import Text

CITY = ZoneInfo("Asia/Almaty")
SPRING = Text(en="Spring day")
YEAR_BEGINS = Text(en="New Year")
ONE_DAY = timedelta(days=1)


def special(day: date, kind: DayKind) -> SpecialDay:
    return SpecialDay(day=day, kind=kind, name=SPRING, source="Decree 1")


DAYS = [
    special(date(2026, 3, 9), DayKind.HOLIDAY),  # a Monday
    special(date(2026, 3, 10), DayKind.DAY_OFF),  # given free, worked on the Saturday
    special(date(2026, 3, 14), DayKind.WORKING),
]
CALENDAR = WorkingCalendar(
    weekend=frozenset({5, 6}),
    special_days={each.day: each for each in DAYS},
    repeating={(1, 1): YEAR_BEGINS, (3, 9): SPRING, (2, 29): SPRING},
    announced_years=frozenset({2026}),
    opens_at=time(9),
    closes_at=time(18),
)


def march(*day_and_time: int) -> datetime:
    """Return a moment of March 2026 in the city's zone."""
    return datetime(2026, 3, *day_and_time, tzinfo=CITY)


days = st.dates(date(2025, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 3, 6), True),  # Friday
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 3, 8), False),  # Sunday
        (date(2026, 3, 9), False),  # the holiday
        (date(2026, 3, 10), False),  # the day off
        (date(2026, 3, 11), True),
        (date(2026, 3, 14), True),  # the worked Saturday
        (date(2026, 1, 1), True),  # the announcement of 2026 does not name it
        (date(2027, 1, 1), False),  # not announced: what repeats counts
        (date(2027, 3, 14), False),  # a Sunday again
        (date(2028, 2, 29), False),
        (date(2029, 3, 1), True),
    ],
)
def test_a_day_is_worked_as_the_year_was_announced(day: date, is_working: bool) -> None:
    assert CALENDAR.is_working_day(day) is is_working


def test_a_holiday_has_a_name_and_other_free_days_have_none() -> None:
    assert CALENDAR.holiday_name(date(2026, 3, 9)) == SPRING
    assert CALENDAR.holiday_name(date(2027, 1, 1)) == YEAR_BEGINS
    assert CALENDAR.holiday_name(date(2026, 3, 10)) is None
    assert CALENDAR.holiday_name(date(2026, 3, 7)) is None
    assert CALENDAR.holiday_name(date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 3, 6), 0, date(2026, 3, 6)),
        (date(2026, 3, 7), 0, date(2026, 3, 11)),
        (date(2026, 3, 6), 1, date(2026, 3, 11)),
        (date(2026, 3, 7), 1, date(2026, 3, 11)),
        (date(2026, 3, 12), 2, date(2026, 3, 14)),
        (date(2026, 3, 13), 2, date(2026, 3, 16)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_over_free_ones(day: date, count: int, due: date) -> None:
    assert CALENDAR.add_working_days(day, count) == due


def test_deadlines_that_run_backward_are_our_mistake() -> None:
    with pytest.raises(AssertionError):
        CALENDAR.add_working_days(date(2026, 3, 6), -1)


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        (march(11, 17, 59, 59), march(12, 18)),
        (march(11, 18, 0), march(13, 18)),
        (march(11, 3, 0), march(12, 18)),
        (march(7, 12, 0), march(12, 18)),
        (march(6, 19, 0), march(12, 18)),
        (march(13, 12, 0), march(14, 18)),
    ],
)
def test_work_is_due_at_closing_and_late_work_arrives_tomorrow(arrived: datetime, due: datetime) -> None:
    assert CALENDAR.deadline(arrived, working_days=1) == due


def test_a_deadline_is_told_in_the_zone_of_its_question() -> None:
    due = CALENDAR.deadline(datetime(2026, 3, 11, 12, tzinfo=CITY), working_days=0)

    assert (due.tzinfo, due.time()) == (CITY, time(18))


@given(day=days, count=st.integers(1, 40))
def test_what_was_added_is_counted_back(day: date, count: int) -> None:
    due = CALENDAR.add_working_days(day, count)

    assert CALENDAR.is_working_day(due)
    assert CALENDAR.count_working_days(day, due) == count


@given(day=days, one=st.integers(0, 20), other=st.integers(0, 20))
def test_days_added_in_two_steps_are_the_days_added_at_once(day: date, one: int, other: int) -> None:
    start = CALENDAR.next_working_day(day)

    assert CALENDAR.add_working_days(CALENDAR.add_working_days(start, one), other) == CALENDAR.add_working_days(
        start, one + other
    )


@given(day=days)
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    following = CALENDAR.next_working_day(day)

    assert following >= day
    assert CALENDAR.is_working_day(following)
    assert CALENDAR.count_working_days(day - ONE_DAY, following) == 1


@given(first=days, middle=st.integers(0, 60), length=st.integers(0, 60))
def test_a_split_span_holds_as_many_working_days_as_the_whole(first: date, middle: int, length: int) -> None:
    half, last = first + middle * ONE_DAY, first + (middle + length) * ONE_DAY
    counted = CALENDAR.count_working_days(first, half) + CALENDAR.count_working_days(half, last)

    assert counted == CALENDAR.count_working_days(first, last)


@given(
    minutes=st.integers(0, 10**6),
    later=st.integers(0, 10**6),
    working_days=st.integers(0, 10),
)
def test_work_that_arrives_later_is_never_due_earlier(minutes: int, later: int, working_days: int) -> None:
    first = march(1) + timedelta(minutes=minutes)
    second = first + timedelta(seconds=later)

    assert CALENDAR.deadline(first, working_days=working_days) <= CALENDAR.deadline(second, working_days=working_days)
    assert CALENDAR.deadline(first, working_days=working_days) > first
