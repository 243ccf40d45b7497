"""The one form in which contents and lines are hashed. A published form: changing it breaks every proof."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What the database gives back exactly as it was written.
Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"

_LEAF_VERSION = b"\x01"


def plain(value: object) -> Plain:
    """Return the value as JSON carries it without loss; ids, days and decimals become text, floats are refused."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _plain_collection(value)


def _plain_collection(value: object) -> Plain:
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    message = f"a journal line cannot hold a {type(value).__name__}"
    raise TypeError(message)


def contents_hash(salt: bytes, contents: Mapping[str, Plain]) -> bytes:
    """Return SHA-256 of the salt and the contents: keys sorted, no spaces, UTF-8."""
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(salt + text.encode()).digest()


def leaf_bytes(*, line_id: UUID, kind: str, action: str, times: tuple[datetime, datetime], contents: bytes) -> bytes:
    """Return what the tree's leaf vouches for: version, id, kind, action, city time, wall time, hash of the contents.

    Kind and action are preceded by their length in one byte; times are microseconds since 1970 in eight bytes.
    """
    words = b"".join(bytes([len(word)]) + word for word in (kind.encode("ascii"), action.encode("ascii")))
    stamps = b"".join(_microseconds(moment).to_bytes(8, "big", signed=True) for moment in times)
    return _LEAF_VERSION + line_id.bytes + words + stamps + contents


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _microseconds(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
