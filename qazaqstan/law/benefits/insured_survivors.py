"""The fund's payment on the loss of an insured breadwinner, by what the dead had earned. The formula is unverified."""

from __future__ import annotations

from alatau.rules import (
    benefit,
    cases,
    count_of,
    greatest,
    highest,
    least,
    measure,
    months,
    of,
    round_to,
    rule,
    share,
    split,
    total,
)
from qazaqstan.law.benefits.acts import FUND
from qazaqstan.law.earnings import PENSION
from qazaqstan.law.roundings import ceil_to_tenge, round_to_tenge


@measure(register="contributions", unit="tiyn")
def pension_contributions_known(amount, purpose_code):
    """Mandatory pension contributions of all months that the register keeps: of the dead, of their last two years."""
    return total(amount, where=purpose_code == PENSION)


@measure(register="contributions", unit="months")
def months_known(months, purpose_code):
    """Months of all those contributions."""
    return total(months, where=purpose_code == PENSION)


@rule(level="person", unit="tiyn/month")
def insured_income_of_known_months(pension_contributions_known, months_known, opv_rate, insured_income_limit):
    """Average insured income of the months that the register keeps, up to the limit; zero without contributions."""
    earned = share(pension_contributions_known, of=opv_rate)
    mean = round_to_tenge(split(earned, by=months_known))
    return cases((months_known == 0, 0), otherwise=least(mean, insured_income_limit))


@rule(level="person", unit="tiyn/month")
def survivor_income_of_fund(average_income_of_survivor_case, insured_income_limit):
    """Average income of the dead as the fund counted it for the person, up to the limit; zero without a case."""
    counted = round_to_tenge(split(average_income_of_survivor_case, by=months(1))).or_if_not_applicable(0)
    return least(counted, insured_income_limit)


@measure(register="social_insurance_payments", unit="tiyn")
def average_income_of_survivor_case(average_income, risk_kind):
    """Average monthly income of the dead that the fund counted when it assigned the survivor payment."""
    return highest(average_income, where=risk_kind == "survivor")


@rule(level="person", unit="tiyn/month")
def income_of_lost_parent(lost_parents, insured_income_of_known_months):
    """Average insured income of the parent who died; of two, the greater one; zero where none was insured."""
    return highest(of(lost_parents, insured_income_of_known_months)).or_if_not_applicable(0)


@rule(level="person", unit="ratio")
def participation_of_lost_parent(lost_parents, participation_coefficient):
    """Coefficient of participation of the parent who died; of two, the greater one; zero where none was insured."""
    return highest(of(lost_parents, participation_coefficient)).or_if_not_applicable(0)


@rule(level="family", unit="tiyn/month")
def replaced_income_of_breadwinner(
    survivor_income_of_fund,
    income_of_lost_parent,
    is_of_dependent_age,
    minimum_wage,
    insured_income_deduction,
):
    """Income of the breadwinner who died beyond half of the minimum wage: what the fund replaces a part of."""
    counted = highest(survivor_income_of_fund).or_if_not_applicable(0)
    earned = highest(income_of_lost_parent, where=is_of_dependent_age).or_if_not_applicable(0)
    return greatest(greatest(counted, earned) - ceil_to_tenge(minimum_wage * insured_income_deduction), 0)


@rule(level="family", unit="ratio")
def participation_of_breadwinner(participation_of_lost_parent, is_of_dependent_age):
    """Coefficient of participation in social insurance of the breadwinner who died."""
    return highest(participation_of_lost_parent, where=is_of_dependent_age).or_if_not_applicable(0)


@benefit(
    "SURV_INS",
    **FUND,
    verification="unverified",
    note="That the payment exists is sourced; its formula is general knowledge.",
    level="family",
    unit="tiyn/month",
    paid="monthly",
    to="guardian",
    life_event="loss_of_breadwinner",
    proactive=True,
    limit="while_dependants",
)
def insured_survivor_payment(
    bereaved_dependants,
    replaced_income_of_breadwinner,
    survivor_and_capacity_insured_replacement_rate,
    survivor_insured_dependants_coefficient,
    participation_of_breadwinner,
):
    """Monthly payment of the fund on the loss of an insured breadwinner, beside the allowance, by dependants."""
    of_dependants = survivor_insured_dependants_coefficient[bereaved_dependants]
    # Four places hold the product whole: the coefficients have one place, and two.
    part = of_dependants * participation_of_breadwinner
    rate = round_to(survivor_and_capacity_insured_replacement_rate * part, places=4)
    amount = ceil_to_tenge(replaced_income_of_breadwinner * rate)
    return cases((bereaved_dependants == 0, 0), otherwise=amount)


@rule(level="family", unit="people")
def bereaved_dependants(is_survivor, is_full_orphan):
    """Members of dependent age who lost one parent or both."""
    return count_of(is_survivor | is_full_orphan)
