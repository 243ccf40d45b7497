"""Tiers of holders: what each may pay and hold, from the law's numbers in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.errors import ParameterNotKnownError
from alatau.core.parameters import parameter
from alatau.core.roundings import floor_to_unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A limit as the content's parameters give it: so many whole units of the city's currency, or of an index."""

    parameter: str
    #: The parameter that holds the index's worth; empty for whole units of the currency.
    index: str = ""


@dataclass(frozen=True, kw_only=True)
class Tier:
    """How far a holder is known, and what follows for their wallets. A limit that is left out is none."""

    number: int
    name: Text
    payment: Rate | None = None
    day: Rate | None = None
    #: Over the thirty days up to and with today.
    month: Rate | None = None
    balance: Rate | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits in force on a day, in smallest units of the city's currency, by number of tier; None is no limit."""

    payment: tuple[int | None, ...]
    day: tuple[int | None, ...]
    month: tuple[int | None, ...]
    balance: tuple[int | None, ...]


@lru_cache(maxsize=64)
def limits_on(day: date) -> Limits:
    """Return the limits of all tiers on a day of the city.

    A limit whose number is not in force on the day is zero: nothing may be paid until the law says how much.
    """
    tiers: Sequence[Tier] = content().money_tiers
    by_number = {tier.number: tier for tier in tiers}
    # Numbers that no tier has limit nothing; a holder cannot get one.
    known = [by_number.get(number) for number in range(max(by_number) + 1)]
    return Limits(
        payment=tuple(_units(tier.payment if tier else None, on=day) for tier in known),
        day=tuple(_units(tier.day if tier else None, on=day) for tier in known),
        month=tuple(_units(tier.month if tier else None, on=day) for tier in known),
        balance=tuple(_units(tier.balance if tier else None, on=day) for tier in known),
    )


def is_tier(number: int) -> bool:
    """Tell whether the content knows a tier of this number."""
    return any(tier.number == number for tier in content().money_tiers)


def _units(rate: Rate | None, *, on: date) -> int | None:
    if rate is None:
        return None
    try:
        worth = parameter(rate.parameter, on=on) * (parameter(rate.index, on=on) if rate.index else 1)
    except ParameterNotKnownError:
        return 0
    return floor_to_unit(Fraction(worth) * content().currency.units_per_whole, content().currency)
