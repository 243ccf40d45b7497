"""What several benefits ask: the right to live here, months of insurance, a case with the fund, relatives who died."""

from __future__ import annotations

from alatau.rules import (
    any_of,
    cases,
    count_of,
    floor_to,
    greatest,
    highest,
    least,
    lowest,
    measure,
    months,
    months_between,
    of,
    rule,
    share,
    split,
    total,
)
from qazaqstan.law.roundings import round_to_tenge


@measure(register="resettlers", unit="flag")
def is_kandas(status):
    """The person holds the status of a kandas."""
    return any_of(status == "kandas")


@measure(register="foreigners", unit="flag")
def has_permanent_permit(permit_kind):
    """The person is a foreigner with a permit of permanent residence."""
    return any_of(permit_kind == "permanent")


@rule(level="person", unit="flag")
def has_right_of_residence(is_citizen, is_kandas, has_permanent_permit):
    """The person is a citizen, a kandas, or a foreigner who lives here permanently."""
    return is_citizen | is_kandas | has_permanent_permit


@measure(register="pension_accounts", unit="months")
def months_of_insurance(insured_months):
    """Months for which social contributions were paid."""
    return total(insured_months)


@rule(level="person", unit="flag")
def takes_part_in_insurance(months_of_insurance, months_paid_in_24):
    """The person takes part in social insurance: contributions were paid at all, and within the last 24 months."""
    return (months_of_insurance > 0) & (months_paid_in_24 > 0)


@rule(level="person", unit="tiyn/month")
def insured_income_limit(minimum_wage, social_contribution_income_cap):
    """Most of a month's income on which social contributions are paid."""
    return minimum_wage * social_contribution_income_cap


@rule(level="person", unit="tiyn/month")
def insured_income_24_months(mean_wage_24_months, insured_income_limit):
    """Average insured income of the last 24 months, up to the limit."""
    return least(mean_wage_24_months, insured_income_limit)


@rule(level="person", unit="tiyn/month")
def insured_income_12_months(mean_wage_12_months, insured_income_limit):
    """Average insured income of the last twelve months, up to the limit."""
    return least(mean_wage_12_months, insured_income_limit)


@rule(level="person", unit="years")
def years_beyond_full_participation(months_of_insurance, social_insurance_full_months, months_of_year):
    """Full years of social insurance beyond the first five."""
    beyond = greatest(months_of_insurance - social_insurance_full_months, 0)
    return floor_to(share(beyond, of=months_of_year)).in_unit("years")


@rule(level="person", unit="ratio")
def participation_coefficient(
    months_of_insurance,
    social_insurance_least_months,
    social_insurance_participation_coefficient,
    years_beyond_full_participation,
    social_insurance_participation_step,
):
    """Coefficient of participation in social insurance: 0.7 from half a year on, 1 from five years on, and 0.02 a year.

    Under half a year there is none, and the coefficient is zero.
    """
    usual = social_insurance_participation_coefficient[months_of_insurance]
    extra = years_beyond_full_participation * social_insurance_participation_step
    return cases((months_of_insurance < social_insurance_least_months, 0), otherwise=usual + extra)


@rule(level="person", unit="people")
def parents_lost(lost_parents):
    """Parents of the person who died."""
    return count_of(of(lost_parents))


@measure(register="deaths", unit="day")
def death_day(died_on):
    """Day of death."""
    return lowest(died_on)


@rule(level="person", unit="flag")
def died_lately(death_day, day, funeral_claim_limit):
    """The person died so lately that help for the burial can still be asked for."""
    return months_between(death_day, day) < funeral_claim_limit


@measure(register="benefit_payments", history=True, unit="flag")
def got_pension(payment_code):
    """The person gets, or got until death, a pension from the budget."""
    return any_of(payment_code.starts_with("PENS_"))


@measure(register="social_insurance_payments", unit="tiyn")
def average_income_of_childcare_case(average_income, risk_kind):
    """Average monthly income that the fund counted when it assigned the childcare payment."""
    return highest(average_income, where=risk_kind == "childcare")


@rule(level="person", unit="tiyn/month")
def childcare_income(average_income_of_childcare_case, insured_income_24_months, insured_income_limit):
    """Insured income before the leave: as the fund counted it where it has a case, else of the last 24 months."""
    of_fund = round_to_tenge(split(average_income_of_childcare_case, by=months(1)))
    counted = least(of_fund, insured_income_limit)
    return counted.or_if_not_applicable(insured_income_24_months)
