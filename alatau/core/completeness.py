"""Finds the texts of a content package that do not speak all of its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from alatau.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def list_incomplete_texts(parts: Mapping[str, object], *, languages: Iterable[str]) -> list[str]:
    """Return a line for each text below ``parts`` that lacks a language: where it stands and what it lacks."""
    wanted = tuple(languages)
    return [
        f"{place} lacks {', '.join(missing)}"
        for name, part in parts.items()
        for place, text in _texts(part, name)
        if (missing := text.missing(wanted))
    ]


def _texts(value: object, place: str) -> Iterator[tuple[str, Text]]:
    """Yield every text inside a value, with the way that leads to it."""
    match value:
        case Text():
            yield place, value
        case Mapping():
            for key, item in value.items():
                yield from _texts(item, f"{place}[{key}]")
        case tuple() | list():
            for item in value:
                yield from _texts(item, f"{place}[{getattr(item, 'key', '')}]")
        case _ if is_dataclass(value) and not isinstance(value, type):
            # A kind of number has its name on the class, which is no field.
            for name in {"name", *(field.name for field in fields(value))}:
                yield from _texts(getattr(value, name, None), f"{place}.{name}")
