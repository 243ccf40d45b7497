"""Loss of a breadwinner: the allowance of the family by its dependants, orphans of both parents, the fund's payment.

From six dependants on the sum no longer rises: it is shared among them, and each one's part falls.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import benefit, cases, count_of, rule, split
from qazaqstan.law.benefits.acts import PUBLISHED, REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge, round_to_tenge

SURVIVORS: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "level": "family",
    "unit": "tiyn/month",
    "paid": "monthly",
    "to": "guardian",
    "life_event": "loss_of_breadwinner",
    "proactive": True,
    "limit": "while_dependants",
}
#: The law's table ends here: so many dependants and more share one sum.
MOST = 6


@rule(level="person", unit="flag")
def is_of_dependent_age(is_minor, studies, age, student_dependent_until):
    """The person is under 18, or studies and is under 23."""
    return is_minor | (studies & (age < student_dependent_until))


@rule(level="person", unit="flag")
def is_full_orphan(is_of_dependent_age, parents_lost):
    """The person is of dependent age and lost both parents."""
    return is_of_dependent_age & (parents_lost >= 2)


@rule(level="person", unit="flag")
def is_survivor(is_of_dependent_age, parents_lost):
    """The person is of dependent age and lost one parent."""
    return is_of_dependent_age & (parents_lost == 1)


@rule(level="family", unit="people")
def survivors(is_survivor):
    """Members of dependent age who lost one parent."""
    return count_of(is_survivor)


@benefit("SURV_1", **SURVIVORS)
def survivor_allowance_1(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with one dependant who lost a parent: 0.92 subsistence minimums."""
    return cases(
        (survivors == 1, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[1])), otherwise=0
    )


@benefit("SURV_2", **SURVIVORS)
def survivor_allowance_2(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with two dependants who lost a parent: 1.7 subsistence minimums."""
    return cases(
        (survivors == 2, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[2])), otherwise=0
    )


@benefit("SURV_3", **SURVIVORS)
def survivor_allowance_3(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with three dependants who lost a parent: 2.25 subsistence minimums."""
    return cases(
        (survivors == 3, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[3])), otherwise=0
    )


@benefit("SURV_4", **SURVIVORS)
def survivor_allowance_4(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with four dependants who lost a parent: 2.6 subsistence minimums."""
    return cases(
        (survivors == 4, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[4])), otherwise=0
    )


@benefit("SURV_5", **SURVIVORS)
def survivor_allowance_5(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with five dependants who lost a parent: 2.75 subsistence minimums."""
    return cases(
        (survivors == 5, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[5])), otherwise=0
    )


@benefit("SURV_6P", **SURVIVORS)
def survivor_allowance_6(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """Monthly allowance of a family with six dependants or more, shared equally: three subsistence minimums in all."""
    sum_of_all = ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[MOST])
    return cases((survivors >= MOST, sum_of_all), otherwise=0)


@rule(level="family", unit="tiyn/month")
def survivor_allowance_for_each(survivors, subsistence_minimum_budget, survivor_allowance_dependants):
    """One dependant's part of the survivor allowance; not applicable where there are none."""
    sum_of_all = ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_dependants[survivors])
    return round_to_tenge(split(sum_of_all, by=survivors))


@benefit(
    "SURV_ORPHAN",
    **SURVIVORS | {"level": "person", "verification": "derived"},
    note="The sum of 2026 is published; the multiple is derived from it.",
)
def orphan_allowance(is_full_orphan, subsistence_minimum_budget, survivor_allowance_full_orphan):
    """Monthly allowance of each child who lost both parents: 1.54 subsistence minimums."""
    return cases(
        (is_full_orphan, ceil_to_tenge(subsistence_minimum_budget * survivor_allowance_full_orphan)), otherwise=0
    )
