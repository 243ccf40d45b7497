"""How much tax an invoice carries: computed line by line, then rounded once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.errors import ParameterNotKnownError
from alatau.core.money import Amount
from alatau.core.parameters import parameter
from alatau.core.roundings import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from alatau.money.vat.values import InvoiceLine

#: The parameter that holds the standard rate, in percent.
RATE = "vat_standard_rate"
HUNDREDTHS = 100
WHOLE_BP = 10_000


def standard_rate_bp(day: date) -> int:
    """Return the standard rate in force on a day, in hundredths of a percent; zero where the law knows none."""
    try:
        return int(Fraction(parameter(RATE, on=day)) * HUNDREDTHS)
    except ParameterNotKnownError:
        return 0


def vat_of(lines: Iterable[InvoiceLine]) -> Amount:
    """Return the tax of what is left of an invoice: exact for each line, the sum rounded to whole smallest units."""
    exact = sum((Fraction(line.left.units * line.rate_bp, WHOLE_BP) for line in lines), Fraction(0))
    return Amount(half_up(exact, content().currency), content().currency)
