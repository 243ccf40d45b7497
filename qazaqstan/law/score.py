"""Points of the family card: 23 questions in eight directions, each answered by an indicator.

Every value stands in ``scoring.csv``, unverified: it comes from a public calculator of the method and was not compared
with the official text. A score is counted only where every question has an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.rules import any_of, cases, points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.rules.values import Value

METHOD: dict[str, Any] = {
    "model": "dfc",
    "valid_from": "2026-06-17",
    "law": "Order No. 267 of 29 June 2023 as amended by No. 247 of 17 June 2026",
    "source": "Public calculator of the method; not checked against the official text",
    "verification": "unverified",
}


def answer(category: Value, options: Mapping[str, Value]) -> Value:
    """Return the points of the option that the category names; the last option is for the last label."""
    *first, last = options.items()
    return cases(*((category == label, value) for label, value in first), otherwise=last[1])


@points(direction="income_credit", question="income", **METHOD)
def score_income(
    income_band, points_income_none, points_income_lt_025, points_income_025_1, points_income_1_2,
    points_income_2_3, points_income_3_4, points_income_ge_4,
):  # fmt: skip
    """Points for income per head."""
    options = {
        "none": points_income_none, "lt_025": points_income_lt_025, "025_1": points_income_025_1,
        "1_2": points_income_1_2, "2_3": points_income_2_3, "3_4": points_income_3_4, "ge_4": points_income_ge_4,
    }  # fmt: skip
    return answer(income_band, options)


@points(direction="income_credit", question="credit", **METHOD)
def score_credit(has_loan, points_credit_yes, points_credit_no):
    """Points for an open loan in the family."""
    return cases((has_loan, points_credit_yes), otherwise=points_credit_no)


@points(direction="income_credit", question="overdue", **METHOD)
def score_overdue(overdue_loans, points_overdue_no, points_overdue_one, points_overdue_all):
    """Points for loans more than 90 days late."""
    return answer(overdue_loans, {"none": points_overdue_no, "one": points_overdue_one, "all": points_overdue_all})


@points(direction="movable", question="cars", **METHOD)
def score_cars(passenger_cars, points_cars_0, points_cars_1, points_cars_2, points_cars_3p):
    """Points for passenger cars."""
    return cases(
        (passenger_cars == 0, points_cars_0),
        (passenger_cars == 1, points_cars_1),
        (passenger_cars == 2, points_cars_2),
        otherwise=points_cars_3p,
    )


@points(direction="movable", question="commercial_vehicle", **METHOD)
def score_commercial_vehicle(has_commercial_vehicle, points_commercial_vehicle_yes, points_commercial_vehicle_no):
    """Points for a bus or a lorry."""
    return cases((has_commercial_vehicle, points_commercial_vehicle_yes), otherwise=points_commercial_vehicle_no)


@points(direction="movable", question="farm_machinery", **METHOD)
def score_farm_machinery(
    farm_machinery_kinds, points_farm_machinery_no, points_farm_machinery_one, points_farm_machinery_two_p
):
    """Points for kinds of farm machines."""
    options = {
        "none": points_farm_machinery_no, "one": points_farm_machinery_one, "two_and_more": points_farm_machinery_two_p,
    }  # fmt: skip
    return answer(farm_machinery_kinds, options)


@points(direction="employment", question="able_bodied", **METHOD)
def score_able_bodied(
    has_able_bodied_member, is_able_and_without_work, points_able_bodied_no_able, points_able_bodied_has_unemployed
):
    """Points where nobody is able to work, and where somebody able has no work. The method has no row for others."""
    return cases(
        (~has_able_bodied_member, points_able_bodied_no_able),
        (any_of(is_able_and_without_work), points_able_bodied_has_unemployed),
        otherwise=0,
    )


@points(direction="employment", question="working", **METHOD)
def score_working(working_members, points_working_0, points_working_1, points_working_2p):
    """Points for members with a wage."""
    return cases(
        (working_members == 0, points_working_0), (working_members == 1, points_working_1), otherwise=points_working_2p
    )


@points(direction="employment", question="business", **METHOD)
def score_business(
    is_entrepreneur, is_founder, points_business_no, points_business_ip, points_business_founder, points_business_both
):
    """Points for a sole entrepreneur or a founder of a company in the family."""
    entrepreneur, founder = any_of(is_entrepreneur), any_of(is_founder)
    return cases(
        (entrepreneur & founder, points_business_both),
        (founder, points_business_founder),
        (entrepreneur, points_business_ip),
        otherwise=points_business_no,
    )


@points(direction="social", question="children", **METHOD)
def score_children(
    children_and_students, points_children_sign, points_children_0, points_children_1, points_children_2,
    points_children_3, points_children_4p,
):  # fmt: skip
    """Points for children and students under 23; the sign was not confirmed and is a parameter of its own."""
    value = cases(
        (children_and_students == 0, points_children_0),
        (children_and_students == 1, points_children_1),
        (children_and_students == 2, points_children_2),
        (children_and_students == 3, points_children_3),
        otherwise=points_children_4p,
    )
    return value * points_children_sign


@points(direction="social", question="adult_disability", **METHOD)
def score_adult_disability(
    adult_disability, points_adult_disability_no, points_adult_disability_g12, points_adult_disability_g3
):
    """Points for an adult with a disability."""
    options = {
        "none": points_adult_disability_no, "g12": points_adult_disability_g12, "g3": points_adult_disability_g3,
    }  # fmt: skip
    return answer(adult_disability, options)


@points(direction="social", question="child_disability", **METHOD)
def score_child_disability(has_child_disability, points_child_disability_yes, points_child_disability_no):
    """Points for a child with a disability, or a disability since childhood."""
    return cases((has_child_disability, points_child_disability_yes), otherwise=points_child_disability_no)


@points(direction="health", question="clinic", **METHOD)
def score_clinic(are_all_attached, points_clinic_all, points_clinic_some):
    """Points where somebody is attached to no clinic."""
    return cases((are_all_attached, points_clinic_all), otherwise=points_clinic_some)


@points(direction="health", question="insurance", **METHOD)
def score_insurance(has_insured_member, points_insurance_yes, points_insurance_no):
    """Points where nobody is insured."""
    return cases((has_insured_member, points_insurance_yes), otherwise=points_insurance_no)


@points(direction="health", question="chronic", **METHOD)
def score_chronic(has_chronic_member, points_chronic_yes, points_chronic_no):
    """Points for a chronic disease under observation."""
    return cases((has_chronic_member, points_chronic_yes), otherwise=points_chronic_no)


@points(direction="health", question="dispensary", **METHOD)
def score_dispensary(has_dispensary_member, points_dispensary_yes, points_dispensary_no):
    """Points for the dispensary register."""
    return cases((has_dispensary_member, points_dispensary_yes), otherwise=points_dispensary_no)


@points(direction="education", question="preschool", **METHOD)
def score_preschool(
    preschool_attachment, points_preschool_no_kids, points_preschool_attached, points_preschool_not_attached
):
    """Points for children without a kindergarten."""
    options = {
        "no_kids": points_preschool_no_kids, "attached": points_preschool_attached,
        "not_attached": points_preschool_not_attached,
    }  # fmt: skip
    return answer(preschool_attachment, options)


@points(direction="education", question="school", **METHOD)
def score_school(school_attachment, points_school_no_kids, points_school_attached, points_school_not_attached):
    """Points for children without a school."""
    options = {
        "no_kids": points_school_no_kids, "attached": points_school_attached,
        "not_attached": points_school_not_attached,
    }  # fmt: skip
    return answer(school_attachment, options)


@points(direction="housing", question="housing", **METHOD)
def score_housing(
    housing_provision, points_housing_none, points_housing_lt18, points_housing_ge18, points_housing_2_3,
    points_housing_3_6, points_housing_6_11, points_housing_gt11,
):  # fmt: skip
    """Points for dwellings of the family."""
    options = {
        "none": points_housing_none, "lt18": points_housing_lt18, "ge18": points_housing_ge18,
        "2_3": points_housing_2_3, "3_6": points_housing_3_6, "6_11": points_housing_6_11,
        "gt11": points_housing_gt11,
    }  # fmt: skip
    return answer(housing_provision, options)


@points(direction="housing", question="commercial_re", **METHOD)
def score_commercial_re(has_commercial_real_estate, points_commercial_re_yes, points_commercial_re_no):
    """Points for commercial real estate."""
    return cases((has_commercial_real_estate, points_commercial_re_yes), otherwise=points_commercial_re_no)


@points(direction="housing", question="settlement", **METHOD)
def score_settlement(
    settlement_status, points_settlement_capital, points_settlement_obl, points_settlement_district,
    points_settlement_rural_okrug, points_settlement_rural, points_settlement_unreg,
):  # fmt: skip
    """Points for the kind of settlement."""
    options = {
        "capital": points_settlement_capital, "obl": points_settlement_obl, "district": points_settlement_district,
        "rural_okrug": points_settlement_rural_okrug, "rural": points_settlement_rural,
        "unreg": points_settlement_unreg,
    }  # fmt: skip
    return answer(settlement_status, options)


@points(direction="farming", question="household_farm", **METHOD)
def score_household_farm(
    farm_value_band, points_household_farm_none, points_household_farm_lt500k, points_household_farm_500k_1m,
    points_household_farm_1_2m, points_household_farm_gt2m,
):  # fmt: skip
    """Points for the value of the household farm."""
    options = {
        "none": points_household_farm_none, "lt500k": points_household_farm_lt500k,
        "500k_1m": points_household_farm_500k_1m, "1_2m": points_household_farm_1_2m,
        "gt2m": points_household_farm_gt2m,
    }  # fmt: skip
    return answer(farm_value_band, options)


@points(direction="farming", question="land", **METHOD)
def score_land(has_land, points_land_yes, points_land_no):
    """Points for a land plot."""
    return cases((has_land, points_land_yes), otherwise=points_land_no)
