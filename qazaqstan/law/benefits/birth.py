"""Birth of a child: which children of a mother are small, which they are in order, and the grant for their birth.

The order of a child counts all live-born children of its mother, also those who no longer live with her. The mother's
acts say how many there are; her children of childcare age are the last of them.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import benefit, cases, count_of, greatest, least, measure, of, rule, unknown
from qazaqstan.law.benefits.acts import PUBLISHED, REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge

BIRTH_GRANT: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "level": "person",
    "unit": "tiyn",
    "paid": "once",
    "to": "parent",
    "life_event": "child_birth",
    "proactive": True,
    "limit": "claim_18_months",
}


@measure(register="births", person="mother_number", unit="children")
def births_given(child_number, mother_number, status):
    """Live-born children of the mother, by their birth acts.

    A child of several acts counts once, and an act that names the mother as her own child counts none.
    """
    return count_of(child_number, distinct=True, where=(status != "annulled") & (child_number != mother_number))


@rule(level="person", unit="flag")
def is_of_childcare_age(age_in_months, childcare_age_limit):
    """The child is younger than a year and a half."""
    return age_in_months < childcare_age_limit


@rule(level="person", unit="flag")
def is_of_birth_grant_age(age_in_months, birth_grant_claim_limit):
    """The child is so young that the grant for its birth can still be asked for."""
    return age_in_months < birth_grant_claim_limit


@rule(level="person", unit="children")
def infants(children_of_mother, is_of_childcare_age):
    """Living children of the mother, own and adopted, under a year and a half."""
    return count_of(of(children_of_mother, is_of_childcare_age))


@rule(level="person", unit="children")
def ward_infants(wards, is_of_childcare_age):
    """Children under a year and a half whom the person guards."""
    return count_of(of(wards, is_of_childcare_age))


@rule(level="person", unit="children")
def newborns(children_of_mother, is_of_birth_grant_age):
    """Living children of the mother for whose birth the grant can still be asked for."""
    return count_of(of(children_of_mother, is_of_birth_grant_age))


@rule(level="person", unit="children")
def children_before_infants(births_given, infants):
    """Children whom the mother bore before those under a year and a half."""
    return greatest(births_given - infants, 0)


@rule(level="person", unit="children")
def children_before_newborns(births_given, newborns):
    """Children whom the mother bore before those of the grant."""
    return greatest(births_given - newborns, 0)


@benefit("BIRTH_1_3", **BIRTH_GRANT)
def birth_grant_for_first_three(
    ward_infants, newborns, children_before_newborns, has_right_of_residence, mci, birth_grant
):
    """Grant for the birth of a first, second or third child: 38 indexes for each.

    A guardian may have the right too; by which order was not found, so a guardian of an infant is asked.
    """
    children = of_order(newborns, before=children_before_newborns, first=1, last=3)
    sum_of_all = children * ceil_to_tenge(mci * birth_grant[1])
    return cases((ward_infants > 0, unknown), (children == 0, 0), (~has_right_of_residence, 0), otherwise=sum_of_all)


@benefit("BIRTH_4P", **BIRTH_GRANT)
def birth_grant_for_fourth_on(newborns, children_before_newborns, has_right_of_residence, mci, birth_grant):
    """Grant for the birth of a fourth or next child: 63 indexes for each."""
    children = of_order(newborns, before=children_before_newborns, first=4)
    sum_of_all = children * ceil_to_tenge(mci * birth_grant[4])
    return cases((children == 0, 0), (~has_right_of_residence, 0), otherwise=sum_of_all)


def of_order(children, *, before, first, last=None):
    """Return how many of the youngest children are the mother's first-th to last-th, when she bore others before."""
    highest_order = before + children
    counted = highest_order if last is None else least(highest_order, last)
    return greatest(counted - greatest(before, first - 1), 0)
