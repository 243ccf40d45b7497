"""Multidimensional poverty by Alkire and Foster: five equal dimensions, poor from a third of them on.

The measure is used with UNDP; weights and cut-off of the Kazakh version were not found. Proposed; it decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.rules import any_of, cases, points, round_to, split, status

if TYPE_CHECKING:
    from alatau.rules.values import Value

ALKIRE_FOSTER: dict[str, Any] = {
    "model": "alkire_foster",
    "source": "README of the public repository of Smart Data Ukimet names the measure; dimensions are reasoned",
    "verification": "proposed",
    "note": "Proposed. Off for decisions.",
    "decides": False,
}


def mean_of(*signs: Value) -> Value:
    """Return the part of the signs that are there, from 0 to 1."""
    found = [cases((sign, 1), otherwise=0) for sign in signs]
    return round_to(split(sum(found[1:], start=found[0]), by=len(found)), places=4)


@points(unit="ratio", dimension="economy", **ALKIRE_FOSTER)
def deprived_in_economy(income_per_head, poverty_line, overdue_loans):
    """Income under the line of poverty; loans long late."""
    return mean_of(income_per_head < poverty_line, overdue_loans != "none")


@points(unit="ratio", dimension="housing", **ALKIRE_FOSTER)
def deprived_in_housing(housing_provision, has_no_central_water, is_in_emergency_house):
    """No dwelling or too little room; no water; an emergency house."""
    return mean_of(housing_provision.is_one_of("none", "lt18"), has_no_central_water, is_in_emergency_house)


@points(unit="ratio", dimension="health", **ALKIRE_FOSTER)
def deprived_in_health(are_all_attached, has_insured_member, has_no_visit_for_year):
    """Somebody without a clinic; nobody insured; a chronic disease without a visit for a year."""
    return mean_of(~are_all_attached, ~has_insured_member, any_of(has_no_visit_for_year))


@points(unit="ratio", dimension="education", **ALKIRE_FOSTER)
def deprived_in_education(preschool_attachment, school_attachment):
    """A child without a kindergarten; a child without a school."""
    return mean_of(preschool_attachment == "not_attached", school_attachment == "not_attached")


@points(unit="ratio", dimension="social", **ALKIRE_FOSTER)
def deprived_in_social(working_members, adult_disability, has_child_disability, is_one_parent_family):
    """Nobody works; an adult or a child with a disability; one parent."""
    has_disability = (adult_disability != "none") | has_child_disability
    return mean_of(working_members == 0, has_disability, is_one_parent_family)


@points(unit="ratio", part="total", **ALKIRE_FOSTER)
def deprivation_score(
    deprived_in_economy, deprived_in_housing, deprived_in_health, deprived_in_education, deprived_in_social, af_weight
):
    """Weighted sum of the five dimensions, from 0 to 1."""
    first = deprived_in_economy * af_weight[1] + deprived_in_housing * af_weight[2] + deprived_in_health * af_weight[3]
    return round_to(first + deprived_in_education * af_weight[4] + deprived_in_social * af_weight[5], places=4)


@status("multidimensionally_poor", **ALKIRE_FOSTER)
def is_multidimensionally_poor(deprivation_score, af_cutoff):
    """The family is deprived in a third of the dimensions or more. Proposed; it decides nothing."""
    return deprivation_score >= af_cutoff
