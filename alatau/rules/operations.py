"""The operations of rules in plain Python: what they mean, without any engine.

Explanations are computed by these; a property test holds both engines to them, value for value.
"""

from __future__ import annotations

import calendar
import operator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from alatau.rules.arithmetic import rounding_room
from alatau.rules.states import NOT_APPLICABLE, Computed, NotApplicable, Reason, Unknown, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.rules.nodes import Node

#: The same bounds as the engines' SQL has.
_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(3000, 1, 1)
_MOST_MONTHS, _MOST_DAYS, _MONTHS_OF_YEAR = 9_999, 300_000, 12
_LONGEST_NUMBER = 17


def strict(args: Sequence[Computed], compute: Callable[..., Computed]) -> Computed:
    """Return what is computed of values; not applicable, or else unknown, where one of them is that."""
    if any(isinstance(arg, NotApplicable) for arg in args):
        return NOT_APPLICABLE
    unknown = [arg for arg in args if isinstance(arg, Unknown)]
    return join_reasons(unknown) if unknown else compute(*args)


def join_reasons(unknown: Sequence[Unknown]) -> Unknown:
    """Return an unknown value with all their reasons."""
    return Unknown(frozenset().union(*(each.reasons for each in unknown)))


def apply(node: Node, args: Sequence[Computed]) -> Computed:
    """Return what an operation gives for computed inputs."""
    if node.op in _LOGIC:
        return _LOGIC[node.op](args)
    return strict(args, lambda *values: _STRICT[node.op](node, *values))


def full_years(born: date, day: date) -> int:
    """Return full years between two days; 29 February is reached on 1 March of years without it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def full_months(first: date, second: date) -> int:
    """Return full months between two days; the last day of a shorter month is reached."""
    if first > second:
        return -full_months(second, first)
    months = (second.year - first.year) * _MONTHS_OF_YEAR + second.month - first.month
    reached = min(first.day, calendar.monthrange(second.year, second.month)[1])
    return months - (second.day < reached)


def move_months(day: date, count: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    months = day.year * _MONTHS_OF_YEAR + day.month - 1 + count
    year, month = months // _MONTHS_OF_YEAR, months % _MONTHS_OF_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def move_day(op: str, day: date, steps: int) -> date | None:
    """Return the day so many days, months or years later; None where either is further than any law goes."""
    most = {"add_days": _MOST_DAYS, "add_years": _MOST_MONTHS // _MONTHS_OF_YEAR}.get(op, _MOST_MONTHS)
    if not (_FIRST_DAY <= day <= _LAST_DAY and -most <= steps <= most):
        return None
    if op == "add_days":
        return day + timedelta(days=steps)
    return move_months(day, steps * (_MONTHS_OF_YEAR if op == "add_years" else 1))


def read_number(text: str) -> int | None:
    """Return the whole number that a code in figures is; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None


def floor(number: int, below: int) -> int:
    """Return the whole number below a quotient."""
    return number // below


def ceil(number: int, below: int) -> int:
    """Return the whole number above a quotient."""
    return -(-number // below)


def half_up(number: int, below: int) -> int:
    """Return the whole number next to a quotient; a half goes away from zero."""
    near = (2 * abs(number) + below) // (2 * below)
    return near if number >= 0 else -near


#: Roundings of a quotient by their names.
ROUNDINGS: Mapping[str, Callable[[int, int], int]] = {"floor": floor, "ceil": ceil, "half_up": half_up}


def round_fraction(value: Fraction, mode: str) -> int:
    """Return the whole number of a rounding."""
    return ROUNDINGS[mode](value.numerator, value.denominator)


def _and(args: Sequence[Computed]) -> Computed:
    if False in args:
        return False
    if any(isinstance(arg, NotApplicable) for arg in args):
        return NOT_APPLICABLE
    unknown = [arg for arg in args if isinstance(arg, Unknown)]
    return join_reasons(unknown) if unknown else True


def _or(args: Sequence[Computed]) -> Computed:
    if True in args:
        return True
    unknown = [arg for arg in args if isinstance(arg, Unknown)]
    if unknown:
        return join_reasons(unknown)
    return NOT_APPLICABLE if any(isinstance(arg, NotApplicable) for arg in args) else False


def _or_if_unknown(args: Sequence[Computed]) -> Computed:
    value, other = args
    return other if isinstance(value, Unknown) else value


def _or_if_not_applicable(args: Sequence[Computed]) -> Computed:
    value, other = args
    return other if isinstance(value, NotApplicable) else value


def _cases(args: Sequence[Computed]) -> Computed:
    count = len(args) // 2
    for condition, value in zip(args[:count], args[count:], strict=False):
        if isinstance(condition, Unknown):
            return condition
        if condition is True:
            return value
    return args[-1]


def _share(args: Sequence[Computed]) -> Computed:
    # Of nothing there is no share, known or not.
    if args[1] == 0:
        return NOT_APPLICABLE
    return strict(args, lambda value, of: value / of)


def _round(node: Node, value: Fraction) -> Computed:
    mode, places = node.data
    given = node.args[0].type
    room = rounding_room(given, places)
    if room is not None and abs(value) * 10**given.scale > 10**room:
        return Unknown(frozenset({Reason(Why.TOO_LARGE, "")}))
    unit: Fraction = Fraction(10) ** places
    return Fraction(round_fraction(value * unit, mode)) / unit


def _guard(node: Node, value: Fraction) -> Computed:
    too_large = abs(value) * 10**node.type.scale >= 10**node.type.figures
    return Unknown(frozenset({Reason(Why.TOO_LARGE, "")})) if too_large else value


def _part_of(node: Node, text: str) -> str:
    start, count = node.data
    return text[start - 1 : start - 1 + count]


def _number_of(_node: Node, text: str) -> Computed:
    number = read_number(text)
    return Unknown(frozenset({Reason(Why.NOT_A_NUMBER, "")})) if number is None else Fraction(number)


def _move(node: Node, day: date, count: Fraction) -> Computed:
    moved = move_day(node.op, day, int(count))
    return Unknown(frozenset({Reason(Why.TOO_LARGE, "")})) if moved is None else moved


def _compare_by(compare: Callable[[Any, Any], bool]) -> Callable[[Node, Any, Any], bool]:
    return lambda _node, left, right: compare(left, right)


_LOGIC: Mapping[str, Callable[[Sequence[Computed]], Computed]] = {
    "and": _and,
    "or": _or,
    "cases": _cases,
    "is_unknown": lambda args: isinstance(args[0], Unknown),
    "is_not_applicable": lambda args: isinstance(args[0], NotApplicable),
    "or_if_unknown": _or_if_unknown,
    "or_if_not_applicable": _or_if_not_applicable,
    "share": _share,
    "same": lambda args: args[0],
    "of": lambda args: args[0],
}
_STRICT: Mapping[str, Callable[..., Any]] = {
    "add": lambda _node, left, right: left + right,
    "neg": lambda _node, value: -value,
    "mul": lambda _node, left, right: left * right,
    "round": _round,
    "guard": _guard,
    "least": lambda _node, *values: min(values),
    "greatest": lambda _node, *values: max(values),
    **{name: _compare_by(getattr(operator, name)) for name in ("eq", "ne", "lt", "le", "gt", "ge")},
    "not": lambda _node, flag: not flag,
    "is_one_of": lambda node, text: text in node.data,
    "starts_with": lambda node, text: text.startswith(node.data),
    "part_of": _part_of,
    "number_of": _number_of,
    "age_on": lambda _node, born, day: Fraction(full_years(born, day)),
    "months_between": lambda _node, first, second: Fraction(full_months(first, second)),
    "days_between": lambda _node, first, second: Fraction((second - first).days),
    "add_days": _move,
    "add_months": _move,
    "add_years": _move,
    "month_of": lambda _node, day: day.replace(day=1),
    "year_of": lambda _node, day: Fraction(day.year),
    "month_number_of": lambda _node, day: Fraction(day.month),
}
