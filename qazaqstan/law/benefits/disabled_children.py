"""Allowances for a child with a disability, for who raises one, and for who cares for a person of group I."""

from __future__ import annotations

from typing import Any

from alatau.rules import benefit, cases, count_of, measure, unknown
from qazaqstan.law.benefits.acts import PUBLISHED, REPUBLIC
from qazaqstan.law.benefits.disability import ALLOWANCE
from qazaqstan.law.roundings import ceil_to_tenge

OF_CHILD: dict[str, Any] = ALLOWANCE | {"to": "parent"}


@benefit("DISKID_U7", **OF_CHILD)
def disability_allowance_under_7(
    is_disabled, age, disability_groups_of_children_from, subsistence_minimum_budget, disability_allowance_child_under7
):
    """Monthly allowance of a child under seven with a disability: 1.61 subsistence minimums."""
    has_right = is_disabled & (age < disability_groups_of_children_from)
    return cases(
        (has_right, ceil_to_tenge(subsistence_minimum_budget * disability_allowance_child_under7)), otherwise=0
    )


@benefit("DISKID_G1", **OF_CHILD)
def child_disability_allowance_1(
    is_disabled_child_with_group, group_of_disability, subsistence_minimum_budget, disability_allowance_child_7_18_group
):
    """Monthly allowance of a child from seven to eighteen with group I: 2.2 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_child_7_18_group[1])
    return of_group(sum_of_group, "1", has_right=is_disabled_child_with_group, group=group_of_disability)


@benefit("DISKID_G2", **OF_CHILD)
def child_disability_allowance_2(
    is_disabled_child_with_group, group_of_disability, subsistence_minimum_budget, disability_allowance_child_7_18_group
):
    """Monthly allowance of a child from seven to eighteen with group II: 1.83 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_child_7_18_group[2])
    return of_group(sum_of_group, "2", has_right=is_disabled_child_with_group, group=group_of_disability)


@benefit("DISKID_G3", **OF_CHILD)
def child_disability_allowance_3(
    is_disabled_child_with_group, group_of_disability, subsistence_minimum_budget, disability_allowance_child_7_18_group
):
    """Monthly allowance of a child from seven to eighteen with group III: 1.61 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_child_7_18_group[3])
    return of_group(sum_of_group, "3", has_right=is_disabled_child_with_group, group=group_of_disability)


@benefit(
    "DISPARENT",
    **REPUBLIC,
    **PUBLISHED,
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="parent",
    life_event="disability",
    proactive=True,
    limit="child_18_years",
    note="One payment for each child with a disability is a reading of the law.",
)
def disabled_child_parent_allowance(
    is_disabled, is_minor, subsistence_minimum_budget, parent_of_disabled_child_allowance
):
    """Monthly allowance of who raises a child with a disability, for each child: 1.61 subsistence minimums."""
    for_one = ceil_to_tenge(subsistence_minimum_budget * parent_of_disabled_child_allowance)
    return cases((is_disabled & is_minor, for_one), otherwise=0)


@measure(register="disabilities", person="carer_number", unit="people")
def people_of_group_1_cared_for(disability_group):
    """People with group I disability whose decision names the person as carer."""
    return count_of(where=disability_group == "1")


@benefit(
    "CAREGIVER_G1",
    **REPUBLIC,
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="carer",
    life_event="disability",
    proactive=True,
    limit="while_care",
    verification="derived",
    note="1.40 subsistence minimums of 2021 times 1.15, as for the related allowances; unverified.",
)
def group_1_carer_allowance(
    people_of_group_1_cared_for, is_adult, subsistence_minimum_budget, caregiver_group1_allowance
):
    """Monthly allowance of a grown person who is named as carer of somebody with group I: 1.61 subsistence minimums."""
    has_right = is_adult & (people_of_group_1_cared_for > 0)
    return cases((has_right, ceil_to_tenge(subsistence_minimum_budget * caregiver_group1_allowance)), otherwise=0)


def of_group(amount, number, *, has_right, group):
    """Return the amount where the decision sets this group; unknown where it sets none yet."""
    return cases((~has_right, 0), (group == number, amount), (group == "child", unknown), otherwise=0)
