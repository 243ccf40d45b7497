"""Allowances on disability: adults by group, those disabled since childhood, children by age and group, carers.

The multiples for adults are those of a general illness. Of other causes (work, service) they were not found, so the
result is unknown: somebody is asked, nobody is refused.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import benefit, cases, latest, measure, rule, unknown
from qazaqstan.law.benefits.acts import PUBLISHED, REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge

ALLOWANCE: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "law": f"{REPUBLIC['law']}, article 177",
    "note": "The multiples are in force since 2023 by general knowledge.",
    "level": "person",
    "unit": "tiyn/month",
    "paid": "monthly",
    "to": "person",
    "life_event": "disability",
    "proactive": True,
    "limit": "term_of_decision",
}


@measure(register="disabilities", unit="category", labels=("1", "2", "3", "child"))
def group_of_disability(disability_group, established_on):
    """Group of disability by the latest decision in force; `child` for children under seven."""
    return latest(disability_group, by=established_on)


@measure(
    register="disabilities",
    unit="category",
    labels=("general_illness", "childhood", "work_injury", "occupational_disease", "military_service"),
)
def cause_of_disability(cause, established_on):
    """Cause of disability by the latest decision in force."""
    return latest(cause, by=established_on)


@rule(level="person", unit="flag")
def is_disabled_from_childhood(is_disabled_since_childhood, cause_of_disability):
    """The disability is there since childhood, by its mark or by its cause."""
    return is_disabled_since_childhood | (cause_of_disability == "childhood")


@rule(level="person", unit="flag")
def is_adult_disabled_lately(is_disabled, is_adult, is_disabled_from_childhood):
    """A grown person whose disability is not there since childhood."""
    return is_disabled & is_adult & ~is_disabled_from_childhood


@rule(level="person", unit="flag")
def is_adult_disabled_since_childhood(is_disabled, is_adult, is_disabled_from_childhood):
    """A grown person whose disability is there since childhood."""
    return is_disabled & is_adult & is_disabled_from_childhood


@rule(level="person", unit="flag")
def is_disabled_child_with_group(is_disabled, is_minor, age, disability_groups_of_children_from):
    """A child from seven on with a disability: the decision sets one of three groups."""
    return is_disabled & is_minor & (age >= disability_groups_of_children_from)


@benefit("DIS_G1", **ALLOWANCE)
def adult_disability_allowance_1(
    is_adult_disabled_lately,
    group_of_disability,
    cause_of_disability,
    subsistence_minimum_budget,
    disability_allowance_adult_group,
):
    """Monthly allowance of a grown person with group I by a general illness: 2.2 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_adult_group[1])
    has_right = is_adult_disabled_lately & (group_of_disability == "1")
    return of_general_illness(sum_of_group, has_right=has_right, cause=cause_of_disability)


@benefit("DIS_G2", **ALLOWANCE)
def adult_disability_allowance_2(
    is_adult_disabled_lately,
    group_of_disability,
    cause_of_disability,
    subsistence_minimum_budget,
    disability_allowance_adult_group,
):
    """Monthly allowance of a grown person with group II by a general illness: 1.76 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_adult_group[2])
    has_right = is_adult_disabled_lately & (group_of_disability == "2")
    return of_general_illness(sum_of_group, has_right=has_right, cause=cause_of_disability)


@benefit("DIS_G3", **ALLOWANCE)
def adult_disability_allowance_3(
    is_adult_disabled_lately,
    group_of_disability,
    cause_of_disability,
    subsistence_minimum_budget,
    disability_allowance_adult_group,
):
    """Monthly allowance of a grown person with group III by a general illness: 1.2 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_adult_group[3])
    has_right = is_adult_disabled_lately & (group_of_disability == "3")
    return of_general_illness(sum_of_group, has_right=has_right, cause=cause_of_disability)


@benefit("DISCH_G1", **ALLOWANCE)
def childhood_disability_allowance_1(
    is_adult_disabled_since_childhood,
    group_of_disability,
    subsistence_minimum_budget,
    disability_allowance_since_childhood_group,
):
    """Monthly allowance of a grown person disabled since childhood, group I: 2.2 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_since_childhood_group[1])
    return cases((is_adult_disabled_since_childhood & (group_of_disability == "1"), sum_of_group), otherwise=0)


@benefit("DISCH_G2", **ALLOWANCE)
def childhood_disability_allowance_2(
    is_adult_disabled_since_childhood,
    group_of_disability,
    subsistence_minimum_budget,
    disability_allowance_since_childhood_group,
):
    """Monthly allowance of a grown person disabled since childhood, group II: 1.83 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_since_childhood_group[2])
    return cases((is_adult_disabled_since_childhood & (group_of_disability == "2"), sum_of_group), otherwise=0)


@benefit("DISCH_G3", **ALLOWANCE)
def childhood_disability_allowance_3(
    is_adult_disabled_since_childhood,
    group_of_disability,
    subsistence_minimum_budget,
    disability_allowance_since_childhood_group,
):
    """Monthly allowance of a grown person disabled since childhood, group III: 1.61 subsistence minimums."""
    sum_of_group = ceil_to_tenge(subsistence_minimum_budget * disability_allowance_since_childhood_group[3])
    return cases((is_adult_disabled_since_childhood & (group_of_disability == "3"), sum_of_group), otherwise=0)


def of_general_illness(amount, *, has_right, cause):
    """Return the amount where the right is there and the cause is a general illness; unknown of another cause."""
    return cases((~has_right, 0), (cause == "general_illness", amount), otherwise=unknown)
