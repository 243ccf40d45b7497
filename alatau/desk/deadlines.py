"""Deadlines of cases: counted in working or calendar days of city time, never on a free day, never moved back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alatau.desk.task_types import DayCount

if TYPE_CHECKING:
    from alatau.core.calendar import WorkingCalendar
    from alatau.desk.task_types import Deadline


def first_deadline(opened_at: datetime, deadline: Deadline, calendar: WorkingCalendar) -> datetime:
    """Return the closing hour of the last day the law gives; a last day that is free moves to the next working day."""
    if deadline.count is DayCount.WORKING:
        return calendar.deadline(opened_at, working_days=deadline.days)
    last = calendar.next_working_day(opened_at.date() + timedelta(days=deadline.days))
    return datetime.combine(last, calendar.closes_at, tzinfo=opened_at.tzinfo)


def deadline_after_stop(
    due_at: datetime, *, stopped_at: datetime, resumed_at: datetime, deadline: Deadline, calendar: WorkingCalendar
) -> datetime:
    """Return the deadline moved by as many days as the clock stood still."""
    due_at = due_at.astimezone(resumed_at.tzinfo)
    stopped_on, resumed_on = stopped_at.astimezone(resumed_at.tzinfo).date(), resumed_at.date()
    if deadline.count is DayCount.WORKING:
        moved = calendar.add_working_days(due_at.date(), calendar.count_working_days(stopped_on, resumed_on))
    else:
        moved = calendar.next_working_day(due_at.date() + (resumed_on - stopped_on))
    return datetime.combine(moved, due_at.time(), tzinfo=resumed_at.tzinfo)


def deadline_of_reopening(
    due_at: datetime, *, reopened_at: datetime, deadline: Deadline, calendar: WorkingCalendar
) -> datetime:
    """Return a fresh deadline for a reopened case, never before the one it had."""
    return max(due_at.astimezone(reopened_at.tzinfo), first_deadline(reopened_at, deadline, calendar))


def working_days_left(due_at: datetime, *, now: datetime, calendar: WorkingCalendar) -> int:
    """Return the working days until the deadline's day, 0 on that day; negative for working days overdue."""
    due_on, today = due_at.astimezone(now.tzinfo).date(), now.date()
    if today <= due_on:
        return calendar.count_working_days(today, due_on)
    return -calendar.count_working_days(due_on, today)
