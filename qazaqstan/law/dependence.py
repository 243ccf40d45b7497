"""Dependence on alcohol or drugs, with and without a court's order. Never shown to another person."""

from __future__ import annotations

from alatau.rules import any_of, indicator, measure
from qazaqstan.law.sources import MART


@measure(register="dispensary_patients", unit="flag")
def is_dependent_without_order(diagnosis_icd10, has_court_order):
    """A diagnosis F10 to F19 is under observation, without a court's order."""
    return any_of(diagnosis_icd10.starts_with("F1") & ~has_court_order)


@measure(register="dispensary_patients", unit="flag")
def is_dependent_by_order(diagnosis_icd10, has_court_order):
    """A diagnosis F10 to F19 is treated by a court's order."""
    return any_of(diagnosis_icd10.starts_with("F1") & has_court_order)


@indicator("FC060", level="family", unit="flag", domain="social", **MART)
def has_dependent_adult(is_dependent_without_order, is_adult):
    """An adult depends on alcohol or drugs, without a court's order."""
    return any_of(is_dependent_without_order & is_adult)


@indicator("FC061", level="family", unit="flag", domain="social", **MART)
def has_adult_treated_by_order(is_dependent_by_order, is_adult, is_pregnant, has_disability_group_1_2):
    """An adult is treated by a court's order; pregnant women and people of groups 1 and 2 are left out."""
    return any_of(is_dependent_by_order & is_adult & ~is_pregnant & ~has_disability_group_1_2)


@indicator("FC062", level="family", unit="flag", domain="social", **MART)
def has_dependent_minor(has_dependence_diagnosis, age, dependent_minor_age_from, is_minor):
    """A child aged 7 to 18 depends on alcohol or drugs."""
    return any_of(has_dependence_diagnosis & (age >= dependent_minor_age_from) & is_minor)
