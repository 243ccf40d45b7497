"""Columns of the lake's files. One list for whoever writes, reads or hands the files on.

A declared column lies in one of two parts. In `rows`: under its own name, numbers of people as their ids. In `private`:
names and documents, phones and accounts, and the number of a person whom nobody could link (`<name>_unlinked`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alatau.registry.lake.layout import Part, is_about_people
from alatau.registry.values import ColumnType, PersonalClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deltalake import Schema

    from alatau.registry.values import Column, Register


class Field(NamedTuple):
    """One column of a file, with its type as DuckDB names it."""

    name: str
    type: str


_TYPES = {
    ColumnType.DAY: "DATE",
    ColumnType.MONTH: "DATE",
    ColumnType.YEAR: "INTEGER",
    ColumnType.MOMENT: "TIMESTAMPTZ",
    ColumnType.WHOLE_NUMBER: "BIGINT",
    ColumnType.DECIMAL: "DECIMAL(18,4)",
    ColumnType.AMOUNT: "BIGINT",
    ColumnType.YES_NO: "BOOLEAN",
    ColumnType.PERSON_NUMBER: "UUID",
}
#: Types whose values say who somebody is, whatever class the register gives them.
_PRIVATE_TYPES = frozenset({ColumnType.PHONE_NUMBER, ColumnType.ACCOUNT_NUMBER})
#: Columns of class identity that are a name or a document: days and codes stay where rules compute with them.
_NAMING_TYPES = frozenset({ColumnType.TEXT})
PERSON_TYPES = frozenset({ColumnType.PERSON_NUMBER, ColumnType.PERSON_OR_ORGANISATION_NUMBER})

_WHOSE = [Field("row_slot", "INTEGER"), Field("row_subject", "VARCHAR")]
_VALIDITY = [Field("valid_from", "DATE"), Field("valid_until", "DATE")]
#: The load that ended what was known, beside the number at which it did: compaction alone writes it.
CLOSED_BY = Field("closed_by", "BIGINT")
_KNOWLEDGE = [Field("known_from", "BIGINT"), Field("known_until", "BIGINT"), CLOSED_BY]


def type_of(column: Column) -> str:
    """Return the type in which a column's values are kept."""
    return _TYPES.get(column.type, "VARCHAR")


def is_private(column: Column) -> bool:
    """Tell whether the column lies in the part `private`: a name, a document, a phone, an account."""
    names = column.personal_class is PersonalClass.IDENTITY and column.type in _NAMING_TYPES
    return names or column.type in _PRIVATE_TYPES


def person_name(column: Column) -> str:
    """Return the column of `rows` that holds the person's id: of a column that takes organisations too, its own."""
    return column.name if column.type is ColumnType.PERSON_NUMBER else f"{column.name}_person"


def unlinked_name(column: Column) -> str:
    """Return the column of `private` that holds the number of a person whom nobody could link."""
    return f"{column.name}_unlinked"


def stored_columns(register: Register) -> list[Field]:
    """Return the declared columns as `rows` keeps them."""
    fields = []
    for column in register.columns.values():
        if is_private(column):
            continue
        if column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            fields.append(Field(person_name(column), "UUID"))
        fields.append(Field(column.name, type_of(column)))
    return fields


def private_columns(register: Register) -> list[Field]:
    """Return the declared columns as `private` keeps them."""
    return [
        Field(column.name if is_private(column) else unlinked_name(column), "VARCHAR")
        for column in register.columns.values()
        if is_private(column) or column.type in PERSON_TYPES
    ]


def part_fields(register: Register, part: Part) -> list[Field]:
    """Return all columns of a part's files in their order; part and bucket stand in the folders' names."""
    subject = [Field("slot", "INTEGER"), Field("subject", "UUID" if is_about_people(register) else "VARCHAR")]
    row = [Field("load", "BIGINT"), Field("line", "BIGINT")]
    if part is Part.ROWS:
        return [*row, *subject, *_VALIDITY, *_KNOWLEDGE, *stored_columns(register)]
    if part is Part.PRIVATE:
        return [*row, *subject, *private_columns(register)]
    if part is Part.MARKS:
        closed = [Field("row_load", "BIGINT"), Field("row_line", "BIGINT")]
        return [Field("load", "BIGINT"), *subject, *closed, Field("known_until", "BIGINT")]
    if part is Part.NAMED:
        # The one who is named, and where the row lies: a row never changes its place, so neither does this.
        return [*row, Field("slot", "INTEGER"), Field("subject", "UUID"), *_WHOSE]
    return [*row, *(Field(name, "VARCHAR") for name in ("column", "value", "reason", "row"))]


def written_fields(register: Register, part: Part) -> list[Field]:
    """Return the columns of a part's files as every load but a compaction writes them."""
    return [field for field in part_fields(register, part) if part is not Part.ROWS or field != CLOSED_BY]


def delta_schema(register: Register) -> Schema:
    """Return the columns of all parts together, as the register's log tells them to other engines."""
    import pyarrow as pa
    from deltalake import Schema

    arrow = {
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "DATE": pa.date32(),
        "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
        "DECIMAL(18,4)": pa.decimal128(18, 4),
        "BOOLEAN": pa.bool_(),
        "VARCHAR": pa.string(),
        "UUID": pa.binary(),
    }
    fields = {"part": "VARCHAR", "bucket": "INTEGER"}
    for part in Part:
        if part is Part.NAMED and not register.also_about:
            continue
        for field in part_fields(register, part):
            fields.setdefault(field.name, field.type)
    return Schema.from_arrow(pa.schema([pa.field(name, arrow[kind]) for name, kind in fields.items()]))


def names_of(fields: Sequence[Field], prefix: str = "") -> str:
    """Return the quoted names of columns for a SELECT."""
    return ", ".join(f'{prefix}"{field.name}"' for field in fields)
