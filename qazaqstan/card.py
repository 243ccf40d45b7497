"""Which rules play which part on the Digital Family Card."""

from __future__ import annotations

from alatau.family.kinds import CardRules, CliffRules

FAMILY_CARD = CardRules(
    category="dfc_category",
    region="family_region",
    district="family_district",
    # Two digits of the region and two of the district begin a place code of nine.
    region_code="{:02d}0000000",
    district_code="{:04d}00000",
    # With what the family states itself: registers alone would call twice as many poor as surveys find.
    income_per_head="asp_income_per_head",
    poverty_line="poverty_line",
    family_type="family_type",
    models=("neediness_level", "is_multidimensionally_poor"),
    cliffs=(
        CliffRules(
            benefit="targeted_assistance",
            line="asp_line",
            distance="asp_distance",
            next="asp_next_quarter",
            next_distance="asp_distance_next",
        ),
    ),
)
