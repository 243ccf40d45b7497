"""How near a family is to the line of help that depends on income, so that a raise does not come as a surprise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.family.assemble import entitlement_of
from alatau.family.card import Cliff, EntitlementState
from alatau.family.privacy import may_tell_right

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.family.assemble import View
    from alatau.family.kinds import CliffRules

MONTHS_OF_QUARTER, MONTHS = 3, 12


def find_cliffs(view: View) -> tuple[Cliff, ...]:
    """Return the lines that the family's help depends on, as far as the card's reader may see them."""
    found = (_cliff(view, rules) for rules in content().family_card.cliffs)
    return tuple(cliff for cliff in found if cliff is not None)


def next_quarter(day: date) -> date:
    """Return the first day of the quarter after a day's own."""
    month = (day.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + MONTHS_OF_QUARTER + 1
    return date(day.year + (month > MONTHS), month - MONTHS * (month > MONTHS), 1)


def _cliff(view: View, rules: CliffRules) -> Cliff | None:
    row, benefit = view.stored.row, view.law.rules.get(rules.benefit)
    if benefit is None or rules.benefit not in row or not may_tell_right(view.reach(rules.benefit), view.audience):
        return None
    # Who knows the distance knows the family's income, and with it what another adult earns. Whether help goes on is
    # the family's own, as its rights are.
    is_open = not view.audience.has_closed_adults
    then = _state_next(view, rules)
    return Cliff(
        benefit=rules.benefit,
        distance=_whole(row, rules.distance) if is_open else None,
        line=_whole(row, rules.line),
        now=entitlement_of(benefit, row),
        next_day=next_quarter(view.run.day) if then else None,
        next=then,
        next_amount=_whole(row, rules.next) if is_open and then is EntitlementState.YES else None,
        next_distance=_whole(row, rules.next_distance) if is_open else None,
    )


def _state_next(view: View, rules: CliffRules) -> EntitlementState | None:
    rule = view.law.rules.get(rules.next)
    return entitlement_of(rule, view.stored.row) if rule and rules.next in view.stored.row else None


def _whole(row: Mapping[str, Any], name: str) -> int | None:
    value = row.get(name)
    return None if value is None else int(value)
