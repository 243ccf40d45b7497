"""Quiet hours in city time: how long a message waits for the morning."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.messages.wording import MessageRules


def wait_for_morning(city_at: datetime, rules: MessageRules) -> timedelta:
    """Return how long quiet hours still last at this city time; zero outside them.

    Quiet hours may pass midnight (22:00 to 08:00) or not (13:00 to 14:00).
    """
    now = city_at.timetz().replace(tzinfo=None)
    begin, end = rules.quiet_from, rules.quiet_until
    is_quiet = begin <= now < end if begin <= end else now >= begin or now < end
    if not is_quiet:
        return timedelta(0)
    morning = datetime.combine(city_at.date(), end, tzinfo=city_at.tzinfo)
    return (morning if morning > city_at else morning + timedelta(days=1)) - city_at
