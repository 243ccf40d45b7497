"""One row that came alone, in the form in which the lake keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.errors import RowRefusedError
from alatau.registry.ingest.convert.checks import NUMBERS
from alatau.registry.lake.schema import PERSON_TYPES, is_private, person_name, unlinked_name
from alatau.registry.rows.checks import ReadRow, find_faults, validity_of
from alatau.registry.rows.numbers import FoundNumber, find_numbers
from alatau.registry.rows.types import Given, Value, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from alatau.registry.values import Column, Register

NOTHING = FoundNumber()


@dataclass(frozen=True, kw_only=True)
class ConvertedRow:
    """A row that passed every check."""

    subject: UUID | str | None
    valid_from: date
    valid_until: date | None
    #: Columns of `rows` and of `private`, by their names there.
    stored: Mapping[str, Value | UUID]
    private: Mapping[str, Value]


def convert_row(register: Register, given: Mapping[str, Given], *, as_of: date) -> ConvertedRow:
    """Return the row in the lake's types, its numbers linked.

    Raises:
        RowRefusedError: it breaks checks; the facts name each column and reason, and no value.
    """
    row = _read(register, given, on=as_of)
    faults = find_faults(register, row, as_of=as_of)
    if faults:
        raise RowRefusedError(faults=tuple((fault.column, fault.reason.value) for fault in faults))
    starts, ends = validity_of(register, row.values)
    stored: dict[str, Value | UUID] = {}
    private: dict[str, Value] = {}
    for column in register.columns.values():
        in_rows, in_private = _place(column, row)
        stored |= in_rows
        private |= in_private
    return ConvertedRow(
        subject=_subject(register, row),
        valid_from=starts or as_of,
        valid_until=ends,
        stored=stored,
        private=private,
    )


def _read(register: Register, given: Mapping[str, Given], *, on: date) -> ReadRow:
    columns = register.columns.values()
    numbers = find_numbers([column for column in columns if column.type in NUMBERS], given, on=on)
    values: dict[str, Value] = {}
    for column in columns:
        if column.type not in NUMBERS:
            values[column.name] = read_value(column, given.get(column.name))
    return ReadRow(given, values, numbers)


def _place(column: Column, row: ReadRow) -> tuple[dict[str, Value | UUID], dict[str, Value]]:
    """Return what the column leaves in `rows` and in `private`."""
    found = row.numbers.get(column.name, NOTHING)
    if column.type in PERSON_TYPES:
        # Of a column for people alone both names are one: the person comes last.
        return {column.name: found.organisation, person_name(column): found.person}, {
            unlinked_name(column): found.number
        }
    value = found.number if column.type in NUMBERS else row.values[column.name]
    return ({}, {column.name: value}) if is_private(column) else ({column.name: value}, {})


def _subject(register: Register, row: ReadRow) -> UUID | str | None:
    column = register.columns[register.subject]
    if column.type in PERSON_TYPES:
        found = row.numbers.get(column.name, NOTHING)
        return found.person or found.organisation
    if column.type in NUMBERS:
        return row.numbers.get(column.name, NOTHING).number
    value = row.values[column.name]
    return None if value is None else str(value)
