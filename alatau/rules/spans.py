"""Spans of days that rules name by `calendar`: quarters, months and years around the day in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from alatau.rules.errors import Refusal
from alatau.rules.nodes import Kind, Type, make
from alatau.rules.values import Span, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONGEST_MONTHS = 1200


class Days(NamedTuple):
    """A span on one day in force: its first day, the day after its last, and how registers write it."""

    start: date
    end: date
    text: str


class Source(NamedTuple):
    """Where an input comes from: a column, a rule, a parameter, a span or the day itself."""

    kind: str
    name: str
    part: str = ""

    def __str__(self) -> str:
        return self.name


class Calendar:
    """What a rule calls `calendar`."""

    def last_months(self, count: object) -> Span:
        """Return the last full calendar months before the month of the day."""
        if isinstance(count, bool) or not isinstance(count, int) or not 0 < count <= _LONGEST_MONTHS:
            message = f"calendar.last_months(n) takes a whole number from 1 to {_LONGEST_MONTHS}, written out"
            raise Refusal(message)
        return _span(f"last_months({count})")

    def __getattr__(self, name: str) -> Span:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in _NAMED:
            message = f"calendar.{name} is no span; there are {', '.join(_NAMED)} and last_months(n)"
            raise Refusal(message)
        return _span(name)


def days_of(name: str, day: date) -> Days:
    """Return the days of a span, by the name that rules call it."""
    if name.startswith("last_months("):
        start = _first_of_month(day)
        return Days(_move(start, -int(name[12:-1])), start, "")
    return _NAMED[name](day)


def _span(name: str) -> Span:
    start, end = (
        Value(make("input", data=Source("span", name, part), type_=Type(Kind.DAY))) for part in ("start", "end")
    )
    text = make("input", data=Source("span", name, "text"), type_=Type(Kind.TEXT))
    return Span(start, end, Value(text))


def _month(day: date) -> Days:
    start = _first_of_month(day)
    return Days(start, _move(start, 1), f"{start:%Y-%m}")


def _quarter(day: date) -> Days:
    number = (day.month - 1) // 3
    start = date(day.year, number * 3 + 1, 1)
    return Days(start, _move(start, 3), f"{day.year}-Q{number + 1}")


def _year(day: date) -> Days:
    return Days(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year))


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _move(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


_NAMED: Mapping[str, Callable[[date], Days]] = {
    "month": _month,
    "previous_month": lambda day: _month(_move(_first_of_month(day), -1)),
    "quarter": _quarter,
    "previous_quarter": lambda day: _quarter(_move(_first_of_month(day), -3)),
    "same_quarter_a_year_before": lambda day: _quarter(_move(_first_of_month(day), -15)),
    "year": _year,
    "previous_year": lambda day: _year(_move(_first_of_month(day), -12)),
}
