"""Kindergarten, school, teaching at home, and the savings of children from the National Fund."""

from __future__ import annotations

from typing import Any

from alatau.rules import add_days, age_on, any_of, benefit, cases, highest, measure, rule
from qazaqstan.law.benefits.acts import LOCAL

SCHOOL: dict[str, Any] = {
    **LOCAL,
    "level": "person",
    "unit": "flag",
    "to": "child",
    "life_event": "school_start",
    "proactive": True,
    "limit": "school_year",
}


@measure(register="kindergarten_queue", unit="flag")
def is_in_kindergarten_queue(status):
    """The child stands in the queue for a kindergarten, holds a voucher, or has a place by it."""
    return any_of(status != "withdrawn")


@benefit(
    "KG_VOUCHER",
    **LOCAL,
    law="Order of 19 June 2020 No. 254 on services of preschool education",
    verification="sourced",
    note="The rules of the queue are sourced; the rate that is paid to the kindergarten was not found.",
    level="person",
    unit="flag",
    paid="monthly",
    to="kindergarten",
    life_event="kindergarten_age",
    proactive=True,
    limit="kindergarten_days",
)
def kindergarten_voucher(age, kindergarten_age_from, kindergarten_age_until, is_in_kindergarten_queue):
    """Place in a kindergarten paid by a state voucher, for a child in the queue aged two to six."""
    return (age >= kindergarten_age_from) & (age < kindergarten_age_until) & is_in_kindergarten_queue


@measure(register="pupils", unit="grade")
def school_grade(grade, level):
    """Grade of the pupil; not applicable outside school."""
    return highest(grade, where=level == "school")


@rule(level="person", unit="flag")
def is_vulnerable_pupil(is_pupil, is_orphan_pupil, is_disabled, is_assisted, children_and_students, large_family_from):
    """A pupil who is an orphan or disabled, or whose family is assisted or large."""
    is_weak = is_orphan_pupil | is_disabled | is_assisted | (children_and_students >= large_family_from)
    return is_pupil & is_weak


@benefit(
    "SCHOOL_MEAL",
    **SCHOOL,
    law="Law of 27 July 2007 No. 319-III on education; rules of the region",
    verification="unverified",
    note="Partly sourced; free meals for all of grades 1 to 4 are general knowledge.",
    paid="school_days",
)
def school_meal(is_pupil, school_grade, free_meal_last_grade, is_vulnerable_pupil):
    """One hot meal a day at school: for all of grades 1 to 4, later for pupils of vulnerable families."""
    return cases((~is_pupil, False), (school_grade <= free_meal_last_grade, True), otherwise=is_vulnerable_pupil)


@rule(level="family", unit="flag")
def is_below_minimum(income_per_head, subsistence_minimum_budget):
    """Income per head is below the subsistence minimum of the budget law."""
    return income_per_head < subsistence_minimum_budget


@benefit(
    "SCHOOL_KIT",
    **SCHOOL,
    law="Law of 27 July 2007 No. 319-III on education; rules of the region",
    verification="unverified",
    note="General knowledge; the school sets the amount.",
    paid="school_year",
)
def school_kit(is_pupil, is_assisted, is_below_minimum, is_orphan_pupil, is_in_emergency_house):
    """Uniform, supplies or money from the school's fund: assisted families, low income, orphans, emergencies."""
    return is_pupil & (is_assisted | is_below_minimum | is_orphan_pupil | is_in_emergency_house)


@benefit(
    "GSP_6_18",
    **SCHOOL,
    law="Government resolution of 30 December 2019 No. 1032 (repealed by No. 39 of 25 January 2023)",
    verification="unverified",
    note="The content is sourced for 2020; the present legal form was not checked.",
    paid="school_year",
)
def guaranteed_social_package(age, social_package_age_from, is_minor, is_pupil, is_assisted):
    """Hot meals, uniform, travel to school and medical care for a pupil of an assisted family aged six to eighteen."""
    return (age >= social_package_age_from) & is_minor & is_pupil & is_assisted


@measure(register="pupils", unit="flag")
def is_taught_at_home(is_home_schooled):
    """The school teaches the child at home. A record without the mark means that it does not."""
    return any_of(is_home_schooled, unknown_as=False)


@benefit(
    "HOME_SCHOOL",
    **LOCAL,
    law="Local rules; joint pilot order of May 2025",
    verification="sourced",
    note="That it exists is sourced; the maslikhat sets the amount. The pilot's score is off.",
    level="person",
    unit="flag",
    paid="monthly",
    to="parent",
    life_event="disability",
    proactive=False,
    limit="school_year",
    valid_from="2025-09-01",
)
def home_teaching_refund(is_disabled, is_minor, is_taught_at_home):
    """Refund of costs of teaching at home a child with a disability."""
    return is_disabled & is_minor & is_taught_at_home


@benefit(
    "NATFUND",
    law="Social Code of 20 April 2023 No. 224-VII, programme National Fund for Children",
    payer="national_fund",
    verification="sourced",
    level="person",
    unit="USD",
    paid="yearly",
    to="child",
    life_event="child_turns_18",
    proactive=True,
    limit="after_18",
    valid_from="2024-02-01",
)
def national_fund_accrual(is_citizen, birth_day, calendar, adult_age, natfund_child_accrual):
    """Dollars credited this year to a citizen who was born and under 18 on the last day of the year before."""
    last_day = add_days(calendar.previous_year.end, -1)
    was_child = (birth_day <= last_day) & (age_on(birth_day, on=last_day) < adult_age)
    return cases((is_citizen & was_child, natfund_child_accrual), otherwise=0)
