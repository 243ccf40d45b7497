"""Difficult situations in life, for which the Social Code asks for a plan and special services.

The Code lists grounds in words; which record shows each of them is derived here. They stand beside category and rights.
"""

from __future__ import annotations

from typing import Any

from alatau.rules import any_of, measure, rule, status

CODE: dict[str, Any] = {
    "group": "difficult_situation",
    "law": "Social Code of 20 April 2023 No. 224-VII, on special social services",
    "verification": "derived",
    "note": "The Code names the ground; the record that shows it is a proposal.",
}


@measure(register="guardianships", unit="flag")
def is_without_parental_care(status):
    """A decision in force says that the child is an orphan or without parental care."""
    return any_of(status.is_one_of("orphan", "without_care"))


@measure(register="prison_and_probation", unit="flag")
def is_on_probation(is_on_probation):
    """The person is under probation."""
    return any_of(is_on_probation)


@rule(level="person", unit="flag")
def needs_daily_care(has_disability_group_1, is_disabled, is_minor):
    """Disability of group 1, or of a child."""
    return has_disability_group_1 | (is_disabled & is_minor)


@status("situation_without_parental_care", **CODE)
def situation_without_parental_care(is_without_parental_care, is_orphan_pupil, is_minor):
    """A child is an orphan or without parental care."""
    return any_of((is_without_parental_care | is_orphan_pupil) & is_minor)


@status("situation_daily_care", **CODE)
def situation_daily_care(needs_daily_care):
    """A member has a disability of group 1, or a child has a disability."""
    return any_of(needs_daily_care)


@status("situation_violence", **CODE)
def situation_violence(has_violence_report):
    """Violence at home was reported."""
    return has_violence_report


@status("situation_dependence", **CODE)
def situation_dependence(has_dependence_diagnosis):
    """A member depends on alcohol or drugs."""
    return any_of(has_dependence_diagnosis)


@status("situation_homeless", **CODE)
def situation_homeless(is_family_registered, family_dwellings):
    """Nobody who heads the family is registered anywhere, and the family owns no dwelling."""
    return ~is_family_registered & (family_dwellings == 0)


@status("situation_old_and_alone", **CODE)
def situation_old_and_alone(is_elderly_alone):
    """A person of 63 or older is alone."""
    return is_elderly_alone


@status("situation_prison_or_probation", **CODE)
def situation_prison_or_probation(is_in_prison, is_on_probation):
    """A member is in prison or under probation."""
    return any_of(is_in_prison | is_on_probation)


@status("situation_delayed_development", **CODE)
def situation_delayed_development(has_delayed_child):
    """A child is delayed in development."""
    return has_delayed_child


@status("situation_loss_of_breadwinner", **CODE)
def situation_loss_of_breadwinner(had_recent_death, minor_children):
    """A close relative died within three months, and the family has children under 18."""
    return had_recent_death & (minor_children > 0)


@status("situation_emergency_home", **CODE)
def situation_emergency_home(is_in_emergency_house):
    """The home is in the emergency list."""
    return is_in_emergency_house


@status("situation_crisis", **CODE)
def situation_crisis(dfc_category):
    """The wellbeing of the family is marked as crisis or emergency."""
    return dfc_category.is_one_of("D", "E")
