"""Days, ages and months of a rule.

A person born on 29 February grows a year older on 1 March of years without that day. A month after 31 January is the
last day of February, and is a full month.
"""

from __future__ import annotations

from alatau.rules.errors import Refusal
from alatau.rules.nodes import Kind, Node, Type, carry, make
from alatau.rules.units import Unit
from alatau.rules.values import Value, literal

#: An age, and a number of months or days between two days, has no more figures.
_FIGURES = 7


def age_on(born: object, *, on: object) -> Value:
    """Return full years from birth to the day."""
    return _count("age_on", born, on, unit="years")


def months_between(first: object, second: object) -> Value:
    """Return full months from one day to another; below zero when the second comes first."""
    return _count("months_between", first, second, unit="months")


def days_between(first: object, second: object) -> Value:
    """Return days from one day to another; below zero when the second comes first."""
    return _count("days_between", first, second, unit="days")


def add_months(day: object, count: object) -> Value:
    """Return the same day so many months later, or the last one of a shorter month."""
    return _move("add_months", day, count, unit="months")


def add_years(day: object, count: object) -> Value:
    """Return the same day so many years later; 28 February where there is no 29."""
    return _move("add_years", day, count, unit="years")


def add_days(day: object, count: object) -> Value:
    """Return the day so many days later."""
    return _move("add_days", day, count, unit="days")


def month_of(day: object) -> Value:
    """Return the first day of the day's month."""
    node = _day(day)
    return Value(make("month_of", node, type_=node.type))


def year_of(day: object) -> Value:
    """Return the number of the day's year."""
    return _part(day, "year_of", unit="year")


def month_number_of(day: object) -> Value:
    """Return the number of the day's month, 1 to 12."""
    return _part(day, "month_number_of", unit="month of the year")


def in_force(valid_from: object, valid_until: object, *, on: object) -> Value:
    """Tell whether the day lies from the first day up to, not including, the second; no second day means still."""
    start, end, day = Value(_day(valid_from)), Value(_day(valid_until)), Value(_day(on))
    # An empty end is written as unknown in a register's row, and means that there is none.
    return (start <= day) & (end.is_unknown() | end.is_not_applicable() | (end.or_if_unknown(on) > day))


def _count(op: str, first: object, second: object, *, unit: str) -> Value:
    left, right = _day(first), _day(second)
    type_ = Type(Kind.NUMBER, Unit(unit), figures=_FIGURES, **carry(left.type, right.type))
    return Value(make(op, left, right, type_=type_))


def _move(op: str, day: object, count: object, *, unit: str) -> Value:
    left, right = _day(day), literal(count)
    fits = right.type.kind is Kind.NUMBER and right.type.unit.base in {"", unit}
    if not fits or right.type.scale or right.type.is_fraction:
        message = f"{op}(day, n) takes a whole number of {unit}"
        raise Refusal(message)
    # Beyond the years that both engines write, there is no such day.
    carried = carry(left.type, right.type) | {"can_be_unknown": True}
    return Value(make(op, left, right, type_=Type(Kind.DAY, **carried)))


def _part(day: object, op: str, *, unit: str) -> Value:
    node = _day(day)
    return Value(make(op, node, type_=Type(Kind.NUMBER, Unit(unit), figures=5, **carry(node.type))))


def _day(given: object) -> Node:
    node = literal(given)
    if node.type.kind is not Kind.DAY:
        message = f"a {node.type.kind} stands where a day is needed"
        raise Refusal(message)
    return node
