"""The log of questions lies in one part a month: make the parts that come, take away those past their keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.services.restriction.periods import add_months

if TYPE_CHECKING:
    from datetime import date, datetime

#: Months that are ready beforehand.
AHEAD = 2

_made: set[date] = set()


def ensure_month(at: datetime) -> None:
    """Make the part that holds a moment of wall time, unless this process has seen to it already."""
    month = at.date().replace(day=1)
    if month not in _made:
        _make(month)
        _made.add(month)


def prepare_months(at: datetime) -> None:
    """Make the parts of this month and of the next ones, so that nobody waits for one."""
    month = at.date().replace(day=1)
    for ahead in range(AHEAD + 1):
        _make(add_months(month, ahead))


def drop_months(*, before: date) -> int:
    """Take away whole months that ended before a day, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT services_drop_check_months(%s)", [before])
        return int(cursor.fetchone()[0])


def _make(month: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT services_make_check_month(%s)", [month])
