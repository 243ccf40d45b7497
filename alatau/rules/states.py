"""What a value can be when it was computed: a plain value, unknown with its reasons, or not applicable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from alatau.rules.nodes import Kind

if TYPE_CHECKING:
    from alatau.rules.nodes import Type


class Why(StrEnum):
    """Why nobody knows a value."""

    REGISTER = "register"  # no row, and the register's silence says nothing; or the row leaves the column empty
    CONTRADICTION = "contradiction"  # rows that should agree do not
    TOO_LARGE = "too_large"  # more figures than any real sum has: a fault in a row
    NO_RATE = "no_rate"  # the law's table has no row for the number
    NOT_A_NUMBER = "not_a_number"  # a code that should be in figures is not
    STATED = "stated"  # the rule itself says that nobody knows


class Reason(NamedTuple):
    """One reason, and the register, table or rule it lies in."""

    why: Why
    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows the value."""

    reasons: frozenset[Reason] = frozenset()

    def __or__(self, other: Unknown) -> Unknown:
        return Unknown(self.reasons | other.reasons)


class NotApplicable:
    """There is nothing to have a value of."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"

    def __reduce__(self) -> str:
        return "NOT_APPLICABLE"


UNKNOWN = Unknown()
NOT_APPLICABLE = NotApplicable()

#: A value as rules compute with it; numbers are exact fractions, money in the smallest coin.
Computed = bool | Fraction | date | str | Unknown | NotApplicable
#: A value as it leaves the room: whole numbers where the rule's numbers are whole, else decimals.
Answer = bool | int | Decimal | date | str | Unknown | NotApplicable


def is_value(found: object) -> bool:
    """Tell whether something is a value, neither unknown nor not applicable."""
    return not isinstance(found, (Unknown, NotApplicable))


def answer_of(found: Computed, type_: Type) -> Answer:
    """Return a computed value as it leaves the room."""
    if not isinstance(found, Fraction):
        return found
    scaled = found * 10**type_.scale
    assert scaled.denominator == 1, "rules end in a rounding"
    return Decimal(scaled.numerator).scaleb(-type_.scale) if type_.scale else scaled.numerator


def computed_of(given: object, type_: Type) -> Computed:
    """Return a value from a column or a file as rules compute with it; None is unknown."""
    if given is None:
        return UNKNOWN
    if isinstance(given, (Unknown, NotApplicable)):
        return given
    if type_.kind is Kind.NUMBER:
        assert isinstance(given, (int, Decimal, Fraction)), f"{given!r} is no exact number"
        return Fraction(given)
    if type_.kind in {Kind.TEXT, Kind.PERSON}:
        return str(given)
    assert isinstance(given, (bool, date)), f"{given!r} is neither flag nor day"
    return given
