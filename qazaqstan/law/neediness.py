"""The second model: 23 criteria of need in five groups, and six levels.

The pilot of Shymkent and Karaganda region has 23 criteria and six levels; neither the list nor the cut-offs were
published. Everything here is proposed by reasoning and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.rules import any_of, cases, points, rule

if TYPE_CHECKING:
    from alatau.rules.values import Value

PILOT: dict[str, Any] = {
    "model": "neediness",
    "valid_from": "2025-05-21",
    "law": "Joint order of 19 to 21 May 2025 (G25G0000151), pilot with a scoring model",
    "source": "Groups of criteria as the press named them; the criteria are reasoned",
    "verification": "proposed",
    "note": "Proposed. Off for decisions.",
    "decides": False,
}
LEVELS = ("1", "2", "3", "4", "5", "6")


def weigh(sign: Value, weight: Value) -> Value:
    """Return the weight where the sign of need is there."""
    return cases((sign, weight), otherwise=0)


@points(group="material", **PILOT)
def sign_under_poverty_line(income_per_head, poverty_line, neediness_weight):
    """Income per head lies under the line of poverty."""
    return weigh(income_per_head < poverty_line, neediness_weight[1])


@points(group="material", **PILOT)
def sign_under_minimum(income_band, neediness_weight):
    """Income per head lies under the subsistence minimum."""
    return weigh(income_band.is_one_of("none", "lt_025", "025_1"), neediness_weight[2])


@points(group="material", **PILOT)
def sign_no_dwelling(housing_provision, neediness_weight):
    """The family owns no dwelling."""
    return weigh(housing_provision == "none", neediness_weight[3])


@points(group="material", **PILOT)
def sign_little_room(housing_provision, neediness_weight):
    """The only dwelling has less than 18 m2 a head."""
    return weigh(housing_provision == "lt18", neediness_weight[4])


@points(group="material", **PILOT)
def sign_no_car(passenger_cars, neediness_weight):
    """The family has no car."""
    return weigh(passenger_cars == 0, neediness_weight[5])


@points(group="material", **PILOT)
def sign_overdue_loan(overdue_loans, neediness_weight):
    """A loan is more than 90 days late."""
    return weigh(overdue_loans != "none", neediness_weight[6])


@points(group="material", **PILOT)
def sign_heavy_loans(has_heavy_loans, neediness_weight):
    """Loans take more than half of the income."""
    return weigh(has_heavy_loans, neediness_weight[7])


@points(group="non_material", **PILOT)
def sign_adult_disability(adult_disability, neediness_weight):
    """An adult has a disability."""
    return weigh(adult_disability != "none", neediness_weight[8])


@points(group="non_material", **PILOT)
def sign_child_disability(has_child_disability, neediness_weight):
    """A child has a disability."""
    return weigh(has_child_disability, neediness_weight[9])


@points(group="non_material", **PILOT)
def sign_chronic_disease(has_chronic_member, neediness_weight):
    """A member has a chronic disease."""
    return weigh(has_chronic_member, neediness_weight[10])


@points(group="non_material", **PILOT)
def sign_without_clinic_or_insurance(are_all_attached, has_insured_member, neediness_weight):
    """Somebody has no clinic, or nobody is insured."""
    return weigh(~are_all_attached | ~has_insured_member, neediness_weight[11])


@points(group="non_material", **PILOT)
def sign_child_outside_education(preschool_attachment, school_attachment, neediness_weight):
    """A child has no kindergarten or no school."""
    is_outside = (preschool_attachment == "not_attached") | (school_attachment == "not_attached")
    return weigh(is_outside, neediness_weight[12])


@points(group="non_material", **PILOT)
def sign_low_education(education_level, neediness_weight):
    """No member has a diploma of a college or a university."""
    return weigh(education_level.is_one_of("none_known", "school"), neediness_weight[13])


@points(group="dependency", **PILOT)
def sign_many_dependants(members, working_members, neediness_weight):
    """Nobody works, or one who works keeps more than two others."""
    others = members - working_members
    return weigh(others > working_members + working_members, neediness_weight[14])


@points(group="dependency", **PILOT)
def sign_many_children(children_and_students, large_family_from, neediness_weight):
    """The family has four or more children and students."""
    return weigh(children_and_students >= large_family_from, neediness_weight[15])


@points(group="dependency", **PILOT)
def sign_one_parent(is_one_parent_family, neediness_weight):
    """One adult brings up children."""
    return weigh(is_one_parent_family, neediness_weight[16])


@points(group="dependency", **PILOT)
def sign_nobody_able(has_able_bodied_member, neediness_weight):
    """Nobody in the family is able to work."""
    return weigh(~has_able_bodied_member, neediness_weight[17])


@points(group="self_realisation", **PILOT)
def sign_able_without_work(is_able_and_without_work, neediness_weight):
    """Somebody able to work has had no work for a year."""
    return weigh(any_of(is_able_and_without_work), neediness_weight[18])


@points(group="self_realisation", **PILOT)
def sign_unemployed(has_registered_unemployed, neediness_weight):
    """A member is a registered unemployed."""
    return weigh(has_registered_unemployed, neediness_weight[19])


@points(group="self_realisation", **PILOT)
def sign_neet(has_neet_youth, neediness_weight):
    """A young member neither studies nor works."""
    return weigh(has_neet_youth, neediness_weight[20])


@points(group="hidden_income", **PILOT)
def sign_no_farm(owns_farm_animals, farm_machinery_kinds, neediness_weight):
    """No animals and no machines that would bring income unseen."""
    return weigh(~owns_farm_animals & (farm_machinery_kinds == "none"), neediness_weight[21])


@points(group="hidden_income", **PILOT)
def sign_no_business(is_entrepreneur, is_founder, neediness_weight):
    """No business and no company of a member."""
    return weigh(~any_of(is_entrepreneur | is_founder), neediness_weight[22])


@points(group="hidden_income", **PILOT)
def sign_nothing_to_let(has_commercial_vehicle, has_commercial_real_estate, family_dwellings, neediness_weight):
    """Nothing that could be let or worked with: no lorry, no commercial room, no second dwelling."""
    has_something = has_commercial_vehicle | has_commercial_real_estate | (family_dwellings > 1)
    return weigh(~has_something, neediness_weight[23])


@rule(level="family", unit="flag", verification="proposed", source="Press on the pilot: lada.kz, valuta24.kz, 2025")
def is_excluded_from_pilot(family_dwellings, passenger_cars, pilot_most_objects):
    """Two dwellings and more, and two cars and more: the pilot judges high wellbeing."""
    return (family_dwellings >= pilot_most_objects) & (passenger_cars >= pilot_most_objects)
