"""Tinyland's numbers: a letter, six digits and the sum of the digits modulo ten. Synthetic ones start with 9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from alatau.core.errors import Mistake, NumberNotValidError

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.text import Text

SIGNS = 8


@dataclass(frozen=True, kw_only=True)
class TinyNumbers:
    """One kind of number, told by its letter."""

    key: str
    letter: str
    name: Text
    plain: ClassVar[str] = ""

    def check(self, text: str, *, on: date | None = None) -> str:
        """Return the number in capitals; refuse by length, letter, digits, sum."""
        del on
        number = text.replace(" ", "").upper()
        if len(number) != SIGNS:
            raise NumberNotValidError(number=self.name, mistake=Mistake.LENGTH.value, length=len(number))
        if number[0] != self.letter:
            raise NumberNotValidError(number=self.name, mistake=Mistake.OTHER_NUMBER.value)
        if not number[1:].isdigit():
            raise NumberNotValidError(number=self.name, mistake=Mistake.SIGNS.value)
        if sum(map(int, number[1:7])) % 10 != int(number[7]):
            raise NumberNotValidError(number=self.name, mistake=Mistake.CHECK.value)
        return number

    def is_synthetic(self, number: str) -> bool:
        """Tell whether the number is of an invented holder."""
        return number[1] == "9"

    def show(self, number: str) -> str:
        """Return the letter apart from the digits."""
        return f"{number[0]} {number[1:]}"

    def synthesise(self, serial: int) -> str:
        """Return the number of the invented holder ``serial``."""
        six = f"9{serial % 100_000:05d}"
        return f"{self.letter}{six}{sum(map(int, six)) % 10}"


class TinyPersonNumbers(TinyNumbers):
    """Numbers of persons tell nothing about them."""

    def synthesise(self, *, born_on: date, woman: bool, serial: int) -> str:  # type: ignore[override]  # persons need more
        """Return the number of the invented person ``serial``."""
        del born_on, woman
        return super().synthesise(serial)


class TinyPlaces(TinyNumbers):
    """All places lie in the one city."""

    def parent(self, code: str) -> str | None:
        """Return nothing: there is no place around a place."""
        del code
        return None

    def within(self, code: str = "", *, on: date) -> tuple[str, ...]:
        """Return nothing: rights hold for the whole city."""
        del code, on
        return ()

    def region_name(self, code: str) -> Text:
        """Return the one name there is."""
        del code
        return self.name

    def full_name(self, code: str) -> Text | None:
        """Return the one name there is."""
        return self.region_name(code)
