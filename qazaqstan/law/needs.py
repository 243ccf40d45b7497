"""Needs of measures: what somebody should do for the family, apart from money.

The interface of the card shows such a list without its rules; these are proposed.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import any_of, need

PROPOSED: dict[str, Any] = {
    "source": "Public copy of the interface of the family card; its rules were not published",
    "verification": "proposed",
    "note": "Proposed: who decides measures reads the records first.",
}


@need("need_work", domain="employment", **PROPOSED)
def need_work(is_able_and_without_work):
    """Somebody who is able to work has no work: offer vacancies or training."""
    return any_of(is_able_and_without_work)


@need("need_youth", domain="employment", **PROPOSED)
def need_youth(has_neet_youth):
    """A young member neither studies nor works: offer study, practice or work."""
    return has_neet_youth


@need("need_school", domain="education", **PROPOSED)
def need_school(needs_education):
    """A child of school age learns nowhere: find a school."""
    return any_of(needs_education)


@need("need_school_attendance", domain="education", **PROPOSED)
def need_school_attendance(misses_school_often):
    """A pupil misses school often: talk to the family."""
    return any_of(misses_school_often)


@need("need_kindergarten", domain="education", **PROPOSED)
def need_kindergarten(preschool_attachment, is_long_in_kindergarten_queue):
    """A child has no kindergarten, or has waited for one for more than a year."""
    return (preschool_attachment == "not_attached") | any_of(is_long_in_kindergarten_queue)


@need("need_clinic", domain="health", **PROPOSED)
def need_clinic(are_all_attached):
    """A member is attached to no clinic."""
    return ~are_all_attached


@need("need_insurance", domain="health", **PROPOSED)
def need_insurance(has_health_insurance, is_adult):
    """An adult is not insured."""
    return any_of(is_adult & ~has_health_insurance)


@need("need_medical_visit", domain="health", **PROPOSED)
def need_medical_visit(has_no_visit_for_year):
    """A member with a chronic disease has not seen a doctor for a year."""
    return any_of(has_no_visit_for_year)


@need("need_vaccination", domain="health", **PROPOSED)
def need_vaccination(missed_vaccination):
    """A small child lacks a dose of the calendar."""
    return any_of(missed_vaccination)


@need("need_treatment", domain="health", **PROPOSED)
def need_treatment(has_dependent_adult, has_dependent_minor):
    """A member depends on alcohol or drugs, without a court's order."""
    return has_dependent_adult | has_dependent_minor


@need("need_protection", domain="social", **PROPOSED)
def need_protection(has_violence_report):
    """Violence was reported: a support centre goes with the family."""
    return has_violence_report


@need("need_special_services", domain="social", **PROPOSED)
def need_special_services(situation_daily_care, is_elderly_alone):
    """A member may need help at home or a carer."""
    return situation_daily_care | is_elderly_alone


@need("need_debt_advice", domain="debt", **PROPOSED)
def need_debt_advice(overdue_loans, has_heavy_loans):
    """Loans are long late, or take more than half of the income."""
    return (overdue_loans != "none") | has_heavy_loans


@need("need_utility_debt", domain="debt", **PROPOSED)
def need_utility_debt(has_utility_arrears):
    """Bills for the home are unpaid for more than three months."""
    return has_utility_arrears


@need("need_housing", domain="housing", **PROPOSED)
def need_housing(housing_provision, is_overcrowded, is_in_emergency_house):
    """The family has no dwelling, too little room, or an emergency house."""
    return (housing_provision == "none") | is_overcrowded | is_in_emergency_house


@need("need_registration", domain="housing", **PROPOSED)
def need_registration(is_registered):
    """A member is registered at no address."""
    return any_of(~is_registered)


@need("need_phone", domain="access", **PROPOSED)
def need_phone(has_no_state_phone):
    """No message of the state reaches an adult member."""
    return any_of(has_no_state_phone)


@need("need_account", domain="access", **PROPOSED)
def need_account(has_no_account):
    """A member who is paid has no account."""
    return any_of(has_no_account)
