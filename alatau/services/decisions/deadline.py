"""Until when somebody may object to a decision, by the law that the content names."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.services.payments.payers import get_payers

if TYPE_CHECKING:
    from alatau.services.models import Decision


def appeal_until(decision: Decision) -> date:
    """Return the last whole day for an appeal; where it is a free day, the next working one."""
    return content().calendar.next_working_day(add_months(decided_day(decision), get_payers().appeal.months))


def decided_day(decision: Decision) -> date:
    """Return the day of the city on which it was decided."""
    return decision.decided_city_at.astimezone(ZoneInfo(content().time_zone)).date()


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; the last day of a month that is too short for it."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
