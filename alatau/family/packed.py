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

#: Whole numbers of JSON end here.
JSON_BITS = 63
_PARTS = ("people", "measures", "pairs")
_FROM_TEXT: dict[str, Callable[[str], object]] = {
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "n": Decimal,
    "i": int,
    "u": UUID,
}
#: Kinds by type, in the order in which they are tried, and those that JSON writes as no text by itself.
_TYPES = (("t", datetime), ("d", date), ("n", Decimal), ("u", UUID))
_TEXTS = frozenset("ni")


def pack_family(family: StoredFamily) -> bytes:
    """Return a family as bytes."""
    tables = {"row": _table([family.row])} | {name: _table(getattr(family, name)) for name in _PARTS}
    return zlib.compress(orjson.dumps(tables), level=1)


def unpack_family(card: ChangedCard) -> StoredFamily:
    """Return the family that a changed card holds."""
    tables = orjson.loads(zlib.decompress(bytes(card.card)))
    [row] = _rows(tables["row"])
    return StoredFamily(family=card.family, row=row, **{name: _rows(tables[name]) for name in _PARTS})


def _table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the names of the columns, what each holds, and its values."""
    names = [*rows[0]] if rows else []
    columns = [[row[name] for row in rows] for name in names]
    kinds = [_kind_of(column) for column in columns]
    texts = [
        [None if value is None else str(value) for value in column] if kind in _TEXTS else column
        for kind, column in zip(kinds, columns, strict=True)
    ]
    return {"rows": len(rows), "names": names, "kinds": "".join(kinds), "columns": texts}


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    names, kinds = table["names"], table["kinds"]
    columns = [_revived(kind, column) for kind, column in zip(kinds, table["columns"], strict=True)]
    if not names:
        return [{} for _row in range(table["rows"])]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _kind_of(column: Sequence[object]) -> str:
    """Return what a column holds that JSON has no type for, by its first value; a blank for all else."""
    value = next((value for value in column if value is not None), None)
    for kind, type_ in _TYPES:
        if isinstance(value, type_):
            return kind
    is_huge = isinstance(value, int) and any(
        isinstance(each, int) and each.bit_length() >= JSON_BITS for each in column
    )
    return "i" if is_huge else " "


def _revived(kind: str, column: list[Any]) -> list[Any]:
    revive = _FROM_TEXT.get(kind)
    return column if revive is None else [None if value is None else revive(value) for value in column]
