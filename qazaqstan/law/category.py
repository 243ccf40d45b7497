"""The eight directions of the score, its total, and the category that follows.

A category is not a right: each benefit is decided by its own rule. A family without data has no category.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import cases, points, rule
from qazaqstan.law.score import METHOD

CATEGORIES = ("A", "B", "C", "D", "E")
DIRECTION: dict[str, Any] = {"part": "direction", **METHOD}


@points(direction="income_credit", **DIRECTION)
def direction_income_credit(score_income, score_credit, score_overdue):
    """Points for income and credit."""
    return score_income + score_credit + score_overdue


@points(direction="movable", **DIRECTION)
def direction_movable(score_cars, score_commercial_vehicle, score_farm_machinery):
    """Points for movable property."""
    return score_cars + score_commercial_vehicle + score_farm_machinery


@points(direction="employment", **DIRECTION)
def direction_employment(score_able_bodied, score_working, score_business):
    """Points for employment."""
    return score_able_bodied + score_working + score_business


@points(direction="social", **DIRECTION)
def direction_social(score_children, score_adult_disability, score_child_disability):
    """Points for social protection."""
    return score_children + score_adult_disability + score_child_disability


@points(direction="health", **DIRECTION)
def direction_health(score_clinic, score_insurance, score_chronic, score_dispensary):
    """Points for health care."""
    return score_clinic + score_insurance + score_chronic + score_dispensary


@points(direction="education", **DIRECTION)
def direction_education(score_preschool, score_school):
    """Points for education."""
    return score_preschool + score_school


@points(direction="housing", **DIRECTION)
def direction_housing(score_housing, score_commercial_re, score_settlement):
    """Points for housing and infrastructure."""
    return score_housing + score_commercial_re + score_settlement


@points(direction="farming", **DIRECTION)
def direction_farming(score_household_farm, score_land):
    """Points for farming."""
    return score_household_farm + score_land


@points(part="total", **METHOD)
def dfc_score(
    direction_income_credit, direction_movable, direction_employment, direction_social, direction_health,
    direction_education, direction_housing, direction_farming,
):  # fmt: skip
    """Sum of the points of all eight directions."""
    income = direction_income_credit + direction_movable + direction_employment
    people = direction_social + direction_health + direction_education
    return income + people + direction_housing + direction_farming


@rule(
    level="family",
    unit="category",
    labels=CATEGORIES,
    valid_from=METHOD["valid_from"],
    law=METHOD["law"],
    source=METHOD["source"],
    verification=METHOD["verification"],
)
def dfc_category(
    dfc_score, dfc_category_a_min_points, dfc_category_b_min_points, dfc_category_c_min_points,
    dfc_category_d_min_points,
):  # fmt: skip
    """Wellbeing of the family in five categories by its points. It decides no benefit."""
    return cases(
        (dfc_score >= dfc_category_a_min_points, "A"),
        (dfc_score >= dfc_category_b_min_points, "B"),
        (dfc_score >= dfc_category_c_min_points, "C"),
        (dfc_score >= dfc_category_d_min_points, "D"),
        otherwise="E",
    )
