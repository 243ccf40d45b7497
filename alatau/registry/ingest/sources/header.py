"""Which column of a source is which of the register."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING

from alatau.registry.errors import SourceProblem, SourceUnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.registry.values import Column, Register

#: Signs of a header that are shown to people.
SHOWN = 60


def match_header(header: Sequence[str], register: Register) -> dict[str, int]:
    """Return the place of every declared column. Owners may use its name, its label in any language, or `also`.

    Raises:
        SourceUnreadableError: a column stands twice, is none of the register's, or is missing; in this order.
    """
    names = _names_of(register)
    places: dict[str, int] = {}
    unknown = []
    for place, title in enumerate(header):
        name = names.get(_plain(title))
        if name is None:
            unknown.append(title)
        elif name in places:
            raise SourceUnreadableError(SourceProblem.COLUMN_TWICE, column=_shown(title))
        else:
            places[name] = place
    if unknown:
        missing = [name for name in register.columns if name not in places] or [*register.columns]
        nearest = nearest_name(unknown[0], missing)
        raise SourceUnreadableError(SourceProblem.COLUMN_UNKNOWN, column=_shown(unknown[0]), nearest=nearest)
    for name in register.columns:
        if name not in places:
            raise SourceUnreadableError(SourceProblem.COLUMN_MISSING, column=name)
    return places


def count_matches(header: Sequence[str], register: Register) -> int:
    """Return how many of the titles are columns of the register."""
    names = _names_of(register)
    return sum(_plain(title) in names for title in header)


def nearest_name(title: str, names: Sequence[str]) -> str:
    """Return the name that looks most like the title."""
    wanted = _plain(title)[:SHOWN]
    return max(names, key=lambda name: difflib.SequenceMatcher(None, wanted, name).ratio())


def _names_of(register: Register) -> dict[str, str]:
    """Return the declared name by everything that a column may be called; its own name wins over others' labels."""
    names: dict[str, str] = {}
    for column in register.columns.values():
        for title in _other_titles(column):
            names.setdefault(_plain(title), column.name)
    return names | {name: name for name in register.columns}


def _other_titles(column: Column) -> list[str]:
    return [*column.also, *(column.label.values() if column.label else ())]


def _plain(title: str) -> str:
    folded = unicodedata.normalize("NFC", title).strip().strip("\ufeff").casefold()
    return "_".join(folded.replace("_", " ").split())


def _shown(title: str) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in title).strip()
    return text[:SHOWN] or "?"
