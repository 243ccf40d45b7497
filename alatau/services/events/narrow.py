"""SQL that keeps few rows of a register: those that may tell of an event. What they tell is read of each row anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from alatau.registry.lake.connect import quoted
from alatau.services.events.days import MONTHS_OF_YEAR, age_steps
from alatau.services.events.kinds import get_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from alatau.services.events.values import DayRule, Trigger

#: Leap days, months of different length and the city's zone move a day by no more than this.
SLACK = timedelta(days=4)
#: Days of a year, the longest and the shortest.
LONG_YEAR, SHORT_YEAR = 366, 365


def may_tell(triggers: Iterable[Trigger], *, today: date, since: date | None = None) -> str:
    """Return SQL that is true of rows that may tell of something up to today; since a day, or since it is history."""
    conditions = [f"({' AND '.join(_of_trigger(trigger, today=today, since=since))})" for trigger in triggers]
    return " OR ".join(conditions) or "FALSE"


def fits_sql(trigger: Trigger) -> list[str]:
    """Return SQL conditions for the values that a trigger asks for."""
    return [
        *(f'"{name}" IN ({_listed(values)})' for name, values in trigger.when.items()),
        *(f'coalesce("{name}" NOT IN ({_listed(values)}), TRUE)' for name, values in trigger.unless.items()),
        *(_begins(name, signs) for name, signs in trigger.begins.items()),
        *(f'"{name}" > {bound}' for name, bound in trigger.above.items()),
    ]


def used_columns(triggers: Iterable[Trigger]) -> list[str]:
    """Return the columns from which triggers read what a row tells."""
    used = dict.fromkeys(name for trigger in triggers for name in _columns(trigger))
    return [name for name in used if name]


def _columns(trigger: Trigger) -> Iterator[str]:
    yield from (*trigger.whose, trigger.other, *trigger.apart, trigger.lives_in)
    yield from (*trigger.when, *trigger.unless, *trigger.begins, *trigger.above, *trigger.taken_back)
    yield from (trigger.day.column, trigger.day.age_by)


def _of_trigger(trigger: Trigger, *, today: date, since: date | None) -> list[str]:
    conditions = fits_sql(trigger)
    if trigger.day.column:
        history = today - timedelta(days=get_kind(trigger.kind).late_days)
        first, last = start_days(trigger.day, first=max(since or history, history), last=today)
        days = f"DATE {quoted(first)} AND DATE {quoted(last)}"
        conditions.append(f'"{trigger.day.column}"::DATE BETWEEN {days}')
    return conditions or ["TRUE"]


def start_days(rule: DayRule, *, first: date, last: date) -> tuple[date, date]:
    """Return between which days a row's own day lies when its event happens between two days; a little generous."""
    shortest, longest = _span(rule)
    days = timedelta(days=rule.days)
    return first - days - longest - SLACK, last - days - shortest + SLACK


def _span(rule: DayRule) -> tuple[timedelta, timedelta]:
    """Return the shortest and the longest time between a row's own day and its event."""
    if rule.ages:
        ages = [age for name in rule.ages.values() for _from, _until, age in age_steps(name)]
        months = [age + rule.years * MONTHS_OF_YEAR for age in ages]
        return _months(min(months), SHORT_YEAR), _months(max(months), LONG_YEAR)
    further = LONG_YEAR if rule.year_day else 0
    return timedelta(days=rule.years * SHORT_YEAR), timedelta(days=rule.years * LONG_YEAR + further)


def _months(months: int, year: int) -> timedelta:
    return timedelta(days=months * year // MONTHS_OF_YEAR)


def _begins(name: str, signs: Iterable[str]) -> str:
    return "(" + " OR ".join(f'starts_with("{name}", {quoted(each)})' for each in signs) + ")"


def _listed(values: Iterable[str | bool]) -> str:
    return ", ".join(str(each).upper() if isinstance(each, bool) else quoted(each) for each in values)
