"""Payments of the social insurance fund on the loss of work and of work capacity. The formulas are unverified."""

from __future__ import annotations

from alatau.rules import benefit, cases, greatest, highest, lowest, measure, months_between, round_to, rule
from qazaqstan.law.benefits.acts import FUND, UNVERIFIED
from qazaqstan.law.roundings import ceil_to_tenge


@measure(register="labour_market", unit="day")
def unemployed_since(status, registered_on):
    """Day from which the person is registered as unemployed."""
    return lowest(registered_on, where=status == "unemployed")


@rule(level="person", unit="months")
def job_loss_months(months_of_insurance, social_insurance_least_months, job_loss_months_for_participation):
    """Months for which the job-loss payment is paid: one to six, by months of participation."""
    is_too_short = months_of_insurance < social_insurance_least_months
    return cases((is_too_short, 0), otherwise=job_loss_months_for_participation[months_of_insurance])


@rule(level="person", unit="flag")
def is_paid_for_job_loss(unemployed_since, job_loss_months, day):
    """The person is registered as unemployed and the months of payment have not ended."""
    return months_between(unemployed_since, day) < job_loss_months


@benefit(
    "JOBLOSS_INS",
    **FUND,
    verification="unverified",
    note="The rate and one to six months are sourced; the coefficients are general knowledge.",
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="person",
    life_event="job_loss",
    proactive=True,
    limit="job_loss_months",
)
def job_loss_payment(
    is_paid_for_job_loss, insured_income_24_months, job_loss_replacement_rate, participation_coefficient
):
    """Monthly payment on the loss of work: 45 % of the income of 24 months, times participation."""
    amount = insured_income_24_months * job_loss_replacement_rate * participation_coefficient
    return cases((is_paid_for_job_loss, ceil_to_tenge(amount)), otherwise=0)


@measure(register="disabilities", unit="percent")
def loss_of_work_capacity(degree_percent):
    """Highest degree of loss of work capacity by decisions in force, in per cent."""
    return highest(degree_percent)


@rule(level="person", unit="ratio")
def work_capacity_coefficient(is_disabled, loss_of_work_capacity, work_capacity_loss_coefficient):
    """Coefficient of the loss of work capacity: 0.3 from 30 %, 0.5 from 60 %, 0.7 from 80 %; zero below."""
    return cases(
        (~is_disabled, 0),
        (loss_of_work_capacity >= 80, work_capacity_loss_coefficient[80]),
        (loss_of_work_capacity >= 60, work_capacity_loss_coefficient[60]),
        (loss_of_work_capacity >= 30, work_capacity_loss_coefficient[30]),
        otherwise=0,
    )


@rule(level="person", unit="tiyn/month")
def replaced_income(insured_income_24_months, minimum_wage, insured_income_deduction):
    """Insured income of 24 months beyond half of the minimum wage: what the fund replaces a part of."""
    return greatest(insured_income_24_months - ceil_to_tenge(minimum_wage * insured_income_deduction), 0)


@benefit(
    "DIS_INS",
    **FUND,
    **UNVERIFIED,
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="person",
    life_event="disability",
    proactive=True,
    limit="term_of_decision",
)
def insured_disability_payment(
    takes_part_in_insurance,
    work_capacity_coefficient,
    replaced_income,
    survivor_and_capacity_insured_replacement_rate,
    participation_coefficient,
):
    """Monthly payment on the loss of 30 % or more of work capacity to an insured person, beside the allowance."""
    # Four places hold the product whole: the coefficients have one place, and two.
    part = work_capacity_coefficient * participation_coefficient
    rate = round_to(survivor_and_capacity_insured_replacement_rate * part, places=4)
    has_right = (work_capacity_coefficient > 0) & takes_part_in_insurance
    return cases((has_right, ceil_to_tenge(replaced_income * rate)), otherwise=0)
