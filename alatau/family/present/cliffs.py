"""How near help that depends on income is to its line, in words: no family should lose it unawares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.core.money import Amount, format_amount
from alatau.core.text import format_day
from alatau.family.card import EntitlementState
from alatau.family.present.say import key_of, name_rule

if TYPE_CHECKING:
    from alatau.family.card import Cliff


@dataclass(frozen=True, kw_only=True)
class CliffWords:
    """One kind of help that depends on income."""

    title: str
    words: str
    next_words: str
    #: Which rule's page says how it is counted.
    name: str


def show_cliff(cliff: Cliff) -> CliffWords:
    """Return the distance to the line, and what comes next if nothing changes."""
    return CliffWords(
        title=name_rule(key_of(cliff.benefit), cliff.benefit),
        words=_say_distance(cliff),
        next_words=_say_next(cliff),
        name=_explaining(cliff),
    )


def _explaining(cliff: Cliff) -> str:
    """Return what the next quarter's result is counted by, where the reader may see it; else the help itself."""
    rules = next(each for each in content().family_card.cliffs if each.benefit == cliff.benefit)
    return rules.next if cliff.next_distance is not None else cliff.benefit


def _say_distance(cliff: Cliff) -> str:
    if cliff.distance is None or cliff.line is None:
        return _("How near the line is cannot be shown here.")
    facts = {"money": _money(abs(cliff.distance)), "line": _money(cliff.line)}
    if cliff.distance > 0:
        return _("Your income per person is %(money)s a month below the line of %(line)s.") % facts
    return _("Your income per person is %(money)s a month above the line of %(line)s.") % facts


def _say_next(cliff: Cliff) -> str:
    if cliff.next is None or cliff.next_day is None:
        return ""
    facts = {"day": format_day(cliff.next_day), "money": _money(cliff.next_amount or 0)}
    if cliff.next is EntitlementState.ASK:
        return _("What comes from %(day)s cannot be told yet.") % facts
    if cliff.next is EntitlementState.NO:
        return _say_end(cliff, facts)
    if cliff.next_amount is None:
        return _("If nothing changes, this help goes on from %(day)s.") % facts
    return _("If nothing changes, you get %(money)s a month from %(day)s.") % facts


def _say_end(cliff: Cliff, facts: dict[str, str]) -> str:
    ends = _("If nothing changes, this help is not due from %(day)s.") % facts
    if cliff.next_distance is None or cliff.next_distance > 0:
        return ends
    above = {"money": _money(abs(cliff.next_distance))}
    return ends + " " + _("Your income per person now is %(money)s a month above the line.") % above


def _money(units: int) -> str:
    return format_amount(Amount(units, content().currency))
