"""Care of a child until a year and a half, and leave before and after the birth: the budget's help and the fund's.

Who takes part in social insurance gets the fund's payment, everybody else the allowance: never both.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import benefit, cases, days_between, greatest, highest, measure, rule, share, unknown
from qazaqstan.law.benefits.acts import FUND, PUBLISHED, REPUBLIC, UNVERIFIED
from qazaqstan.law.benefits.birth import of_order
from qazaqstan.law.roundings import ceil_to_tenge, round_to_tenge

ALLOWANCE: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "level": "person",
    "unit": "tiyn/month",
    "paid": "monthly",
    "to": "parent",
    "life_event": "child_birth",
    "proactive": True,
    "limit": "child_18_months",
}


@benefit("CARE_1", **ALLOWANCE)
def childcare_allowance_1(
    ward_infants, infants, children_before_infants, gets_childcare_allowance, mci, childcare_allowance_child
):
    """Monthly allowance for the care of a first child under a year and a half: 5.76 indexes.

    A guardian has the right too; by which order was not found, so a guardian of an infant is asked.
    """
    children = of_order(infants, before=children_before_infants, first=1, last=1)
    rate = ceil_to_tenge(mci * childcare_allowance_child[1])
    return cases((ward_infants > 0, unknown), (gets_childcare_allowance, children * rate), otherwise=0)


@benefit("CARE_2", **ALLOWANCE)
def childcare_allowance_2(infants, children_before_infants, gets_childcare_allowance, mci, childcare_allowance_child):
    """Monthly allowance for the care of a second child under a year and a half: 6.81 indexes."""
    children = of_order(infants, before=children_before_infants, first=2, last=2)
    rate = ceil_to_tenge(mci * childcare_allowance_child[2])
    return cases((gets_childcare_allowance, children * rate), otherwise=0)


@benefit("CARE_3", **ALLOWANCE)
def childcare_allowance_3(infants, children_before_infants, gets_childcare_allowance, mci, childcare_allowance_child):
    """Monthly allowance for the care of a third child under a year and a half: 7.85 indexes."""
    children = of_order(infants, before=children_before_infants, first=3, last=3)
    rate = ceil_to_tenge(mci * childcare_allowance_child[3])
    return cases((gets_childcare_allowance, children * rate), otherwise=0)


@benefit("CARE_4P", **ALLOWANCE)
def childcare_allowance_4(infants, children_before_infants, gets_childcare_allowance, mci, childcare_allowance_child):
    """Monthly allowance for the care of a fourth or next child under a year and a half: 8.9 indexes for each."""
    children = of_order(infants, before=children_before_infants, first=4)
    rate = ceil_to_tenge(mci * childcare_allowance_child[4])
    return cases((gets_childcare_allowance, children * rate), otherwise=0)


@rule(level="person", unit="flag")
def gets_childcare_allowance(infants, takes_part_in_insurance, has_right_of_residence):
    """The mother cares for a child under a year and a half, may live here, and takes no part in social insurance."""
    return (infants > 0) & ~takes_part_in_insurance & has_right_of_residence


@rule(level="person", unit="tiyn/month")
def childcare_payment_assigned(
    infants,
    children_before_infants,
    childcare_income,
    childcare_insured_replacement_rate,
    mci,
    childcare_allowance_child,
):
    """The fund's payment before the pension contribution: 40 % of the income, for each child at least the allowance."""
    replaced = ceil_to_tenge(childcare_income * childcare_insured_replacement_rate)
    sums = [
        of_order(infants, before=children_before_infants, first=order, last=None if order == 4 else order)
        * greatest(replaced, ceil_to_tenge(mci * childcare_allowance_child[order]))
        for order in (1, 2, 3, 4)
    ]
    return sums[0] + sums[1] + sums[2] + sums[3]


@benefit(
    "CARE_INS",
    **FUND,
    **UNVERIFIED,
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="parent",
    life_event="child_birth",
    proactive=True,
    limit="child_18_months",
)
def insured_childcare_payment(infants, takes_part_in_insurance, childcare_payment_assigned, opv_rate):
    """Monthly payment to an insured mother for the care of a child under a year and a half, less 10 % for a pension."""
    withheld = round_to_tenge(childcare_payment_assigned * opv_rate)
    return cases((infants == 0, 0), (~takes_part_in_insurance, 0), otherwise=childcare_payment_assigned - withheld)


@measure(register="sick_leaves", unit="days")
def days_of_maternity_leave(leave_from, leave_until, kind):
    """Days of the leave before and after a birth that is running, its first and last day included."""
    return highest(days_between(leave_from, leave_until) + 1, where=kind == "maternity")


@rule(level="person", unit="tiyn")
def maternity_payment_assigned(days_of_maternity_leave, insured_income_12_months, insured_days_of_month):
    """The fund's payment before the pension contribution: the average monthly income for each thirty days of leave."""
    months_of_leave = share(days_of_maternity_leave, of=insured_days_of_month).in_unit("months")
    return ceil_to_tenge(insured_income_12_months * months_of_leave)


@benefit(
    "MATERNITY_INS",
    **FUND | {"law": f"{FUND['law']}; Labour Code of 23 November 2015 No. 414-V, article 99"},
    verification="unverified",
    note="The days of leave are sourced; the formula is general knowledge.",
    level="person",
    unit="tiyn",
    paid="once",
    to="person",
    life_event="pregnancy",
    proactive=True,
    limit="maternity_days",
)
def maternity_payment(days_of_maternity_leave, takes_part_in_insurance, maternity_payment_assigned, opv_rate):
    """One payment for the leave before and after a birth to an insured woman, less 10 % for her pension."""
    is_on_leave = days_of_maternity_leave > 0
    withheld = round_to_tenge(maternity_payment_assigned * opv_rate)
    return cases((is_on_leave & takes_part_in_insurance, maternity_payment_assigned - withheld), otherwise=0)
