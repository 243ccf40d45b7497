"""Statuses of a family: each a yes or no of its own, whatever category and rights say.

Filters of the published mart are known by number; of 1 to 34 only 27 and of 35 to 65 those below were named. Others are
left out rather than guessed.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import status

MART: dict[str, Any] = {"source": "Published SQL of the family data mart", "verification": "sourced"}


@status("status_higher_education", filter=27, **MART)
def status_higher_education(education_level):
    """A member has a diploma of a university."""
    return education_level.is_one_of("higher", "postgraduate")


@status("status_overdue_loan", filter=47, **MART)
def status_overdue_loan(overdue_loans):
    """An adult has a loan more than 90 days late."""
    return overdue_loans != "none"


@status("status_farm_machinery", filter=49, **MART)
def status_farm_machinery(farm_machinery_kinds):
    """A member has a farm machine."""
    return farm_machinery_kinds != "none"


@status("status_pupils_with_free_meal", filter=35, **MART)
def status_pupils_with_free_meal(has_pupil_with_meal):
    """A pupil of the family gets a free meal."""
    return has_pupil_with_meal


@status("status_pupils_with_transport", filter=36, **MART)
def status_pupils_with_transport(has_pupil_with_transport):
    """A pupil of the family is taken to school."""
    return has_pupil_with_transport


@status("status_pupil_with_disability", filter=37, **MART)
def status_pupil_with_disability(has_pupil_with_disability):
    """A child with a disability goes to school."""
    return has_pupil_with_disability


@status("status_dependent_adult", filter=38, **MART)
def status_dependent_adult(has_dependent_adult):
    """An adult depends on alcohol or drugs, without a court's order."""
    return has_dependent_adult


@status("status_adult_treated_by_order", filter=39, **MART)
def status_adult_treated_by_order(has_adult_treated_by_order):
    """An adult is treated by a court's order."""
    return has_adult_treated_by_order


@status("status_dependent_minor", filter=40, **MART)
def status_dependent_minor(has_dependent_minor):
    """A child depends on alcohol or drugs."""
    return has_dependent_minor


@status("status_work_accident", filter=41, **MART)
def status_work_accident(has_work_accident):
    """A member was hurt at work."""
    return has_work_accident


@status("status_labour_contract", filter=42, **MART)
def status_labour_contract(has_active_contract):
    """A member has a labour contract."""
    return has_active_contract


@status("status_child_outside_school", filter=43, **MART)
def status_child_outside_school(has_child_outside_school):
    """A child is on no list of a school."""
    return has_child_outside_school


@status("status_rural", filter=44, **MART)
def status_rural(is_rural_family):
    """The family is registered in a rural district or a village."""
    return is_rural_family


@status("status_orphan", filter=45, **MART)
def status_orphan(has_orphan):
    """A pupil is marked as an orphan."""
    return has_orphan


@status("status_youth", filter=46, **MART)
def status_youth(has_youth):
    """A member is 16 to 35 years old."""
    return has_youth


@status("status_delayed_child", filter=48, **MART)
def status_delayed_child(has_delayed_child):
    """A child is delayed in development or hard of hearing."""
    return has_delayed_child


@status("status_farm_animals", filter=50, **MART)
def status_farm_animals(owns_farm_animals):
    """A member owns farm animals."""
    return owns_farm_animals


@status("status_targeted_assistance", filter=51, **MART)
def status_targeted_assistance(gets_asp):
    """The family is on the list of targeted assistance."""
    return gets_asp


@status("status_large_family_mother", filter=52, **MART)
def status_large_family_mother(has_large_family_mother):
    """A member gets the allowance of a large family."""
    return has_large_family_mother


@status("status_pre_pension_age", filter=53, **MART)
def status_pre_pension_age(has_member_of_pre_pension_age):
    """A member reaches pension age within two years."""
    return has_member_of_pre_pension_age


@status("status_neet", filter=54, **MART)
def status_neet(has_neet_youth):
    """A young member neither studies nor works."""
    return has_neet_youth


@status("status_alimony_debtor", filter=60, **MART)
def status_alimony_debtor(has_alimony_debtor):
    """A member pays alimony."""
    return has_alimony_debtor


@status("status_registered_unemployed", filter=61, **MART)
def status_registered_unemployed(has_registered_unemployed):
    """A member is a registered unemployed."""
    return has_registered_unemployed


@status("status_land_plot", filter=62, **MART)
def status_land_plot(has_land):
    """A member has a land plot."""
    return has_land


@status("status_boarding_school_graduate", filter=64, **MART)
def status_boarding_school_graduate(has_boarding_school_graduate):
    """A member left a boarding school less than three years ago."""
    return has_boarding_school_graduate
