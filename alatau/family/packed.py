"""A family in one field of a table: names of columns once, values in rows, all of it pressed."""

from __future__ import annotations

import zlib
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from alatau.family.stored import StoredFamily

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from alatau.family.models import ChangedCard

_PARTS = ("people", "measures", "pairs")
_FROM_TEXT: dict[str, Callable[[str], object]] = {
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "n": Decimal,
    "u": UUID,
    "i": int,
}
_KINDS: dict[type, str] = {datetime: "t", date: "d", Decimal: "n", UUID: "u"}
#: All other values, and whole numbers that are written as texts.
PLAIN, WHOLE = " ", "i"


def pack_family(family: StoredFamily) -> bytes:
    """Return a family as bytes."""
    tables = {"row": _table([family.row])} | {name: _table(getattr(family, name)) for name in _PARTS}
    try:
        text = orjson.dumps(tables, default=str)
    except TypeError:
        # A number that JSON has no room for: none of the law's, whose figures are counted.
        text = orjson.dumps({name: _spelled(table) for name, table in tables.items()}, default=str)
    return zlib.compress(text, level=1)


def unpack_family(card: ChangedCard) -> StoredFamily:
    """Return the family that a changed card holds."""
    tables = orjson.loads(zlib.decompress(bytes(card.card)))
    [row] = _rows(tables["row"])
    return StoredFamily(family=card.family, row=row, **{name: _rows(tables[name]) for name in _PARTS})


def _table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the names of the columns, what each holds that JSON has no type for, and each row's values."""
    names = [*rows[0]] if rows else []
    values = [[*map(row.__getitem__, names)] for row in rows]
    return {"names": names, "kinds": _kinds_of(values), "rows": values}


def _spelled(table: dict[str, Any]) -> dict[str, Any]:
    """Return the same table with whole numbers as texts."""
    rows = [[str(value) if type(value) is int else value for value in row] for row in table["rows"]]
    kinds = [
        WHOLE if any(type(row[place]) is int for row in table["rows"]) else kind
        for place, kind in enumerate(table["kinds"])
    ]
    return table | {"kinds": "".join(kinds), "rows": rows}


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    names, rows = table["names"], table["rows"]
    for place, kind in enumerate(table["kinds"]):
        if kind != PLAIN:
            revive = _FROM_TEXT[kind]
            for row in rows:
                row[place] = None if row[place] is None else revive(row[place])
    return [dict(zip(names, row, strict=True)) for row in rows]


def _kinds_of(rows: Sequence[Sequence[object]]) -> str:
    """Return a letter for each column, by the first value that it has."""
    kinds = [_KINDS.get(type(value), PLAIN) for value in rows[0]] if rows else []
    for place, value in enumerate(rows[0] if rows else ()):
        if value is None:
            first = next((row[place] for row in rows if row[place] is not None), None)
            kinds[place] = _KINDS.get(type(first), PLAIN)
    return "".join(kinds)
