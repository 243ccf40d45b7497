"""SQL conditions under which a row goes to quarantine, in the order in which reasons are looked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from alatau.core.content import content
from alatau.registry.ingest.convert.literals import name, text, trimmed
from alatau.registry.ingest.convert.types import UNREADABLE, units_of
from alatau.registry.ingest.values import Shape
from alatau.registry.lake.schema import PERSON_TYPES, person_name, unlinked_name
from alatau.registry.reasons import Reason
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.registry.values import Bound, Column, Register

#: Types whose values are looked up, so that the look-up says whether they are mistyped.
NUMBERS = frozenset(
    {
        *PERSON_TYPES,
        ColumnType.ORGANISATION_NUMBER,
        ColumnType.PLACE_CODE,
        ColumnType.ACCOUNT_NUMBER,
        ColumnType.PHONE_NUMBER,
    }
)
#: Types whose texts are kept as they come.
PLAIN = frozenset({ColumnType.TEXT, ColumnType.ADDRESS_CODE, ColumnType.CADASTRE_NUMBER})


class Check(NamedTuple):
    """A condition over the converted row, true where the column breaks it."""

    column: str
    condition: str
    reason: Reason


def raw_name(column: str) -> str:
    """Return the column of the converted row that holds the value as it came."""
    return name(f"_raw_{column}")


def fault_name(column: str) -> str:
    """Return the column of the converted row that says whether a number is mistyped."""
    return name(f"_bad_{column}")


def list_checks(register: Register, shapes: dict[str, Shape], *, as_of: date) -> list[Check]:
    """Return every check of a register's rows; of one column, the first that holds is its reason."""
    checks = []
    for column in register.columns.values():
        found = _checks_of(column, shapes[column.name], register, as_of=as_of)
        checks += [Check(column.name, condition, reason) for condition, reason in found]
    if register.valid_until and register.valid_from:
        condition = "_valid_until < _valid_from"
        checks.append(Check(register.valid_until, condition, Reason.ENDS_BEFORE_IT_STARTS))
    return checks


def _checks_of(column: Column, shape: Shape, register: Register, *, as_of: date) -> Iterator[tuple[str, Reason]]:
    value, raw = name(column.name), raw_name(column.name)
    is_blank = f"({value} IS NULL AND {_blank(raw, shape)})"
    if column.type in NUMBERS:
        yield f"{fault_name(column.name)}", Reason.NUMBER_MALFORMED
        is_blank = _nobody(column)
    elif column.type in PLAIN:
        yield f"contains({value}, chr(0))", Reason.UNREADABLE_SIGN
        yield f"length({value}) > {column.max_length}", Reason.TOO_LONG
    else:
        yield f"{value} IS NULL AND NOT {_blank(raw, shape)}", UNREADABLE[column.type]
    if column.is_required:
        yield is_blank, Reason.MISSING
    if column.pattern:
        yield f"NOT regexp_full_match({value}, {text(column.pattern)})", Reason.PATTERN
    yield from _bounds_of(column, value)
    yield from _days_of(column, value, register, as_of=as_of)


def _blank(raw: str, shape: Shape) -> str:
    return f"({raw} IS NULL OR {trimmed(raw)} IS NULL)" if shape is Shape.TEXT else f"({raw} IS NULL)"


def _nobody(column: Column) -> str:
    holders = [column.name]
    if column.type in PERSON_TYPES:
        holders = [*{person_name(column), column.name}, unlinked_name(column)]
    return "(" + " AND ".join(f"{name(holder)} IS NULL" for holder in sorted(holders)) + ")"


def _bounds_of(column: Column, value: str) -> Iterator[tuple[str, Reason]]:
    for bound, sign in ((column.least, "<"), (column.most, ">")):
        if bound is not None:
            yield f"{value} {sign} {_bound(column, bound)}", Reason.OUT_OF_RANGE


def _bound(column: Column, bound: Bound) -> str:
    if isinstance(bound, date):
        return f"DATE '{bound.isoformat()}'"
    return str(int(bound * 10 ** units_of(column.unit))) if column.type is ColumnType.AMOUNT else str(bound)


def _days_of(column: Column, value: str, register: Register, *, as_of: date) -> Iterator[tuple[str, Reason]]:
    if column.is_past:
        yield f"{day_of(column, value)} > DATE '{as_of.isoformat()}'", Reason.IN_THE_FUTURE
    if column.not_before:
        other = register.columns[column.not_before]
        yield f"{day_of(column, value)} < {day_of(other, name(other.name))}", Reason.BEFORE_OTHER


def day_of(column: Column, value: str) -> str:
    """Return SQL for the day on which what the column says begins, on the city's calendar."""
    if column.type is ColumnType.YEAR:
        return f"make_date({value}, 1, 1)"
    if column.type is ColumnType.MOMENT:
        return f"timezone({text(content().time_zone)}, {value})::DATE"
    return value
