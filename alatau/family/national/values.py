"""Published tables as values: families by place and kind, small counts hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from alatau.family.national.hide import ShownLine

#: Stands in tables for the whole country, and for families that are registered nowhere.
COUNTRY, NOWHERE = "country", "nowhere"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One published table."""

    key: str
    #: The day whose cards were counted.
    day: date
    #: What each column counts; several kinds where a rare one was joined to its neighbour.
    kinds: tuple[tuple[str, ...], ...]
    lines: tuple[ShownLine, ...]

    def line(self, place: str) -> ShownLine | None:
        """Return the line of a place."""
        return next((line for line in self.lines if line.place == place), None)

    def within(self, place: str) -> tuple[ShownLine, ...]:
        """Return the lines of the places inside another."""
        return tuple(line for line in self.lines if line.within == place)
