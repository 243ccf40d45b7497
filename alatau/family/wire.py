"""Values over a socket: frozen dataclasses as JSON and back, each field as its own type."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable

#: Values that JSON has no type for travel under a word that says what they are.
_TAGS: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "id": UUID,
}


def write_wire(value: object) -> str:
    """Return a value as text."""
    return orjson.dumps(_plain(value)).decode()


def read_wire(kind: Any, text: str) -> Any:
    """Return the value of a type out of its text."""
    return _revive(kind, orjson.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return _tagged(value)


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, UUID):
        return {"id": str(value)}
    return value


def _revive(kind: Any, plain: Any) -> Any:
    """Return the value that stands for a field of the type."""
    if plain is None:
        return None
    if isinstance(plain, dict) and len(plain) == 1 and (tag := next(iter(plain))) in _TAGS:
        return _TAGS[tag](plain[tag])
    chosen = next((each for each in get_args(kind) if is_dataclass(each)), kind) if _is_union(kind) else kind
    if is_dataclass(chosen):
        return _build(chosen, plain)
    if isinstance(plain, list):
        inner = get_args(kind)[0] if get_args(kind) else Any
        return tuple(_revive(inner, each) for each in plain)
    if isinstance(plain, dict):
        return {name: _revive(Any, each) for name, each in plain.items()}
    return _of_simple(kind, plain)


def _build(kind: Any, plain: dict[str, Any]) -> Any:
    return kind(**{name: _revive(each, plain[name]) for name, each in _hints(kind).items()})


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _of_simple(kind: Any, plain: Any) -> Any:
    if _is_union(kind):
        enums = [each for each in get_args(kind) if isinstance(each, type) and issubclass(each, Enum)]
        return enums[0](plain) if enums else plain
    return kind(plain) if isinstance(kind, type) and issubclass(kind, Enum) else plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
