"""SQL literals of values that declarations hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Signs around a value that are no part of it: every kind of space, and the mark that some programs put in front.
SPACES = " \t\r\n\v\f\u00a0\u2007\u202f\u2009\u200b\ufeff"
_EDGES = r"^[\s\x{A0}\x{2007}\x{2009}\x{200B}\x{202F}\x{FEFF}]|[\s\x{A0}\x{2007}\x{2009}\x{200B}\x{202F}\x{FEFF}]$"


def text(value: object) -> str:
    """Return the value as an SQL text."""
    return "'" + str(value).replace("'", "''") + "'"


def texts(values: Iterable[object]) -> str:
    """Return the values as an SQL list of texts."""
    return "(" + ", ".join(text(value) for value in values) + ")"


def name(column: str) -> str:
    """Return the column's name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def trimmed(value: str) -> str:
    """Return SQL for the text without the spaces around it; empty is nothing."""
    # Nearly no value has such spaces, and looking for them takes half the time of taking them off.
    return (
        f"nullif(CASE WHEN regexp_matches({value}, {text(_EDGES)}) "
        f"THEN trim({value}, {text(SPACES)}) ELSE {value} END, '')"
    )
