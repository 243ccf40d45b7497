"""Pensions from the budget: the basic one of everybody, never zero, and the one earned before 1998."""

from __future__ import annotations

from alatau.rules import benefit, cases, floor_to, greatest, highest, least, measure, months, rule, share, split, total
from qazaqstan.law.benefits.acts import REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge, round_to_tenge


@measure(register="pension_accounts", unit="months")
def months_of_pension_contributions(contribution_months):
    """Months for which pension contributions were paid."""
    return total(contribution_months)


@measure(register="pension_accounts", unit="months")
def months_of_work_before_1998(months_before_1998):
    """Months of work before 1 January 1998."""
    return total(months_before_1998)


@measure(register="pension_accounts", unit="tiyn")
def best_income_of_three_years(best_income):
    """Highest average monthly income of any three years in a row."""
    return highest(best_income)


@rule(level="person", unit="years")
def years_in_pension_system(months_of_pension_contributions, months_of_work_before_1998, months_of_year):
    """Full years in the pension system: work before 1998 and years with contributions."""
    served = months_of_pension_contributions + months_of_work_before_1998
    return floor_to(share(served, of=months_of_year)).in_unit("years")


@rule(level="person", unit="ratio")
def basic_pension_share(
    years_in_pension_system,
    basic_pension_free_years,
    basic_pension_step_per_year,
    basic_pension_min_share_of_sm,
    basic_pension_max_share_of_sm,
):
    """Share of the subsistence minimum in the basic pension: more for each year beyond ten, up to the largest one."""
    counted = greatest(years_in_pension_system - basic_pension_free_years, 0)
    grown = basic_pension_min_share_of_sm + counted * basic_pension_step_per_year
    return least(grown, basic_pension_max_share_of_sm)


@benefit(
    "PENS_BASIC",
    **REPUBLIC,
    verification="sourced",
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="person",
    life_event="pension_age",
    proactive=True,
    limit="for_life_on_request",
)
def basic_pension(is_of_pension_age, basic_pension_share, subsistence_minimum_budget):
    """Monthly basic pension of who reached pension age, by years in the pension system; zero years give the least."""
    return cases((is_of_pension_age, ceil_to_tenge(subsistence_minimum_budget * basic_pension_share)), otherwise=0)


@measure(register="benefit_payments", unit="tiyn")
def solidarity_pension_paid(amount, payment_code):
    """Solidarity pension that is being paid in a month."""
    return total(amount, where=payment_code == "PENS_SOLID")


@rule(level="person", unit="months")
def full_service_months(is_female, solidarity_full_service_men, solidarity_full_service_women):
    """Months of work before 1998 that give the whole solidarity pension: 25 years of men, 20 of women."""
    return cases((is_female, solidarity_full_service_women), otherwise=solidarity_full_service_men)


@rule(level="person", unit="years")
def extra_service_years(months_of_work_before_1998, full_service_months, months_of_year):
    """Full years of work before 1998 beyond the whole service."""
    beyond = greatest(months_of_work_before_1998 - full_service_months, 0)
    return floor_to(share(beyond, of=months_of_year)).in_unit("years")


@rule(level="person", unit="ratio")
def solidarity_pension_share(
    extra_service_years, solidarity_pension_base_share, solidarity_pension_max_share, solidarity_pension_extra_share
):
    """Share of the income in the solidarity pension: 60 % for whole service, 1 % for a further year, at most 75 %."""
    extra = extra_service_years * solidarity_pension_extra_share
    return least(solidarity_pension_base_share + extra, solidarity_pension_max_share)


@rule(level="person", unit="tiyn/month")
def solidarity_pension_counted(
    best_income_of_three_years,
    months_of_work_before_1998,
    full_service_months,
    solidarity_pension_share,
    solidarity_pension_income_cap,
    mci,
):
    """Solidarity pension by the formula: a share of the income, up to 55 indexes; shorter service gives its part."""
    most = split(mci * solidarity_pension_income_cap, by=months(1))
    income = least(split(best_income_of_three_years, by=months(1)), most)
    served = least(months_of_work_before_1998, full_service_months)
    part = share(served, of=full_service_months)
    whole = round_to_tenge(income.or_if_not_applicable(0) * solidarity_pension_share)
    return ceil_to_tenge(whole * part)


@benefit(
    "PENS_SOLID",
    **REPUBLIC | {"law": f"{REPUBLIC['law']}, article 197 on indexation"},
    verification="unverified",
    note="The limit of 55 indexes is sourced; the shares and full service are general knowledge.",
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="person",
    life_event="pension_age",
    proactive=True,
    limit="for_life_on_request",
)
def solidarity_pension(
    is_of_pension_age,
    months_of_work_before_1998,
    solidarity_least_service,
    solidarity_pension_paid,
    solidarity_pension_counted,
):
    """Monthly pension of who reached pension age with half a year of work before 1998 or more.

    A pension that is being paid is what was once assigned and indexed each year since; a new one is counted.
    """
    has_right = is_of_pension_age & (months_of_work_before_1998 >= solidarity_least_service)
    paid = round_to_tenge(split(solidarity_pension_paid, by=months(1)))
    return cases((paid > 0, paid), (has_right, solidarity_pension_counted), otherwise=0)
