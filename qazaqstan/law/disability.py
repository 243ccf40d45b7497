"""Disability, legal capacity, prison: facts about a person that other rules ask for."""

from __future__ import annotations

from alatau.rules import any_of, count_of, indicator, measure
from qazaqstan.law.sources import MART


@measure(register="disabilities", unit="flag")
def is_disabled():
    """A decision on disability is in force."""
    return count_of() > 0


@measure(register="disabilities", unit="flag")
def has_disability_group_1(disability_group):
    """Disability of group 1 is in force."""
    return any_of(disability_group == "1")


@measure(register="disabilities", unit="flag")
def has_disability_group_2(disability_group):
    """Disability of group 2 is in force."""
    return any_of(disability_group == "2")


@measure(register="disabilities", unit="flag")
def has_disability_group_1_2(disability_group):
    """Disability of group 1 or 2 is in force."""
    return any_of(disability_group.is_one_of("1", "2"))


@measure(register="disabilities", unit="flag")
def has_disability_group_3(disability_group):
    """Disability of group 3 is in force."""
    return any_of(disability_group == "3")


@measure(register="disabilities", unit="flag")
def is_disabled_since_childhood(is_since_childhood):
    """A decision in force says that the disability is since childhood."""
    return any_of(is_since_childhood)


@measure(register="persons", unit="flag")
def is_in_prison(is_imprisoned):
    """The register of persons says that the person is in prison."""
    return any_of(is_imprisoned)


@measure(register="persons", unit="flag")
def has_limited_capacity(capacity):
    """The register of persons says that legal capacity is limited or missing."""
    return any_of(capacity.is_one_of("limited", "none"))


@indicator("FC063", level="person", unit="flag", domain="social", **MART)
def is_imprisoned_member(is_in_prison):
    """The person is in prison."""
    return is_in_prison


@indicator("FC064", level="person", unit="flag", domain="social", **MART)
def lacks_legal_capacity(has_limited_capacity):
    """A court limited the person's legal capacity or took it away."""
    return has_limited_capacity
