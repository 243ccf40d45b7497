"""Which rules play which part on the Digital Family Card."""

from __future__ import annotations

from alatau.family.kinds import CardRules

FAMILY_CARD = CardRules(
    region="family_region",
    income_per_head="income_per_head",
    poverty_line="poverty_line",
)
