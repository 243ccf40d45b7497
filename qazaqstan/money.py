"""The tenge, and the roundings that the law of Kazakhstan prescribes."""

from __future__ import annotations

from alatau.core.content import NamedRounding
from alatau.core.money import Currency
from alatau.core.roundings import ceil_to_whole, half_even, half_up
from alatau.core.text import Text

TENGE = Currency(
    code="KZT",
    exponent=2,
    symbol="₸",
    word=Text(kk="теңге", ru="тенге", en="tenge", ar="تنغي"),
    minor_word=Text(kk="тиын", ru="тиын", en="tiyn", ar="تيين"),
)

ROUNDINGS = {
    entry.key: entry
    for entry in (
        NamedRounding(
            key="benefit",
            rounding=ceil_to_whole,
            source=(
                "Derived: 30 amounts published for 2025 and 2026 are multiple times index, rounded up to whole tenge. "
                "Not checked against the text of the rules on payment."
            ),
        ),
        NamedRounding(
            key="value_added_tax",
            rounding=half_up,
            source="Project's own rule: per invoice, to a whole tiyn. The tax code's article is to be confirmed.",
        ),
        NamedRounding(
            key="interest",
            rounding=half_even,
            source="Project's own rule: no drift over many days. The contract's own rule goes first where it has one.",
        ),
    )
}
