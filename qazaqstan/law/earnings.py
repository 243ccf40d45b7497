"""Wages as contributions show them, and months of work.

A pension contribution is a known part of the wage, so the wage follows from it. Where an employer paid only the social
contribution, the wage follows from that one.
"""

from __future__ import annotations

from alatau.rules import cases, measure, months, rule, share, split, total
from qazaqstan.law.roundings import round_to_tenge

PENSION, SOCIAL = "010", "012"


@measure(register="contributions", unit="tiyn")
def pension_contributions_3_months(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the last three full months."""
    return total(amount, where=month.within(calendar.last_months(3)) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_3_months(amount, month, purpose_code, calendar):
    """Social contributions of the last three full months."""
    return total(amount, where=month.within(calendar.last_months(3)) & (purpose_code == SOCIAL))


@measure(register="contributions", unit="tiyn")
def pension_contributions_12_months(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the last twelve full months."""
    return total(amount, where=month.within(calendar.last_months(12)) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_12_months(amount, month, purpose_code, calendar):
    """Social contributions of the last twelve full months."""
    return total(amount, where=month.within(calendar.last_months(12)) & (purpose_code == SOCIAL))


@measure(register="contributions", unit="tiyn")
def pension_contributions_24_months(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the last 24 full months."""
    return total(amount, where=month.within(calendar.last_months(24)) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_24_months(amount, month, purpose_code, calendar):
    """Social contributions of the last 24 full months."""
    return total(amount, where=month.within(calendar.last_months(24)) & (purpose_code == SOCIAL))


@measure(register="contributions", unit="tiyn")
def pension_contributions_of_quarter(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the last full quarter."""
    return total(amount, where=month.within(calendar.previous_quarter) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_of_quarter(amount, month, purpose_code, calendar):
    """Social contributions of the last full quarter."""
    return total(amount, where=month.within(calendar.previous_quarter) & (purpose_code == SOCIAL))


@measure(register="contributions", unit="tiyn")
def pension_contributions_a_year_before(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the same quarter a year before."""
    return total(amount, where=month.within(calendar.same_quarter_a_year_before) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_a_year_before(amount, month, purpose_code, calendar):
    """Social contributions of the same quarter a year before."""
    return total(amount, where=month.within(calendar.same_quarter_a_year_before) & (purpose_code == SOCIAL))


@rule(level="person", unit="tiyn/month")
def mean_wage_of_quarter(
    pension_contributions_of_quarter, social_contributions_of_quarter, opv_rate, social_contribution_rate_employer
):
    """Average monthly wage of the last full quarter."""
    return mean_wage(
        pension=pension_contributions_of_quarter,
        social=social_contributions_of_quarter,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(3),
    )


@rule(level="person", unit="tiyn/month")
def mean_wage_a_year_before(
    pension_contributions_a_year_before, social_contributions_a_year_before, opv_rate, social_contribution_rate_employer
):
    """Average monthly wage of the same quarter a year before."""
    return mean_wage(
        pension=pension_contributions_a_year_before,
        social=social_contributions_a_year_before,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(3),
    )


@rule(level="person", unit="tiyn/month")
def mean_wage_24_months(
    pension_contributions_24_months, social_contributions_24_months, opv_rate, social_contribution_rate_employer
):
    """Average monthly wage of the last 24 months, months without work included."""
    return mean_wage(
        pension=pension_contributions_24_months,
        social=social_contributions_24_months,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(24),
    )


@measure(register="contributions", unit="months")
def months_paid_in_24(months, month, purpose_code, calendar):
    """Months of the last 24 for which social contributions or pension contributions were paid."""
    return total(months, where=month.within(calendar.last_months(24)) & purpose_code.is_one_of(PENSION, SOCIAL))


def mean_wage(*, pension, social, pension_rate, social_rate, over):
    """Return the wage of a month, out of the contributions of some; social ones count where there are no others."""
    earned = cases((pension > 0, share(pension, of=pension_rate)), otherwise=share(social, of=social_rate))
    return round_to_tenge(split(earned, by=over))
