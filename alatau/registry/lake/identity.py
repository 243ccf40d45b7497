"""What names a row: the values of its register's identity, wherever the lake keeps them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alatau.access.seal import keyed_hash
from alatau.registry.lake.schema import PERSON_TYPES, is_private, person_name, unlinked_name
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alatau.registry.values import Register

DIGEST_LENGTH = 32
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:\d{2})?)\Z")


def identity_digest(register: Register, values: Mapping[str, object]) -> str:
    """Return a keyed digest of the row's identity, from its columns as `rows` and `private` keep them.

    It finds rows in PostgreSQL and tells nothing to whoever has a copy of the tables alone.
    """
    return digest_texts(register, [_first_value(values, holders) for holders in _holders(register)])


def digest_texts(register: Register, texts: Sequence[str]) -> str:
    """Return the same of the texts that `identity_sql` gives of a row."""
    names = [_as_text(text) for text in texts]
    return keyed_hash(f"row.{register.key}", json.dumps(names, ensure_ascii=False))[:DIGEST_LENGTH]


def identity_sql(register: Register, prefix: str = "") -> list[str]:
    """Return one SQL text for each column of the identity, over `rows` joined with `private`."""
    return [
        "coalesce(" + ", ".join(f'{prefix}"{holder}"::VARCHAR' for holder in holders) + ", '')"
        for holders in _holders(register)
    ]


def identity_fits(register: Register, one: str, other: str) -> str:
    """Return SQL that is true where two relations name the same row."""
    pairs = zip(identity_sql(register, f"{one}."), identity_sql(register, f"{other}."), strict=True)
    return " AND ".join(f"{left} = {right}" for left, right in pairs)


def is_identity_private(register: Register) -> bool:
    """Tell whether a row's identity can stand in `private`: a name, an account, the number of an unlinked person."""
    columns = [register.columns[name] for name in register.identity]
    return any(is_private(column) or column.type in PERSON_TYPES for column in columns)


def _holders(register: Register) -> Iterator[list[str]]:
    """Give for each column of the identity the stored columns of which one holds it."""
    for name in register.identity:
        column = register.columns[name]
        if column.type is ColumnType.PERSON_NUMBER:
            yield [name, unlinked_name(column)]
        elif column.type is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
            yield [person_name(column), name, unlinked_name(column)]
        else:
            yield [name]


def _first_value(values: Mapping[str, object], holders: list[str]) -> str:
    found = (values.get(holder) for holder in holders)
    return next((_as_text(value) for value in found if value is not None), "")


def _as_text(value: object) -> str:
    """Return one text for a value and for the text in which it travels; moments are written in several ways."""
    if isinstance(value, str) and _MOMENT.match(value):
        value = datetime.fromisoformat(value)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
