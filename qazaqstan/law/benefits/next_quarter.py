"""What targeted assistance would be in the next quarter if the family's income stayed as it is now.

A family sees before it files how near the line it is, and what a new wage or a loan will do to the quarter after.
"""

from __future__ import annotations

from alatau.rules import cases, measure, months, rule, split, total, unknown
from qazaqstan.law.earnings import PENSION, SOCIAL, mean_wage
from qazaqstan.law.roundings import floor_to_tenge, round_to_tenge


@measure(register="contributions", unit="tiyn")
def pension_contributions_of_month(amount, month, purpose_code, calendar):
    """Mandatory pension contributions of the last full month."""
    return total(amount, where=month.within(calendar.last_months(1)) & (purpose_code == PENSION))


@measure(register="contributions", unit="tiyn")
def social_contributions_of_month(amount, month, purpose_code, calendar):
    """Social contributions of the last full month."""
    return total(amount, where=month.within(calendar.last_months(1)) & (purpose_code == SOCIAL))


@measure(register="credit_bureau", unit="tiyn")
def loans_of_this_quarter(loan_amount, loan_kind, opened_on, calendar):
    """Loans that the person took since the last full quarter, mortgages aside."""
    return total(loan_amount, where=(opened_on >= calendar.previous_quarter.end) & (loan_kind != "mortgage"))


@rule(level="person", unit="tiyn/month")
def wage_now(
    pension_contributions_of_month, social_contributions_of_month, opv_rate, social_contribution_rate_employer
):
    """Wage of the last full month."""
    return mean_wage(
        pension=pension_contributions_of_month,
        social=social_contributions_of_month,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(1),
    )


@rule(level="person", unit="tiyn/month")
def income_now(wage_now, single_payment_income, social_payments_of_person):
    """Monthly income of the person now: the last wage, informal work, pensions and allowances."""
    return wage_now + single_payment_income + social_payments_of_person


@rule(level="person", unit="tiyn/month", valid_until="2025-09-01")
def loans_as_income_next__2023(income_now):
    """Loans are no income of a family until September 2025."""
    return income_now * 0


@rule(level="person", unit="tiyn/month", valid_from="2025-09-01", verification="sourced")
def loans_as_income_next__2025(loans_of_this_quarter, asp_loan_spread_months):
    """Loans of this quarter, mortgages aside, which will count as income of its three months."""
    return round_to_tenge(split(loans_of_this_quarter, by=asp_loan_spread_months))


@rule(level="family", unit="tiyn/month")
def asp_income_per_head_next(income_now, loans_as_income_next, declared_income_of_person, members):
    """Monthly income for each member that the next quarter would count, if everything stays as it is."""
    stated = round_to_tenge(split(total(declared_income_of_person), by=months(1)))
    return floor_to_tenge(split(total(income_now) + total(loans_as_income_next) + stated, by=members))


@rule(level="family", unit="tiyn/month")
def asp_distance_next(asp_line, asp_income_per_head_next):
    """How far that income would be below today's line; below zero, by how much above it."""
    return asp_line - asp_income_per_head_next


@rule(level="family", unit="tiyn/month", verification="derived", note="Today's line stands in for the next quarter's.")
def asp_next_quarter(asp_distance_next, members, has_business_without_income):
    """Monthly assistance in the next quarter, if everything stays as it is."""
    sum_of_all = asp_distance_next * members
    return cases((asp_distance_next <= 0, 0), (has_business_without_income, unknown), otherwise=sum_of_all)
