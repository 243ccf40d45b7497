"""The two clocks. A use case calls `read_clocks` once, at its top, and hands the moment down.

Both are told by the database, so that every process of the city lives in the same moment, on however many machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import connection

from alatau.core.content import content
from alatau.core.values import Moment

if TYPE_CHECKING:
    from datetime import datetime

# City time runs from its anchor at the city's pace. It is never before the latest city time that was written down:
# so a step back of the machine's clock makes it stand still instead of returning.
CITY_TIME = "GREATEST(city_reached_at, city_anchor_at + (wall_at - wall_anchor_at) * pace)"

# One function call in FROM: both clocks are told of the same instant.
_READ = f"SELECT wall_at, {CITY_TIME} FROM core_city, clock_timestamp() AS wall_at WHERE id = 1"  # noqa: S608  constant

_WRITE_DOWN = f"""
UPDATE core_city SET city_reached_at = {CITY_TIME} FROM clock_timestamp() AS wall_at
WHERE id = 1 AND city_reached_at < {CITY_TIME}
"""  # noqa: S608  constant


def read_clocks() -> Moment:
    """Return this instant on both clocks; city time is in the city's own time zone."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    assert row is not None, "the city is founded when its database is made"
    wall_at, city_at = row
    return moment_of(city_at, wall_at)


def moment_of(city_at: datetime, wall_at: datetime) -> Moment:
    """Return the moment, with city time in the city's own time zone."""
    return Moment(city_at=city_at.astimezone(ZoneInfo(content().time_zone)), wall_at=wall_at)


def write_city_time_down() -> None:
    """Keep the city time reached, so that no later reading comes before it. The journal's process calls it each second.

    A lost write costs a second of that promise, so the commit does not wait for the disk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(_WRITE_DOWN)
        cursor.execute("RESET synchronous_commit")
