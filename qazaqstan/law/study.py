"""Who goes to kindergarten, school, college or university, and who counts as a child of the family."""

from __future__ import annotations

from alatau.rules import any_of, count_of, indicator, measure, rule
from qazaqstan.law.sources import METHOD


@measure(register="pupils", unit="flag")
def is_preschooler(level):
    """The child has a place in a kindergarten or a class before school."""
    return any_of(level == "preschool")


@measure(register="pupils", unit="flag")
def is_pupil(level):
    """The person has an active record in a school."""
    return any_of(level == "school")


@measure(register="college_students", unit="flag")
def is_college_student():
    """The person studies at a college."""
    return count_of() > 0


@measure(register="university_students", unit="flag")
def is_university_student():
    """The person studies at a university."""
    return count_of() > 0


@rule(level="person", unit="flag")
def is_student(is_college_student, is_university_student):
    """The person studies at a college or a university."""
    return is_college_student | is_university_student


@rule(level="person", unit="flag")
def studies(is_pupil, is_student):
    """The person is at school, college or university."""
    return is_pupil | is_student


@rule(level="person", unit="flag")
def is_dependent_child(is_family_head, is_minor, studies, age, student_dependent_until):
    """The person is a child of the family: under 18, or studying and under 23; not somebody who heads a family."""
    return ~is_family_head & (is_minor | (studies & (age < student_dependent_until)))


@indicator("FC048", level="family", unit="children", domain="social", **METHOD)
def children_and_students(is_dependent_child):
    """Children of the family under 18 and students under 23."""
    return count_of(is_dependent_child)
