"""What the machinery asks of a state's numbers: of persons, organisations, places, bank accounts and telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.text import Text


class Identifiers(Protocol):
    """One kind of number."""

    #: Stable key, as stored beside the number: ``passport``.
    key: str
    #: What people call the number.
    name: Text
    #: Regular expression of texts that are valid and in their normal form; empty where only `check` can tell. Registers
    #: hold millions of numbers, and most of them look like this.
    plain: str

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the number's one normal form.

        ``on`` is the city's day, for numbers that hold a date or exist for a time; the calendar's day by default.

        Raises:
            NumberNotValidError: with the first thing that is wrong, in the order the content documents.
        """

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the number is of the kind that is only ever given to invented people, firms or accounts."""

    def show(self, number: str) -> str:
        """Return the normal form as people read it, grouped by spaces where that helps."""


class PersonNumbers(Identifiers, Protocol):
    """Numbers of persons."""

    def synthesise(self, *, born_on: date, woman: bool, serial: int) -> str:
        """Return the first valid synthetic number at or after ``serial``; never one that a living person can hold."""


class SerialNumbers(Identifiers, Protocol):
    """Numbers of organisations, places, accounts or telephones."""

    def synthesise(self, serial: int) -> str:
        """Return a valid synthetic number for ``serial``; the same serial gives the same number."""


class PlaceCodes(SerialNumbers, Protocol):
    """Codes of places, which lie inside one another."""

    def parent(self, code: str) -> str | None:
        """Return the place around this one; None for a region."""

    def within(self, code: str = "", *, on: date) -> tuple[str, ...]:
        """Return the places that lie directly in this one; without a code the regions in use on the day."""

    def region_name(self, code: str) -> Text:
        """Return the name of the region that a code lies in."""

    def full_name(self, code: str) -> Text | None:
        """Return the place in words, with what lies around it; None for a code that lies nowhere."""
