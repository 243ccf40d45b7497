"""Shape of the family: its type, the part of each member, one parent, an old person alone."""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, indicator, rule
from qazaqstan.law.sources import COMPLETION, MART

TYPES = (
    "single", "couple", "one_parent", "couple_with_children", "large", "several_generations", "adults",
    "children_with_relatives", "other",
)  # fmt: skip
ROLES = ("spouse", "single", "child", "ward", "parent", "partner", "sibling", "grandchild", "co_resident")


@rule(level="family", unit="people")
def heads(is_family_head):
    """Those who head the family: two of a couple, or one."""
    return count_of(is_family_head)


@rule(level="family", unit="flag")
def has_other_generation(family_role):
    """A parent or a grandchild of those who head the family belongs to it."""
    return any_of(family_role.is_one_of("parent", "grandchild"))


@indicator("FC055", level="family", unit="category", labels=TYPES, domain="social", **MART)
def family_type(members, heads, minor_children, has_other_generation, is_one_parent_family, large_family_from):
    """Type of the family by who belongs to it, the first that fits."""
    return cases(
        (members == 1, "single"),
        (has_other_generation, "several_generations"),
        (minor_children >= large_family_from, "large"),
        (is_one_parent_family, "one_parent"),
        ((heads == 2) & (minor_children > 0), "couple_with_children"),
        (minor_children > 0, "children_with_relatives"),
        ((heads == 2) & (members == 2), "couple"),
        (heads > 0, "adults"),
        otherwise="other",
    )


@indicator("FC056", level="person", unit="category", labels=ROLES, domain="social", **MART)
def member_part(family_role):
    """Part of the member in the family, as the city finds it from acts and addresses."""
    parts = ((family_role == role, role) for role in ROLES[:-1])
    return cases(*parts, otherwise=ROLES[-1])


@rule(level="family", unit="people")
def grown_members(is_adult, is_dependent_child):
    """Adults who are not students of the family under 23."""
    return count_of(is_adult & ~is_dependent_child)


@indicator("FC067", level="family", unit="flag", domain="social", **COMPLETION)
def is_one_parent_family(grown_members, minor_children):
    """One adult lives with children under 18."""
    return (grown_members == 1) & (minor_children > 0)


@indicator("FC068", level="family", unit="flag", domain="social", **COMPLETION)
def is_elderly_alone(age, elderly_age, members):
    """A person of 63 or older is alone in the family."""
    return (members == 1) & any_of(age >= elderly_age)
