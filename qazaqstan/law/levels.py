"""Sum of the second model's criteria and its six levels. Proposed; decides nothing."""

from __future__ import annotations

from alatau.rules import cases, points, rule
from qazaqstan.law.neediness import LEVELS, PILOT


@points(part="group", group="material", **PILOT)
def neediness_material(
    sign_under_poverty_line, sign_under_minimum, sign_no_dwelling, sign_little_room, sign_no_car, sign_overdue_loan,
    sign_heavy_loans,
):  # fmt: skip
    """Signs of need in income, dwelling, property and debt."""
    income = sign_under_poverty_line + sign_under_minimum
    dwelling = sign_no_dwelling + sign_little_room
    return income + dwelling + sign_no_car + sign_overdue_loan + sign_heavy_loans


@points(part="group", group="non_material", **PILOT)
def neediness_non_material(
    sign_adult_disability, sign_child_disability, sign_chronic_disease, sign_without_clinic_or_insurance,
    sign_child_outside_education, sign_low_education,
):  # fmt: skip
    """Signs of need in health, disability and education."""
    health = sign_adult_disability + sign_child_disability + sign_chronic_disease + sign_without_clinic_or_insurance
    return health + sign_child_outside_education + sign_low_education


@points(part="group", group="dependency", **PILOT)
def neediness_dependency(sign_many_dependants, sign_many_children, sign_one_parent, sign_nobody_able):
    """Signs that few keep many."""
    return sign_many_dependants + sign_many_children + sign_one_parent + sign_nobody_able


@points(part="group", group="self_realisation", **PILOT)
def neediness_self_realisation(sign_able_without_work, sign_unemployed, sign_neet):
    """Signs that somebody cannot use what they are able to."""
    return sign_able_without_work + sign_unemployed + sign_neet


@points(part="group", group="hidden_income", **PILOT)
def neediness_hidden_income(sign_no_farm, sign_no_business, sign_nothing_to_let):
    """Signs that there is no income beside the one on record."""
    return sign_no_farm + sign_no_business + sign_nothing_to_let


@points(part="total", **PILOT)
def neediness_score(
    neediness_material, neediness_non_material, neediness_dependency, neediness_self_realisation,
    neediness_hidden_income,
):  # fmt: skip
    """Sum of all 23 signs of need."""
    first = neediness_material + neediness_non_material
    return first + neediness_dependency + neediness_self_realisation + neediness_hidden_income


@rule(
    level="family",
    unit="category",
    labels=LEVELS,
    valid_from=PILOT["valid_from"],
    source=PILOT["source"],
    verification="proposed",
    note=PILOT["note"],
)
def neediness_level(
    neediness_score,
    is_excluded_from_pilot,
    income_per_head,
    subsistence_minimum_budget,
    neediness_bound,
    neediness_rich,
):
    """Level from 1, extreme need, to 6, high wellbeing. Proposed; it decides nothing."""
    is_rich = income_per_head >= subsistence_minimum_budget * neediness_rich
    return cases(
        (is_excluded_from_pilot | is_rich, "6"),
        (neediness_score >= neediness_bound[1], "1"),
        (neediness_score >= neediness_bound[2], "2"),
        (neediness_score >= neediness_bound[3], "3"),
        (neediness_score >= neediness_bound[4], "4"),
        otherwise="5",
    )
