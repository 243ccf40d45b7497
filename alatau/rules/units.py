"""What a number counts: money, people, months, points, or nothing at all.

A unit is written as ``cent/month``, ``children``, ``ratio``, ``m2``. Money has the name of the smallest coin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from alatau.core.content import content

#: Spans of time that a sum can be for. What else follows "per" says whom a rate is for, and does not change sums.
TIMES = frozenset({"day", "month", "quarter", "year"})
_PER = re.compile(r"\s*/\s*|\s+per\s+")
_RATIO_WORDS = ("ratio", "share")


@dataclass(frozen=True, slots=True)
class Unit:
    """A base, and for what span of time; the plain number has neither."""

    base: str = ""
    per: str = ""

    @property
    def is_money(self) -> bool:
        """Tell whether values are sums of the home currency, in its smallest coin."""
        return self.base == money_name()

    @property
    def is_plain(self) -> bool:
        """Tell whether it fits beside any other number that is not money."""
        return not self.base

    def __str__(self) -> str:
        return (self.base or "number") + (f"/{self.per}" if self.per else "")


PLAIN = Unit()
RATIO = Unit("ratio")


@cache
def money_name() -> str:
    """Return what rules call the smallest coin of the home currency."""
    return content().currency.minor_word.say("en")


def read_unit(words: str) -> Unit:
    """Return the unit that a rule declares."""
    base, *per = _PER.split(words.strip())
    times = [word for word in per if word in TIMES]
    if base.startswith(_RATIO_WORDS):
        base = "ratio"
    return Unit("" if base == "number" else base, times[0] if times else "")


def read_parameter_unit(words: str) -> tuple[Unit, int]:
    """Return the unit of a legal parameter, and by which power of ten its value is written smaller.

    Sums stand in whole units of the currency in the file and in its smallest coin in rules. Multiples of an index
    (``MCI``, ``SM``) and shares are ratios.
    """
    unit = read_unit(words)
    currency = content().currency
    if unit.base == currency.code:
        return Unit(money_name(), unit.per), currency.exponent
    if unit.base.isupper():
        return Unit(RATIO.base, unit.per), 0
    return unit, 0


def multiply(left: Unit, right: Unit) -> Unit:
    """Return the unit of a product, one side of which is no money. Two rates for one time are one rate.

    A rate for a month times a number of months is a sum.
    """
    for rate, many in ((left, right), (right, left)):
        if rate.per and many == Unit(f"{rate.per}s"):
            return Unit(rate.base)
    base = _base_of_product(left.base, right.base)
    return Unit(base, left.per or right.per)


def _base_of_product(left: str, right: str) -> str:
    weak = ("", RATIO.base)
    if left == money_name() or right in weak:
        return left if left not in weak or right == "" else right
    if right == money_name() or left in weak:
        return right
    return f"{left} x {right}"


def divide(unit: Unit, of: Unit) -> Unit:
    """Return the unit of a share."""
    if unit == of or (unit.base == of.base and not unit.per) or (unit.is_plain and not of.is_money):
        return RATIO
    if unit.base == of.base:
        return Unit(RATIO.base, unit.per if not of.per else "")
    if of.base in TIMES_MANY:
        return Unit(unit.base, TIMES_MANY[of.base])
    return unit if not of.is_money else Unit(f"{unit.base} per {of.base}")


TIMES_MANY = {f"{time}s": time for time in TIMES}


def do_fit(left: Unit, right: Unit) -> bool:
    """Tell whether two values may be added or compared."""
    if left == right:
        return True
    if left.is_money or right.is_money:
        return False
    return left.is_plain or right.is_plain or (RATIO in (left, right) and left.per == right.per)
