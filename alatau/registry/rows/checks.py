"""What is wrong with one row, in the order in which reasons are looked for: the same checks as of files."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.registry.ingest.convert.checks import NUMBERS, PLAIN
from alatau.registry.ingest.convert.types import UNREADABLE, units_of
from alatau.registry.reasons import Reason
from alatau.registry.rows.types import is_blank
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.registry.rows.numbers import FoundNumber
    from alatau.registry.rows.types import Given, Value
    from alatau.registry.values import Bound, Column, Register

ONE_DAY = timedelta(days=1)


class RowFault(NamedTuple):
    """A column, and why its value is not taken."""

    column: str
    reason: Reason


class ReadRow(NamedTuple):
    """A row as it came, its values in the lake's types, and its numbers."""

    given: Mapping[str, Given]
    values: Mapping[str, Value]
    numbers: Mapping[str, FoundNumber]


def find_faults(register: Register, row: ReadRow, *, as_of: date) -> list[RowFault]:
    """Return every column that breaks a check, with the first reason for which it does."""
    unknown = sorted(row.given.keys() - register.columns.keys())
    faults = [RowFault(name, Reason.UNKNOWN_COLUMN) for name in unknown]
    for column in register.columns.values():
        reason = next(_reasons(column, row, register, as_of=as_of), None)
        if reason:
            faults.append(RowFault(column.name, reason))
    starts, ends = validity_of(register, row.values)
    if register.valid_until not in {fault.column for fault in faults} and starts and ends and ends <= starts:
        faults.append(RowFault(register.valid_until, Reason.ENDS_BEFORE_IT_STARTS))
    return faults


def validity_of(register: Register, values: Mapping[str, Value]) -> tuple[date | None, date | None]:
    """Return from when and until when the row's own columns say that it is true; the end is excluded."""
    starts = _day_in(register, register.valid_from, values)
    ends = _day_in(register, register.valid_until, values)
    return starts, ends + ONE_DAY if ends and register.is_last_day_included else ends


def _day_in(register: Register, name: str, values: Mapping[str, Value]) -> date | None:
    return day_of(register.columns[name], values.get(name)) if name else None


def day_of(column: Column, value: Value) -> date | None:
    """Return the day on which what the column says begins, on the city's calendar."""
    if column.type is ColumnType.YEAR and isinstance(value, int):
        return date(value, 1, 1)
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(content().time_zone)).date()
    return value if isinstance(value, date) else None


def _reasons(column: Column, row: ReadRow, register: Register, *, as_of: date) -> Iterator[Reason]:
    given, value = row.given.get(column.name), row.values.get(column.name)
    if column.type in NUMBERS:
        if column.name in row.numbers and row.numbers[column.name].is_faulty:
            yield Reason.NUMBER_MALFORMED
    elif column.type in PLAIN:
        yield from _text_reasons(column, value)
    elif value is None and not is_blank(given):
        yield UNREADABLE[column.type]
    if column.is_required and is_blank(given):
        yield Reason.MISSING
    if column.pattern and isinstance(value, str) and not _pattern(column.pattern).fullmatch(value):
        yield Reason.PATTERN
    if value is not None:
        yield from _bound_reasons(column, value)
        yield from _day_reasons(column, row, register, as_of=as_of)


def _text_reasons(column: Column, value: Value) -> Iterator[Reason]:
    if not isinstance(value, str):
        return
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        yield Reason.UNREADABLE_SIGN
    if len(value) > column.max_length:
        yield Reason.TOO_LONG


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _bound_reasons(column: Column, value: Value) -> Iterator[Reason]:
    is_below = column.least is not None and _is_less(value, _bound(column, column.least))
    is_above = column.most is not None and _is_less(_bound(column, column.most), value)
    if is_below or is_above:
        yield Reason.OUT_OF_RANGE


def _bound(column: Column, bound: Bound) -> Value:
    if isinstance(bound, date):
        return datetime.combine(bound, time(), UTC) if column.type is ColumnType.MOMENT else bound
    return int(bound * 10 ** units_of(column.unit)) if column.type is ColumnType.AMOUNT else bound


def _is_less(one: Value, other: Value) -> bool:
    return bool(one < other)  # type: ignore[operator]  # both are of the column's type


def _day_reasons(column: Column, row: ReadRow, register: Register, *, as_of: date) -> Iterator[Reason]:
    day = day_of(column, row.values.get(column.name))
    if column.is_past and day and day > as_of:
        yield Reason.IN_THE_FUTURE
    if column.not_before:
        other = day_of(register.columns[column.not_before], row.values.get(column.not_before))
        if day and other and day < other:
            yield Reason.BEFORE_OTHER
