"""Between values and JSON, by the types that the values declare."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType
from typing import Any, TypeAlias, TypeVar, get_args, get_type_hints
from uuid import UUID

T = TypeVar("T")
#: What the network brings, before anybody has looked at it.
Json: TypeAlias = Any


def read(kind: type[T], raw: Json) -> T:
    """Return an answer as a value. Fields that a newer city adds are passed over."""
    value: T = _read(kind, raw)
    return value


def write(value: object) -> dict[str, Json]:
    """Return a value as a body; what is left empty is left out."""
    given = {each.name: getattr(value, each.name) for each in fields(value)}  # type: ignore[arg-type]  # one of our frozen values
    return {name: _plain(part) for name, part in given.items() if part is not None}


def _read(kind: Json, raw: Json) -> Json:
    if raw is None:
        return None
    parts: tuple[Json, ...] = get_args(kind)
    if NoneType in parts:
        (kind,) = (part for part in parts if part is not NoneType)
        parts = get_args(kind)
    if parts:
        # Of types with parts, answers hold lists alone; mappings stay as they are.
        return [_read(parts[0], each) for each in raw] if isinstance(raw, list) else raw
    if kind is UUID or kind is datetime:
        return UUID(raw) if kind is UUID else datetime.fromisoformat(raw)
    if is_dataclass(kind):
        return _read_fields(kind, raw)
    return raw


def _read_fields(kind: Json, raw: Json) -> Json:
    return kind(**{name: _read(hint, raw[name]) for name, hint in _hints(kind).items() if name in raw})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(part: Json) -> Json:
    match part:
        case UUID():
            return str(part)
        case datetime():
            return part.isoformat()
        case list():
            return [_plain(each) for each in part]
    return part
