"""Doses of the vaccination calendar that a child under two years should have."""

from __future__ import annotations

from alatau.rules import any_of, cases, indicator, measure, not_applicable, rule
from qazaqstan.law.sources import COMPLETION


@measure(register="vaccinations", unit="flag")
def has_hepatitis_b_1(vaccine, dose_number):
    """The first dose against hepatitis B was given."""
    return any_of((vaccine == "hepatitis B") & (dose_number >= 1))


@measure(register="vaccinations", unit="flag")
def has_dtp_1(vaccine, dose_number):
    """The first dose against diphtheria, tetanus and pertussis was given."""
    return any_of((vaccine == "DTP") & (dose_number == 1))


@measure(register="vaccinations", unit="flag")
def has_dtp_2(vaccine, dose_number):
    """The second dose against diphtheria, tetanus and pertussis was given."""
    return any_of((vaccine == "DTP") & (dose_number == 2))


@measure(register="vaccinations", unit="flag")
def has_dtp_3(vaccine, dose_number):
    """The third dose against diphtheria, tetanus and pertussis was given."""
    return any_of((vaccine == "DTP") & (dose_number == 3))


@measure(register="vaccinations", unit="flag")
def has_measles_1(vaccine, dose_number):
    """The first dose against measles was given."""
    return any_of((vaccine == "measles") & (dose_number >= 1))


@rule(level="person", unit="months")
def months_of_overdue_doses(age_in_months, vaccination_grace_months):
    """Age without the two months in which a dose may still be given in time."""
    return age_in_months - vaccination_grace_months


@indicator("FC081", level="person", unit="flag", domain="health", **COMPLETION)
def missed_vaccination(
    age_in_months, months_of_overdue_doses, vaccination_age_limit, vaccination_due_months,
    has_hepatitis_b_1, has_dtp_1, has_dtp_2, has_dtp_3, has_measles_1,
):  # fmt: skip
    """A dose due more than two months ago is missing; asked of children under two years."""
    doses = (has_hepatitis_b_1, has_dtp_1, has_dtp_2, has_dtp_3, has_measles_1)
    is_behind = False
    for number, is_given in enumerate(doses, start=1):
        is_behind = ((months_of_overdue_doses > vaccination_due_months[number]) & ~is_given) | is_behind
    return cases((age_in_months < vaccination_age_limit, is_behind), otherwise=not_applicable)
