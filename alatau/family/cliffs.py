"""How near a family is to the line of help that depends on income, so that a raise does not come as a surprise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.family.assemble import entitlement_of
from alatau.family.card import Cliff
from alatau.family.privacy import may_tell_right

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.family.assemble import View
    from alatau.family.kinds import CliffRules


def find_cliffs(view: View) -> tuple[Cliff, ...]:
    """Return the lines that the family's help depends on, as far as the card's reader may see them."""
    found = (_cliff(view, rules) for rules in content().family_card.cliffs)
    return tuple(cliff for cliff in found if cliff is not None)


def _cliff(view: View, rules: CliffRules) -> Cliff | None:
    row, benefit = view.stored.row, view.law.rules.get(rules.benefit)
    if benefit is None or rules.benefit not in row or not may_tell_right(view.reach(rules.benefit), view.audience):
        return None
    # Who knows the distance knows the family's income, and with it what another adult earns.
    is_open = not view.audience.has_closed_adults
    return Cliff(
        benefit=rules.benefit,
        distance=_whole(row, rules.distance) if is_open else None,
        line=_whole(row, rules.line),
        now=entitlement_of(benefit, row),
    )


def _whole(row: Mapping[str, Any], name: str) -> int | None:
    value = row.get(name)
    return None if value is None else int(value)
