"""How a fact of an error or a message is said to a reader: amounts, days and words in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from alatau.core.money import Amount, format_amount
from alatau.core.text import Text, format_day, format_moment, format_number


def say_fact(fact: object, language: str | None = None) -> str:
    """Return the fact as the reader's language writes it; anything unknown as it stands."""
    match fact:
        case Amount():
            return format_amount(fact, language)
        case Text():
            return fact.say(language)
        case datetime():
            return format_moment(fact, language)
        case date():
            return format_day(fact, language)
        case bool():
            return str(fact)
        case int() | Decimal():
            return format_number(fact, language)
    return str(fact)
