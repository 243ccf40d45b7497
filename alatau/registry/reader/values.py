"""What the reader answers: a person's row as it is in force and known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.registry.lake.schema import private_columns, stored_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.registry.values import Register


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row of a register."""

    register_key: str
    #: Load and line of a row of the lake; empty for one that came alone, which has an id.
    load: int | None
    line: int | None
    inbox_id: UUID | None
    valid_from: date
    valid_until: date | None
    #: Journal number from which the row is known.
    known_from: int
    #: Declared columns under the names the lake keeps them by, names and numbers of people included.
    values: Mapping[str, object]
    #: Declared columns that name the person, where the row is somebody else's.
    named_in: tuple[str, ...] = ()
    #: Declared columns that name somebody whom an adoption cut off: shown to nobody.
    hidden: tuple[str, ...] = ()


_FROM_TEXT: dict[str, Callable[[str], object]] = {
    "UUID": UUID,
    "DATE": date.fromisoformat,
    "TIMESTAMPTZ": datetime.fromisoformat,
    "DECIMAL(18,4)": Decimal,
}


def read_values(register: Register, row: Mapping[str, object]) -> dict[str, object]:
    """Return a row's columns in Python's own types, out of the texts in which they travel and lie."""
    fields = [*stored_columns(register), *private_columns(register)]
    return {field.name: _from_text(row.get(field.name), field.type) for field in fields}


def _from_text(value: object, kind: str) -> object:
    return _FROM_TEXT[kind](value) if isinstance(value, str) and kind in _FROM_TEXT else value
