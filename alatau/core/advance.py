"""Let a sample city live faster, or leap ahead in its time. City time never goes back; production has none of this."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _

from alatau.core.clock import CITY_TIME, moment_of
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("core.advance.changed", "core.advance.committed")

#: A month in a minute is 43,830.
FASTEST_PACE = 100_000
LONGEST_LEAP = timedelta(days=3_660)
#: Whoever read the clock while its pace was being lowered saw the old pace. The new one starts where the old one would
#: have come to in this time, so that nobody was ever ahead of it.
CHANGE_SECONDS = 2

_LOCK = f"""
SELECT kind, pace, wall_at, {CITY_TIME} FROM core_city, clock_timestamp() AS wall_at WHERE id = 1
FOR UPDATE OF core_city
"""  # noqa: S608  constant

_CHANGE = """
UPDATE core_city
SET city_anchor_at = %(city_at)s, city_reached_at = %(city_at)s, wall_anchor_at = %(wall_at)s, pace = %(pace)s
WHERE id = 1
"""


class CityTimeFixedError(AlatauError):
    """City time was to be changed in a production city, where it is the time of the world. Nothing was changed."""

    code = "core.city_time_fixed"

    def sentence(self) -> str:
        return _("This city lives in the time of the world, so its clock cannot be changed. Use a sample city to try.")


class CityTimeLeapError(AlatauError):
    """A leap back, a leap of more than ten years, or a pace that the clock does not have."""

    code = "core.city_time_leap"

    def sentence(self) -> str:
        return _("City time moves forward, at most ten years at once. Choose a later moment or a usual pace.")


@transaction.atomic(durable=True)
def advance_city_time(leap: timedelta, *, by: Actor) -> Moment:
    """Move city time ahead at once and return the new moment.

    Raises:
        CityTimeFixedError, CityTimeLeapError: in this order; nothing is changed.
    """
    pace, now = _lock_clock()
    if not timedelta() < leap <= LONGEST_LEAP:
        raise CityTimeLeapError(seconds=leap.total_seconds())
    # Nothing is refused below this line.
    moment = moment_of(now.city_at + leap, now.wall_at)
    _change(moment, pace=pace, action="core.clock.advanced", by=by, body={"seconds": int(leap.total_seconds())})
    return moment


@transaction.atomic(durable=True)
def set_city_pace(pace: int, *, by: Actor) -> Moment:
    """Let so many seconds of city time pass in each second of the world, from the returned moment on.

    Raises:
        CityTimeFixedError, CityTimeLeapError: in this order; nothing is changed.
    """
    old_pace, now = _lock_clock()
    if not 1 <= pace <= FASTEST_PACE:
        raise CityTimeLeapError(pace=pace)
    # Nothing is refused below this line.
    carry = timedelta(seconds=CHANGE_SECONDS * old_pace if pace < old_pace else 0)
    moment = moment_of(now.city_at + carry, now.wall_at)
    _change(moment, pace=pace, action="core.clock.pace_set", by=by, body={"pace": pace, "old_pace": old_pace})
    return moment


def _lock_clock() -> tuple[int, Moment]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        kind, pace, wall_at, city_at = cursor.fetchone()
    if kind != "sample":
        raise CityTimeFixedError
    return pace, moment_of(city_at, wall_at)


def _change(moment: Moment, *, pace: int, action: str, by: Actor, body: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, {"city_at": moment.city_at, "wall_at": moment.wall_at, "pace": pace})
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, body=body)], at=moment)
    reach("core.advance.changed")
    transaction.on_commit(lambda: reach("core.advance.committed"))
