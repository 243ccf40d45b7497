"""Deadlines fall on working days, run forward, and stand still while the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.text import Text
from alatau.desk.deadlines import (
    deadline_after_stop,
    deadline_of_reopening,
    first_deadline,
    working_days_left,
)
from alatau.desk.task_types import DayCount, Deadline

LAW = Text(en="Act 1, article 1")
ZONE = ZoneInfo("Asia/Almaty")
MOMENTS = st.integers(min_value=0, max_value=5 * 365 * 24 * 60).map(
    lambda minutes: (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(ZONE)
)
DEADLINES = st.builds(Deadline, days=st.integers(0, 60), count=st.sampled_from(DayCount), law=st.just(LAW))
STOPS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=90))


@given(MOMENTS, DEADLINES)
def test_deadline_falls_on_a_working_day_and_never_before_the_opening(opened_at: datetime, deadline: Deadline) -> None:
    due_at = first_deadline(opened_at, deadline, content().calendar)
    assert content().calendar.is_working_day(due_at.date())
    assert due_at.date() >= opened_at.date()


@given(MOMENTS, DEADLINES, STOPS, STOPS)
def test_stopped_clock_moves_the_deadline_forward_to_a_working_day(
    opened_at: datetime, deadline: Deadline, before: timedelta, stood: timedelta
) -> None:
    calendar = content().calendar
    due_at = first_deadline(opened_at, deadline, calendar)
    stopped_at = opened_at + before
    moved = deadline_after_stop(
        due_at, stopped_at=stopped_at, resumed_at=stopped_at + stood, deadline=deadline, calendar=calendar
    )
    assert moved >= due_at
    assert calendar.is_working_day(moved.date())


@given(MOMENTS, DEADLINES, STOPS)
def test_reopened_case_never_gets_an_earlier_deadline(
    opened_at: datetime, deadline: Deadline, later: timedelta
) -> None:
    due_at = first_deadline(opened_at, deadline, content().calendar)
    fresh = deadline_of_reopening(due_at, reopened_at=opened_at + later, deadline=deadline, calendar=content().calendar)
    assert fresh >= due_at


@given(MOMENTS, st.integers(1, 40))
def test_working_days_left_count_down_to_the_day_itself(opened_at: datetime, days: int) -> None:
    due_at = first_deadline(opened_at, Deadline(days=days, count=DayCount.WORKING, law=LAW), content().calendar)
    assert working_days_left(due_at, now=due_at, calendar=content().calendar) == 0
    assert working_days_left(due_at, now=opened_at, calendar=content().calendar) >= days
    assert working_days_left(due_at, now=due_at + timedelta(days=10), calendar=content().calendar) < 0


def test_case_opened_on_friday_evening_counts_from_monday() -> None:
    friday_evening = datetime(2026, 6, 5, 22, tzinfo=ZONE)
    due_at = first_deadline(friday_evening, Deadline(days=1, count=DayCount.WORKING, law=LAW), content().calendar)
    assert due_at.date().isoformat() == "2026-06-09"
