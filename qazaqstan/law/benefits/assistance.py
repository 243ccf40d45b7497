"""Targeted social assistance: income of the quarter before against the line of the region.

What a family earned since does not change the quarter that was assigned; the last rules here say what the next one
would bring if everything stayed as it is now.
"""

from __future__ import annotations

from alatau.rules import (
    add_days,
    any_of,
    benefit,
    cases,
    count_of,
    in_force,
    measure,
    months,
    rule,
    share,
    split,
    total,
    unknown,
)
from qazaqstan.law.benefits.acts import LOCAL
from qazaqstan.law.roundings import ceil_to_tenge, floor_to_tenge, round_to_tenge

ORDERS = (
    "Social Code of 20 April 2023 No. 224-VII; orders of 2023 No. 160 (line, amended by No. 473 of 20 December 2024), "
    "No. 181 (income) and No. 227 (procedure)"
)


@measure(register="single_payments", unit="tiyn")
def single_payments_of_quarter(amount, month, calendar):
    """Single aggregate payments of the last full quarter."""
    return total(amount, where=month.within(calendar.previous_quarter))


@measure(register="benefit_payments", history=True, unit="tiyn")
def benefits_of_quarter(amount, valid_from, valid_until, calendar):
    """Pensions and allowances of a month that were being paid on the last day of the last full quarter."""
    last_day = add_days(calendar.previous_quarter.end, -1)
    return total(amount, where=in_force(valid_from, valid_until, on=last_day))


@measure(register="social_insurance_payments", history=True, unit="tiyn")
def insured_payments_of_quarter(amount, valid_from, valid_until, calendar):
    """Insured payments of a month that were being paid on the last day of the last full quarter."""
    last_day = add_days(calendar.previous_quarter.end, -1)
    return total(amount, where=in_force(valid_from, valid_until, on=last_day))


@measure(register="credit_bureau", unit="tiyn")
def loans_of_quarter(loan_amount, loan_kind, opened_on, calendar):
    """Loans that the person took in the last full quarter, mortgages aside."""
    return total(loan_amount, where=opened_on.within(calendar.previous_quarter) & (loan_kind != "mortgage"))


@rule(level="person", unit="tiyn/month")
def earned_income_of_quarter(
    mean_wage_of_quarter,
    single_payments_of_quarter,
    benefits_of_quarter,
    insured_payments_of_quarter,
    esp_pension_share,
    opv_rate,
):
    """Monthly income of the person in the last full quarter: wages, informal work, pensions and allowances."""
    informal = split(share(single_payments_of_quarter * esp_pension_share, of=opv_rate), by=months(3))
    paid = split(benefits_of_quarter + insured_payments_of_quarter, by=months(1))
    return mean_wage_of_quarter + round_to_tenge(informal) + round_to_tenge(paid)


@rule(level="person", unit="tiyn/month", valid_until="2025-09-01")
def loans_as_income__2023(earned_income_of_quarter):
    """Loans are no income of a family until September 2025."""
    return earned_income_of_quarter * 0


@rule(
    level="person",
    unit="tiyn/month",
    valid_from="2025-09-01",
    verification="sourced",
    note="The first day is unverified.",
)
def loans_as_income__2025(loans_of_quarter, asp_loan_spread_months):
    """Loans of the quarter before, mortgages aside, count as income spread over its three months."""
    return round_to_tenge(split(loans_of_quarter, by=asp_loan_spread_months))


@rule(level="family", unit="tiyn/month")
def asp_income(earned_income_of_quarter, loans_as_income, declared_income_of_person):
    """Monthly income of the family in the last full quarter, as assistance counts it, with what it stated itself."""
    stated = round_to_tenge(split(total(declared_income_of_person), by=months(1)))
    return total(earned_income_of_quarter) + total(loans_as_income) + stated


@rule(level="family", unit="flag")
def has_business_without_income(is_entrepreneur, earned_income_of_quarter):
    """A member runs a business of which no register tells the income of the quarter."""
    return any_of(is_entrepreneur & (earned_income_of_quarter == 0))


@rule(level="family", unit="tiyn/month")
def asp_income_per_head(asp_income, members):
    """Monthly income of the last full quarter for each member, as assistance counts it."""
    return floor_to_tenge(split(asp_income, by=members))


@rule(level="family", unit="tiyn/month", verification="derived")
def asp_line(poverty_line):
    """Line of targeted assistance: the line of poverty of the family's region."""
    return poverty_line


@rule(level="family", unit="tiyn/month")
def asp_distance(asp_line, asp_income_per_head):
    """How far income per head is below the line; below zero, by how much it is above."""
    return asp_line - asp_income_per_head


@benefit(
    "ASP",
    **LOCAL,
    law=ORDERS,
    verification="sourced",
    note="The line stands on derived regional figures; which payments are no income was not found.",
    level="family",
    unit="tiyn/month",
    paid="monthly",
    to="family",
    life_event="low_income",
    proactive=True,
    limit="one_quarter",
)
def targeted_assistance(asp_distance, members, has_business_without_income):
    """Monthly assistance of a family below the line: what is missing to the line, for each member.

    Where a business earns what no register tells, somebody is asked, unless the known income is above the line already.
    """
    return cases((asp_distance <= 0, 0), (has_business_without_income, unknown), otherwise=asp_distance * members)


@rule(level="family", unit="flag")
def is_assisted(targeted_assistance):
    """The family has a right to targeted assistance in this quarter."""
    return targeted_assistance > 0


@rule(level="family", unit="flag")
def is_asp_conditional(is_assisted, has_able_bodied_member):
    """Assistance is given with a social contract: somebody in the family can work."""
    return is_assisted & has_able_bodied_member


@rule(level="person", unit="flag")
def is_of_supplement_age(age, asp_supplement_age_from, asp_supplement_age_until):
    """The child is between one and six, both included."""
    return (age >= asp_supplement_age_from) & (age < asp_supplement_age_until)


@rule(level="family", unit="children")
def children_of_supplement_age(is_of_supplement_age):
    """Children of the family between one and six, both included."""
    return count_of(is_of_supplement_age)


@benefit(
    "ASP_CHILD",
    **LOCAL,
    law="Social Code of 20 April 2023 No. 224-VII",
    verification="sourced",
    level="family",
    unit="tiyn/month",
    paid="monthly",
    to="family",
    life_event="low_income",
    proactive=True,
    limit="while_assisted",
)
def assistance_supplement(is_assisted, children_of_supplement_age, mci, asp_child_supplement_1_6):
    """Monthly supplement of an assisted family for each child between one and six: 1.5 indexes."""
    for_all = children_of_supplement_age * ceil_to_tenge(mci * asp_child_supplement_1_6)
    return cases((children_of_supplement_age == 0, 0), (is_assisted, for_all), otherwise=0)
