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
    "u": UUID,
}


def pack_family(family: StoredFamily) -> bytes:
    """Return a family as bytes."""
    tables = {"row": _table([family.row])} | {name: _table(getattr(family, name)) for name in _PARTS}
    return zlib.compress(orjson.dumps(tables), level=1)


def unpack_family(card: ChangedCard) -> StoredFamily:
    """Return the family that a changed card holds."""
    tables = orjson.loads(zlib.decompress(bytes(card.card)))
    [row] = _rows(tables["row"])
    return StoredFamily(family=card.family, row=row, **{name: _rows(tables[name]) for name in _PARTS})


def _table(rows: Sequence[Mapping[str, Any]]) -> list[list[object]]:
    """Return the names of the columns, and then each row's values."""
    names = [*rows[0]] if rows else []
    return [list(names), *([_plain(row[name]) for name in names] for row in rows)]


def _rows(table: list[list[Any]]) -> list[dict[str, Any]]:
    names, *rows = table
    return [dict(zip(names, map(_revive, row), strict=True)) for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, Decimal):
        return ["n", str(value)]
    if isinstance(value, UUID):
        return ["u", str(value)]
    is_huge = isinstance(value, int) and value.bit_length() >= JSON_BITS
    return ["n", str(value)] if is_huge else value


def _revive(value: Any) -> object:
    return _FROM_TEXT[value[0]](value[1]) if isinstance(value, list) else value
