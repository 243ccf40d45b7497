"""Income: wages, single payment, benefits, assistance, savings, and income per head against the lines of the law."""

from __future__ import annotations

from alatau.rules import (
    any_of,
    cases,
    greatest,
    highest,
    indicator,
    latest,
    measure,
    months,
    rule,
    share,
    split,
    total,
    unknown,
)
from qazaqstan.law.bands import half_open, rows
from qazaqstan.law.earnings import mean_wage
from qazaqstan.law.roundings import round_to_tenge
from qazaqstan.law.sources import COMPLETION, MART, METHOD

INCOME_BANDS = ("none", "lt_025", "025_1", "1_2", "2_3", "3_4", "ge_4")
SAVINGS_BANDS = ("none", "lt_100k", "100k_1m", "1m_5m", "5m_10m", "ge_10m")


@indicator("FC003", level="person", unit="tiyn/month", domain="income", **MART)
def mean_wage_3_months(
    pension_contributions_3_months, social_contributions_3_months, opv_rate, social_contribution_rate_employer
):
    """Average monthly wage over the last three full months, restored from contributions."""
    return mean_wage(
        pension=pension_contributions_3_months,
        social=social_contributions_3_months,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(3),
    )


@indicator("FC004", level="person", unit="tiyn/month", domain="income", **MART)
def mean_wage_12_months(
    pension_contributions_12_months, social_contributions_12_months, opv_rate, social_contribution_rate_employer
):
    """Average monthly wage over the last twelve full months, restored from contributions."""
    return mean_wage(
        pension=pension_contributions_12_months,
        social=social_contributions_12_months,
        pension_rate=opv_rate,
        social_rate=social_contribution_rate_employer,
        over=months(12),
    )


@measure(register="single_payments", unit="tiyn")
def single_payments_3_months(amount, month, calendar):
    """Single aggregate payments of the last three full months."""
    return total(amount, where=month.within(calendar.last_months(3)))


@indicator("FC005", level="person", unit="tiyn/month", domain="income", **MART)
def single_payment_income(single_payments_3_months, esp_pension_share, opv_rate):
    """Income on which an informal worker pays the single aggregate payment.

    Three tenths of the payment are a pension contribution, which is a tenth of the income.
    """
    return round_to_tenge(split(share(single_payments_3_months * esp_pension_share, of=opv_rate), by=months(3)))


@measure(register="benefit_payments", unit="tiyn")
def benefits_paid(amount):
    """Pensions and allowances of a month that are being paid."""
    return total(amount)


@measure(register="social_insurance_payments", unit="tiyn")
def insured_payments_paid(amount):
    """Insured payments of a month that are being paid."""
    return total(amount)


@indicator("FC006", level="person", unit="tiyn/month", domain="income", **MART)
def social_payments_of_person(benefits_paid, insured_payments_paid):
    """Pensions, allowances and insured payments that the person gets in a month."""
    return round_to_tenge(split(benefits_paid + insured_payments_paid, by=months(1)))


@measure(register="targeted_assistance", unit="tiyn")
def asp_of_person(amount, quarter, calendar):
    """Targeted assistance of the last full quarter as it stands on the person's row: the whole family's."""
    return total(amount, where=quarter == calendar.previous_quarter.text)


@measure(register="targeted_assistance", unit="flag")
def is_on_asp_list(quarter, calendar):
    """The person is on the list of targeted assistance of the last full quarter."""
    return any_of(quarter == calendar.previous_quarter.text)


@indicator("FC007", level="family", unit="tiyn", domain="income", **MART)
def asp_of_last_quarter(asp_of_person):
    """Targeted assistance that the family got in the last full quarter."""
    return highest(asp_of_person)


@indicator("FC008", level="family", unit="flag", domain="income", **MART)
def gets_asp(is_on_asp_list):
    """Somebody in the family is on the list of targeted assistance of the last full quarter."""
    return any_of(is_on_asp_list)


@rule(level="family", unit="tiyn/month")
def asp_of_month(asp_of_last_quarter):
    """Targeted assistance of the family in a month of the last full quarter."""
    return round_to_tenge(split(asp_of_last_quarter, by=months(3)))


@rule(level="family", unit="tiyn/month")
def asp_of_member(asp_of_month, members):
    """One member's part of the family's targeted assistance in a month."""
    return round_to_tenge(split(asp_of_month, by=members))


@rule(level="person", unit="tiyn/month")
def own_income(mean_wage_3_months, single_payment_income, social_payments_of_person):
    """Monthly income that is the person's own: wage, informal work, pensions and allowances."""
    return mean_wage_3_months + single_payment_income + social_payments_of_person


@indicator("FC002", level="person", unit="tiyn/month", domain="income", **MART)
def total_income_of_person(own_income, asp_of_member):
    """Own monthly income and the person's part of the family's targeted assistance."""
    return own_income + asp_of_member


@rule(level="family", unit="tiyn/month")
def family_income(own_income, asp_of_month):
    """Monthly income of the whole family."""
    return total(own_income) + asp_of_month


@rule(level="family", unit="tiyn/month")
def income_per_head(family_income, members):
    """Monthly income of the family divided by its members."""
    return round_to_tenge(split(family_income, by=members))


@indicator("FC001", level="family", unit="category", labels=INCOME_BANDS, domain="income", **METHOD)
def income_band(income_per_head, subsistence_minimum_budget, dfc_income_bound):
    """Income per head in seven bands of the subsistence minimum; a bound belongs to the band above it.

    The method does not say which minimum; the one of the budget law is taken, as proposed.
    """
    # In money and not in minimums: a ratio would be rounded, and a tenge below a bound would stand above it.
    bounds = [subsistence_minimum_budget * bound for bound in rows(dfc_income_bound, 5)]
    known = half_open(income_per_head, bounds, INCOME_BANDS[1:])
    return cases((income_per_head == 0, "none"), otherwise=known)


@measure(register="family_cards", unit="flag")
def was_asked_for_other_income(declared_on):
    """The person's card holds a day on which the family stated other income."""
    return any_of(~declared_on.is_unknown())


@measure(register="family_cards", unit="tiyn")
def declared_income_of_person(declared_income, declared_on):
    """Other monthly income that the person stated."""
    return total(declared_income, where=~declared_on.is_unknown())


@indicator("FC009", level="family", unit="tiyn/month", domain="income", **COMPLETION)
def declared_other_income(was_asked_for_other_income, declared_income_of_person):
    """Monthly income that the family stated in a questionnaire: garden, odd jobs, help of relatives.

    Unknown until the family was asked. It is shown and does not enter the income per head.
    """
    stated = round_to_tenge(split(total(declared_income_of_person), by=months(1)))
    return cases((any_of(was_asked_for_other_income), stated), otherwise=unknown)


@indicator("FC010", level="family", unit="ratio", domain="income", **COMPLETION)
def income_trend(mean_wage_of_quarter, mean_wage_a_year_before):
    """How far the family's wages of the last quarter rose or fell against the same quarter a year before."""
    before = total(mean_wage_a_year_before)
    return share(total(mean_wage_of_quarter) - before, of=before)


@rule(level="family", unit="tiyn/month", valid_from="2023-07-01", valid_until="2025-01-01", verification="sourced")
def poverty_line__2023(poverty_line_share_of_sm, subsistence_minimum_budget):
    """Line of poverty until 2025: 70 % of the subsistence minimum."""
    return round_to_tenge(subsistence_minimum_budget * poverty_line_share_of_sm)


@rule(level="family", unit="tiyn/month", valid_from="2025-01-01", verification="derived")
def poverty_line__2025(
    family_region,
    regional_median_income_previous_quarter,
    poverty_line_share_of_regional_median_income,
    regional_sm_previous_quarter,
    poverty_line_floor_share_of_regional_sm,
):
    """Line of poverty of the region: 35 % of its median income of the quarter before, at least 70 % of its minimum.

    Regional figures are not published; the parameters say how they are derived.
    """
    line = regional_median_income_previous_quarter[family_region] * poverty_line_share_of_regional_median_income
    floor = regional_sm_previous_quarter[family_region] * poverty_line_floor_share_of_regional_sm
    return round_to_tenge(greatest(line, floor))


@indicator("FC011", level="family", unit="tiyn/month", domain="income", **COMPLETION)
def distance_to_poverty_line(poverty_line, income_per_head):
    """Line of poverty minus income per head: above zero the family lives below the line."""
    return poverty_line - income_per_head


@indicator("FC012", level="person", unit="tiyn", domain="income", **COMPLETION)
def bank_deposits(bank_balance):
    """Money on accounts, known only where the person agreed to show it."""
    return bank_balance


@measure(register="open_banking", unit="tiyn")
def bank_balance(balance):
    """Balance of all accounts that the person agreed to show."""
    return total(balance)


@measure(register="pension_accounts", unit="tiyn")
def pension_savings(balance, moved_on):
    """Balance of the pension account after its latest movement."""
    return latest(balance, by=moved_on)


@measure(register="pension_accounts", unit="flag")
def has_pension_savings(balance):
    """The person has a pension account with money on it."""
    return any_of(balance > 0)


@indicator("FC013", level="person", unit="category", labels=SAVINGS_BANDS, domain="income", **COMPLETION)
def pension_savings_band(has_pension_savings, pension_savings, pension_savings_bound):
    """Pension savings in bands; a bound belongs to the band above it."""
    known = half_open(pension_savings, rows(pension_savings_bound, 4), SAVINGS_BANDS[1:])
    return cases((~has_pension_savings, "none"), otherwise=known)


@measure(register="benefit_payments", unit="flag")
def gets_pension(payment_code):
    """The person gets a pension."""
    return any_of(payment_code.starts_with("PENS_"))
