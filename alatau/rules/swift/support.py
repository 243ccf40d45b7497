"""What written code calls: days, texts, roundings and tables, over plain values that are there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from alatau.rules.nodes import Kind
from alatau.rules.operations import ROUNDINGS, full_months, full_years, move_day, read_number
from alatau.rules.sources import number_of_parameter
from alatau.rules.states import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from alatau.rules.graph import Law
    from alatau.rules.nodes import Node


def whole(number: Decimal | int | None, places: int) -> int | None:
    """Return the whole number that stands for a decimal with so many places."""
    return None if number is None else int(number * 10**places)


def only(values: set[object]) -> object:
    """Return the one value that all share, None where they contradict each other, not applicable of none."""
    if len(values) > 1:
        return None
    return next(iter(values), NOT_APPLICABLE)


def newest(values: Iterable[tuple[object, object]], *, is_latest: bool) -> object:
    """Return the value of the last or the first day: of two on it the greater, None where one of them is unknown."""
    found = list(values)
    if not found:
        return NOT_APPLICABLE
    chosen = (max if is_latest else min)(day for day, _value in found)  # type: ignore[type-var]  # days alone
    values_then = [value for day, value in found if day == chosen]
    return None if None in values_then else max(values_then)  # type: ignore[type-var]  # all of one kind


def table_of(law: Law, node: Node) -> Callable[[Any], int | None]:
    """Return the function that finds the law's rate of a number or a code; None where the table has none."""
    name = str(node.data)
    rows = law.sources.parameters.table(name, on=law.day, known=law.known).rows
    rates = [number_of_parameter(row, law.sources.parameter_types[name]) for row in rows]
    if node.args[0].type.kind is Kind.TEXT:
        by_code = {str(row.low): rate for row, rate in reversed([*zip(rows, rates, strict=True)])}
        return lambda code: by_code.get(code)
    # The first row that covers a number counts; spans of a table do not overlap.
    spans = sorted((int(row.low), row.high, rate) for row, rate in zip(rows, rates, strict=True))  # type: ignore[arg-type]
    lows = [low for low, _high, _rate in spans]

    def find(number: int) -> int | None:
        place = bisect_right(lows, number) - 1
        if place < 0:
            return None
        _low, high, rate = spans[place]
        return rate if high is None or number <= high else None

    return find


#: Names that written code may use.
NAMES: Mapping[str, object] = {
    "NA": NOT_APPLICABLE,
    **ROUNDINGS,
    "whole": whole,
    "only": only,
    "newest": newest,
    "full_years": full_years,
    "full_months": full_months,
    "move_day": move_day,
    "read_number": read_number,
}
