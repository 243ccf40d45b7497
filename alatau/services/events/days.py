"""On which day an event happens, as a row and the law's ages tell it."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.services.events.values import DayRule

MONTHS_OF_YEAR = 12


def happens_on(rule: DayRule, row: Mapping[str, object], *, told_on: date) -> date | None:
    """Return the day of the event that a row tells of; None where the row does not say."""
    if not rule.column:
        return told_on
    start = read_day(row.get(rule.column))
    if start is None:
        return None
    day = _reached(rule, start, row)
    return None if day is None else day + timedelta(days=rule.days)


def read_day(value: object) -> date | None:
    """Return the calendar day of a value as rows hold it: a day, a month, a moment, or one of these as text."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        is_day = len(value) == len("2026-03-01")
        value = date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(_zone()).date()
    return value if isinstance(value, date) else None


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody is so many years old; who was born on 29 February is older on 1 March."""
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def age_steps(name: str) -> tuple[tuple[date, date | None, int], ...]:
    """Return the ages that a parameter of the law has had and will have: from, until, and the age in months."""
    rows = sorted(content().parameters.by_name[name], key=lambda row: row.valid_from)
    return tuple((row.valid_from, row.valid_until, int(row.value * MONTHS_OF_YEAR)) for row in rows)


def _reached(rule: DayRule, start: date, row: Mapping[str, object]) -> date | None:
    if rule.ages:
        name = rule.ages.get(str(row.get(rule.age_by)))
        day = _by_law(name, start) if name else None
        return months_later(day, rule.years * MONTHS_OF_YEAR) if day else None
    if rule.year_day:
        return _first_year_day(rule, start)
    return birthday(start, rule.years) if rule.years else start


def _by_law(name: str, born: date) -> date | None:
    """Return the day on which somebody reaches an age that changes over the years."""
    for valid_from, valid_until, months in age_steps(name):
        day = months_later(born, months)
        if valid_from <= day and (valid_until is None or day < valid_until):
            return day
    return None


def _first_year_day(rule: DayRule, born: date) -> date:
    assert rule.year_day is not None
    month, day = rule.year_day
    reached = birthday(born, rule.years)
    this_year = date(reached.year, month, day)
    return this_year if reached <= this_year else this_year.replace(year=reached.year + 1)


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(content().time_zone)
