"""Values of a card in the reader's language: amounts, counts with their unit, days, labels, yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alatau.core.content import content, find_language
from alatau.core.money import Amount, format_amount
from alatau.core.text import format_day, format_number
from alatau.family.card import EntitlementState, Seen
from alatau.family.values import State
from alatau.registry.declare import list_registers
from alatau.rules.gather import gather_rules
from alatau.rules.texts import find_rule_text, find_word, say_quantity
from alatau.rules.units import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.family.card import Entitlement, Figure, FigureValue

FLAG, CATEGORY, TEXT = "flag", "category", "text"
#: Places after the point with which a ratio is shown, and a sum of another currency.
RATIO_PLACES, CENTS = 2, 2
#: The language in which rules say what they do.
WRITTEN_IN = "en"


@cache
def _keys() -> dict[str, str]:
    return {version.name: version.key for version in gather_rules(content().law)}


def key_of(name: str) -> str:
    """Return the key of a rule's texts: its code where it has one, else its name."""
    return _keys().get(name, name)


def name_rule(key: str, name: str = "") -> str:
    """Return what a rule is called; one that nobody named is called by its name, with spaces."""
    text = find_rule_text(key) or find_rule_text(name)
    return str(text.name) if text else (name or key).replace("_", " ")


def tell_how(key: str, doc: str = "") -> str:
    """Return how a figure is counted, in the reader's language: the rule's own words only to who reads English."""
    text = find_rule_text(key)
    if text and text.how:
        return str(text.how)
    return doc if find_language(get_language()).code == WRITTEN_IN else ""


def say_word(kind: str, key: str) -> str:
    """Return the words of a payer, a rhythm, a subject; the key with spaces where none are kept."""
    word = find_word(kind, key)
    return str(word) if word else key.replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class Written:
    """An act or a remark as a page writes it."""

    words: str = ""
    #: The language of the words where it is not the reader's: what nobody translated stands in English.
    language: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is anything to read."""
        return bool(self.words)


def say_written(kind: str, written: str) -> Written:
    """Return a `law` or a `note` in the reader's language, else in the English that rules are written in."""
    word = find_word(kind, written)
    return Written(words=str(word)) if word else Written(words=written, language=WRITTEN_IN)


def say_value(value: FigureValue, *, unit: str, key: str) -> str:
    """Return a known value in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, str):
        return say_label(value, rule=key)
    assert value is not None, "an unknown value has words of its own"
    return _say_number(value, unit=unit)


def say_figure(figure: Figure) -> str:
    """Return a figure as its reader sees it, or why there is nothing to see."""
    if figure.seen is not Seen.OPEN:
        return _say_closed(figure.seen)
    if figure.state is State.UNKNOWN:
        return _("Not known")
    if figure.state is State.NOT_APPLICABLE:
        return _("Does not apply")
    return say_value(figure.value, unit=figure.unit, key=figure.key)


def say_amount(units: int, unit: str) -> str:
    """Return money with its rhythm: so much a month."""
    money = format_amount(Amount(units, content().currency))
    return _("%(money)s a month") % {"money": money} if read_unit(unit).per == "month" else money


def say_right(right: Entitlement) -> str:
    """Return what a right gives, or that it is to be asked about."""
    if right.state is EntitlementState.ASK:
        return _("We do not know yet")
    if right.state is EntitlementState.NO:
        return _("Not now")
    if not right.amount:
        return _("You have this right")
    amount = _say_number(right.amount, unit=right.unit)
    return _("Up to %(amount)s, by competition") % {"amount": amount} if right.is_by_competition else amount


def name_registers(keys: Iterable[str]) -> list[str]:
    """Return what people call registers; those that the city derives itself are left out."""
    wanted = set(keys)
    return sorted({str(register.title) for register in list_registers() if register.key in wanted})


def say_label(value: str, *, rule: str) -> str:
    """Return what a label of a category means; `rule` is the rule's name or the key of its texts."""
    text = find_rule_text(rule) or find_rule_text(key_of(rule))
    label = text.labels.get(value) if text else None
    return str(label) if label else value


def _say_number(value: int | Decimal, *, unit: str) -> str:
    read = read_unit(unit)
    if read.is_money:
        return say_amount(int(value), unit)
    if read.base == "ratio":
        return format_number(Decimal(value), places=RATIO_PLACES)
    if value == int(value):
        return say_quantity(int(value), unit)
    return say_quantity(Decimal(value), unit, places=CENTS if unit.isupper() else 1)


def _say_closed(seen: Seen) -> str:
    if seen is Seen.ADULT:
        return _("Opens when the other adult allows it")
    if seen is Seen.PROTECTED:
        return _("Protected address, shown to nobody")
    return _("Opens to that person alone")
