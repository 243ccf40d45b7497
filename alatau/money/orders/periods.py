"""On which days an order is paid."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from alatau.money.orders.values import Rhythm


def next_due(after: date, *, rhythm: Rhythm, first_on: date) -> date:
    """Return the first day of payment after a day; in a month too short for it, the month's last day."""
    if after < first_on:
        return first_on
    if rhythm is Rhythm.WEEKLY:
        return after + timedelta(days=7 - (after - first_on).days % 7)
    here = _day_in(after.year, after.month, first_on.day)
    if here > after:
        return here
    year, month = (after.year, after.month + 1) if after.month < 12 else (after.year + 1, 1)
    return _day_in(year, month, first_on.day)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
