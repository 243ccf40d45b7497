"""Amounts of money: whole numbers of the smallest unit, with the currency beside them. Floats never enter."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from alatau.core.errors import CurrencyMismatchError
from alatau.core.roundings import floor_to_unit
from alatau.core.text import NARROW_SPACE, NO_BREAK_SPACE, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.roundings import Rounding
    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Currency:
    """A currency: its code, how many digits its small change has, and its words."""

    #: ISO 4217 code, or the project's own for tokens.
    code: str
    #: Digits after the mark: 2 means 100 smallest units make a whole one.
    exponent: int
    word: Text = field(compare=False)
    #: The smallest unit's word.
    minor_word: Text = field(compare=False)
    symbol: str = field(default="", compare=False)

    @property
    def units_per_whole(self) -> int:
        """Smallest units in one whole unit."""
        return int(10**self.exponent)

    def whole(self, number: int) -> Amount:
        """Return an amount of whole units: ``euro.whole(500)``."""
        return Amount(number * self.units_per_whole, self)

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Amount:
    """So many smallest units of one currency; may be negative, as a balance may.

    Amounts of one currency add, subtract and compare. Anything else raises `CurrencyMismatchError`; a float raises
    `TypeError`. A product or a share is exact until a named rounding ends it.
    """

    units: int
    currency: Currency

    def __post_init__(self) -> None:
        if type(self.units) is not int:
            message = f"an amount counts whole smallest units, not {type(self.units).__name__}"
            raise TypeError(message)

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.units + self._same(other), self.currency)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.units - self._same(other), self.currency)

    def __neg__(self) -> Amount:
        return Amount(-self.units, self.currency)

    def __abs__(self) -> Amount:
        return Amount(abs(self.units), self.currency)

    def __mul__(self, count: int) -> Amount:
        """Return the amount so many times; a share or a rate goes through `times`, which rounds."""
        if type(count) is not int:
            message = "an amount is multiplied by a whole number; for a rate use times(rate, rounding)"
            raise TypeError(message)
        return Amount(self.units * count, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Amount) -> bool:
        return self.units < self._same(other)

    def __le__(self, other: Amount) -> bool:
        return self.units <= self._same(other)

    def __gt__(self, other: Amount) -> bool:
        return self.units > self._same(other)

    def __ge__(self, other: Amount) -> bool:
        return self.units >= self._same(other)

    def __bool__(self) -> bool:
        return self.units != 0

    def __str__(self) -> str:
        return format_amount(self)

    def times(self, rate: int | Decimal | Fraction, rounding: Rounding) -> Amount:
        """Return the amount multiplied by an exact rate and rounded once, by name."""
        if isinstance(rate, float):
            message = "a rate is a whole number, a Decimal or a Fraction, never a float"
            raise TypeError(message)
        return Amount(rounding(self.units * Fraction(rate), self.currency), self.currency)

    def share(self, weights: Sequence[int]) -> tuple[Amount, ...]:
        """Return parts in proportion to ``weights`` whose sum is this amount exactly.

        The units that do not divide go one each to the parts with the largest remainders, the earlier first.
        """
        assert weights
        assert all(weight >= 0 for weight in weights)
        assert sum(weights) > 0
        exact = [Fraction(self.units * weight, sum(weights)) for weight in weights]
        parts = [floor_to_unit(part, self.currency) for part in exact]
        by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
        for place in by_remainder[: self.units - sum(parts)]:
            parts[place] += 1
        return tuple(Amount(part, self.currency) for part in parts)

    def as_decimal(self) -> Decimal:
        """Return the amount in whole units, exactly."""
        return Decimal(f"{self.units}e-{self.currency.exponent}")

    def _same(self, other: object) -> int:
        if not isinstance(other, Amount):
            message = f"an amount meets another amount, not {type(other).__name__}"
            raise TypeError(message)
        if self.currency != other.currency:
            raise CurrencyMismatchError(expected=self.currency.code, given=other.currency.code)
        return other.units


def total(amounts: Sequence[Amount], *, currency: Currency) -> Amount:
    """Return the sum; of nothing, zero in ``currency``."""
    return sum(amounts, start=Amount(0, currency))


def format_amount(amount: Amount, language: str | None = None, *, space: str = "", word: bool = True) -> str:
    """Return the amount as people read it: "69 330 euro", "120.50 euro" with small change only when there is some.

    The spaces never break a line. ``space=" "`` writes plain ones, for SMS; ``word=False`` leaves the currency out,
    for table columns that name it in their head.
    """
    places = amount.currency.exponent if amount.units % amount.currency.units_per_whole else 0
    figures = format_number(amount.as_decimal(), language, places=places, space=space or NARROW_SPACE)
    return f"{figures}{space or NO_BREAK_SPACE}{amount.currency.word.say(language)}" if word else figures
