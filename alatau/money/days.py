"""Where a day of the city begins and ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alatau.core.content import content

#: As fine as the database keeps time.
MOMENT = timedelta(microseconds=1)


def begin_of(day: date) -> datetime:
    """Return the first moment of a day of the city."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(content().time_zone))


def end_of(day: date) -> datetime:
    """Return the last moment of a day of the city."""
    return begin_of(day + timedelta(days=1)) - MOMENT
