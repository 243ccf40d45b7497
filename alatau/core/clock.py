"""The two clocks. A use case calls `read_clocks` once, at its top, and hands the moment down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.core.models import City
from alatau.core.values import Moment


def read_clocks() -> Moment:
    """Return this instant on both clocks; city time comes from the database, in the city's own time zone."""
    wall_at = datetime.now(UTC)
    ahead = City.objects.values_list("ahead_microseconds", flat=True).get(id=1)
    city_at = (wall_at + timedelta(microseconds=ahead)).astimezone(ZoneInfo(content().time_zone))
    return Moment(city_at=city_at, wall_at=wall_at)
