"""The named roundings. A sum that the law multiplies or shares ends in exactly one of them.

Each takes an exact count of smallest units and the currency, and returns whole smallest units. Which of them a law
prescribes is content: see the content package's `roundings`, which cites the source beside each use.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.money import Currency

Rounding = Callable[[Fraction, "Currency"], int]


def ceil_to_whole(units: Fraction, currency: Currency) -> int:
    """Round up to a whole unit of the currency: benefits fixed as multiples of an index."""
    return ceil(units / currency.units_per_whole) * currency.units_per_whole


def floor_to_whole(units: Fraction, currency: Currency) -> int:
    """Round down to a whole unit: tax and duty where the law drops the fraction in the payer's favour."""
    return floor(units / currency.units_per_whole) * currency.units_per_whole


def half_up_to_whole(units: Fraction, currency: Currency) -> int:
    """Round to the nearest whole unit, a half away from zero: declared sums and fees shown without small change."""
    return _half_away(units / currency.units_per_whole) * currency.units_per_whole


def ceil_to_unit(units: Fraction, _currency: Currency) -> int:
    """Round up to the smallest unit: a price quoted in another currency, which must never cover too little."""
    return ceil(units)


def floor_to_unit(units: Fraction, _currency: Currency) -> int:
    """Round down to the smallest unit: a share paid out of a fixed sum, which must never pay out too much."""
    return floor(units)


def half_up(units: Fraction, _currency: Currency) -> int:
    """Round to the nearest smallest unit, a half away from zero: value added tax on an invoice."""
    return _half_away(units)


def half_even(units: Fraction, _currency: Currency) -> int:
    """Round to the nearest smallest unit, a half to the even one: interest and unit prices, without drift."""
    return round(units)


def _half_away(value: Fraction) -> int:
    return floor(value + Fraction(1, 2)) if value >= 0 else ceil(value - Fraction(1, 2))
