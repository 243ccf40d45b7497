"""Deadlines and appeals on both sides of weekends and holidays, in the city's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.text import Text
from alatau.desk.clock import resume_case, suspend_case
from alatau.desk.deadlines import deadline_after_stop, deadline_of_reopening, first_deadline, working_days_left
from alatau.desk.decide import confirm_decision
from alatau.desk.errors import AppealTooLateError
from alatau.desk.reopen import appeal_case, can_appeal, last_day_to_appeal, reopen_case
from alatau.desk.take import take_task
from alatau.desk.task_types import DayCount, Deadline
from tests.desk.test_decide import propose

if TYPE_CHECKING:
    from tests.desk.stage import Desk

ZONE = ZoneInfo("Asia/Almaty")
LAW = Text(en="Act 1, article 1")


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZONE) + timedelta(hours=12)


def deadline(days: int, count: DayCount = DayCount.WORKING) -> Deadline:
    return Deadline(days=days, count=count, law=LAW)


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        ("2026-03-10", 1, "2026-03-11"),  # an ordinary week
        ("2026-03-13", 1, "2026-03-16"),  # over a weekend
        ("2026-03-20", 1, "2026-03-26"),  # over Nauryz and the days moved for it
        ("2026-03-22", 1, "2026-03-27"),  # opened on a holiday: it counts as come on the next working day
        ("2026-03-26", 1, "2026-03-27"),  # the day after the holidays
        ("2026-04-30", 1, "2026-05-04"),  # the first of May, then a weekend
        ("2026-05-06", 1, "2026-05-08"),  # one holiday in the middle of the week
        ("2026-05-08", 1, "2026-05-12"),  # a holiday on Saturday moves Monday
        ("2026-12-31", 1, "2027-01-05"),  # over the turn of the year, and Monday moved for Saturday
        ("2026-03-10", 15, "2026-04-03"),
    ],
)
def test_working_days_are_counted_round_weekends_and_holidays(opened: str, days: int, due: str) -> None:
    due_at = first_deadline(noon(opened), deadline(days), content().calendar)
    assert due_at == datetime.combine(date.fromisoformat(due), content().calendar.closes_at, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        ("2026-03-10", 3, "2026-03-13"),
        ("2026-03-10", 4, "2026-03-16"),  # a Saturday moves to Monday
        ("2026-03-10", 11, "2026-03-26"),  # the first day of Nauryz moves over all of it
        ("2026-05-25", 2, "2026-05-28"),  # Kurban Ait
    ],
)
def test_calendar_days_end_on_the_next_working_day(opened: str, days: int, due: str) -> None:
    due_at = first_deadline(noon(opened), deadline(days, DayCount.CALENDAR), content().calendar)
    assert due_at.date().isoformat() == due


def test_deadline_counts_days_of_the_city_and_not_of_greenwich() -> None:
    before_midnight_utc = datetime(2026, 3, 10, 20, 30, tzinfo=UTC).astimezone(ZONE)
    due_at = first_deadline(before_midnight_utc, deadline(1), content().calendar)
    assert before_midnight_utc.date().isoformat() == "2026-03-11"
    assert due_at.date().isoformat() == "2026-03-12"


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-03-20", 1),
        ("2026-03-21", 1),
        ("2026-03-25", 1),
        ("2026-03-26", 0),
        ("2026-03-27", -1),
        ("2026-03-28", -1),
        ("2026-03-30", -2),
    ],
)
def test_days_left_stand_still_over_the_holidays(now: str, left: int) -> None:
    assert working_days_left(noon("2026-03-26"), now=noon(now), calendar=content().calendar) == left


@pytest.mark.parametrize(
    ("stopped", "resumed", "count", "due"),
    [
        ("2026-03-11", "2026-03-11", DayCount.WORKING, "2026-03-13"),
        ("2026-03-11", "2026-03-12", DayCount.WORKING, "2026-03-16"),
        ("2026-03-13", "2026-03-15", DayCount.WORKING, "2026-03-13"),  # it stood still over free days only
        ("2026-03-11", "2026-03-16", DayCount.WORKING, "2026-03-18"),
        ("2026-03-11", "2026-03-13", DayCount.CALENDAR, "2026-03-16"),
        ("2026-03-11", "2026-03-19", DayCount.CALENDAR, "2026-03-26"),
    ],
)
def test_stopped_clock_gives_back_the_days_it_stood(stopped: str, resumed: str, count: DayCount, due: str) -> None:
    due_at = datetime(2026, 3, 13, 18, 30, tzinfo=ZONE)
    moved = deadline_after_stop(
        due_at,
        stopped_at=noon(stopped),
        resumed_at=noon(resumed),
        deadline=deadline(3, count),
        calendar=content().calendar,
    )
    assert (moved.date().isoformat(), moved.time()) == (due, due_at.time())


def test_reopened_case_keeps_a_later_deadline_it_had() -> None:
    late = datetime(2026, 6, 1, 18, 30, tzinfo=ZONE)
    kept = deadline_of_reopening(
        late, reopened_at=noon("2026-03-10"), deadline=deadline(1), calendar=content().calendar
    )
    assert kept == late


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ("2026-03-10", "2026-06-08"),  # a Monday
        ("2026-03-06", "2026-06-04"),
        ("2026-03-08", "2026-06-08"),  # the ninetieth day is a Saturday
        ("2026-04-07", "2026-07-07"),  # the ninetieth day is the city's holiday
    ],
)
def test_last_day_to_appeal_is_a_working_day(decided: str, last: str) -> None:
    assert last_day_to_appeal(noon(decided), days=90, zone=ZONE).isoformat() == last


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), st.integers(1, 120))  # noqa: DTZ001 - placed below
def test_nobody_ever_has_fewer_days_to_appeal_than_the_law_gives(decided_at: datetime, days: int) -> None:
    decided = decided_at.replace(tzinfo=ZONE)
    last = last_day_to_appeal(decided, days=days, zone=ZONE)
    assert last >= decided.date() + timedelta(days=days)
    assert content().calendar.is_working_day(last)
    # A decision told in another zone's time is of the same day here.
    assert last_day_to_appeal(decided.astimezone(UTC), days=days, zone=ZONE) == last


@pytest.mark.parametrize(("hour", "minute", "taken"), [(0, 0, True), (23, 59, True), (24, 0, False)])
def test_appeal_is_taken_until_the_midnight_of_its_last_day(desk: Desk, hour: int, minute: int, taken: bool) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    last = datetime(2026, 6, 8, tzinfo=ZONE) + timedelta(hours=hour, minutes=minute)
    at = replace(desk.at, city_at=last)
    assert can_appeal(desk.case_id, at=at) is taken
    if not taken:
        with pytest.raises(AppealTooLateError) as refusal:
            appeal_case(desk.case_id, words="x", appeal_id=uuid4(), by=desk.aigerim, at=at)
        assert "A court" in refusal.value.sentence()


def test_reopened_case_cannot_be_appealed_until_it_is_decided_again(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    reopen_case(desk.case_id, words="A court asked.", reopening_id=uuid4(), by=desk.marat, at=desk.at)
    assert not can_appeal(desk.case_id, at=desk.at)


def test_case_stopped_over_nauryz_is_due_as_many_working_days_later(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    assert desk.case.due_at.astimezone(ZONE).date().isoformat() == "2026-04-03"
    stopped, resumed = (replace(desk.at, city_at=noon(day)) for day in ("2026-03-20", "2026-03-27"))
    suspend_case(desk.task_id, ground="waits_for_resident", words="Asked for a lease.", by=desk.dana, at=stopped)
    resume_case(desk.task_id, by=desk.dana, at=resumed)
    assert desk.case.due_at.astimezone(ZONE).date().isoformat() == "2026-04-07"
