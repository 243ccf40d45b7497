"""Labour status of a person: one of 32 classes, the first that fits.

The published mart has a column of 32 codes without their names; these classes are a reading of it.
"""

from __future__ import annotations

from alatau.rules import cases, indicator, months_between, rule
from qazaqstan.law.sources import COLUMN

CLASSES = (
    "under_school_age", "pupil", "school_age_outside_school", "college_student", "university_student",
    "working_student", "pensioner", "working_pensioner", "without_pension_at_pension_age",
    "disabled_1_2", "working_disabled", "imprisoned", "employee_entrepreneur", "employee_founder", "employee",
    "employee_without_contract", "entrepreneur", "entrepreneur_founder", "founder", "single_payer",
    "farmer", "registered_unemployed", "seeking_work", "pregnant", "carer_of_infant", "contract_without_contributions",
    "stopped_within_12_months", "disabled_3", "neet", "pre_pension", "able_without_work", "other",
)  # fmt: skip


@rule(level="person", unit="category", labels=CLASSES)
def class_by_age_and_study(
    age, school_age_from, is_minor, is_pupil, is_college_student, is_university_student, is_working, is_school_age
):
    """Class of who learns or is too young to work; `other` for everybody else."""
    is_student = is_college_student | is_university_student
    return cases(
        (age < school_age_from, "under_school_age"),
        (is_pupil & ~is_student, "pupil"),
        (is_student & is_working, "working_student"),
        (is_college_student, "college_student"),
        (is_university_student, "university_student"),
        (is_school_age & is_minor, "school_age_outside_school"),
        otherwise="other",
    )


@rule(level="person", unit="category", labels=CLASSES)
def class_by_protection(
    is_of_pension_age, gets_pension, is_working, has_disability_group_1_2, is_disabled, is_in_prison
):
    """Class of who is old, disabled or in prison; `other` for everybody else."""
    return cases(
        (is_in_prison, "imprisoned"),
        (is_of_pension_age & is_working, "working_pensioner"),
        (is_of_pension_age & gets_pension, "pensioner"),
        (is_of_pension_age, "without_pension_at_pension_age"),
        (is_disabled & is_working, "working_disabled"),
        (has_disability_group_1_2, "disabled_1_2"),
        otherwise="other",
    )


@rule(level="person", unit="category", labels=CLASSES)
def class_by_work(is_working, has_open_contract, is_entrepreneur, is_founder, is_single_payer, animals_of_person):
    """Class of who works in some form; `other` for everybody else."""
    return cases(
        (is_working & is_entrepreneur, "employee_entrepreneur"),
        (is_working & is_founder, "employee_founder"),
        (is_working & has_open_contract, "employee"),
        (is_working, "employee_without_contract"),
        (is_entrepreneur & is_founder, "entrepreneur_founder"),
        (is_entrepreneur, "entrepreneur"),
        (is_founder, "founder"),
        (is_single_payer, "single_payer"),
        (animals_of_person > 0, "farmer"),
        otherwise="other",
    )


@rule(level="person", unit="flag")
def cares_for_infant(youngest_born_on, day, childcare_age_limit):
    """The person is the mother of a child under a year and a half."""
    return months_between(youngest_born_on, day) < childcare_age_limit


@rule(level="person", unit="category", labels=CLASSES)
def class_without_work(
    is_registered_unemployed, seeks_work, is_pregnant, cares_for_infant, has_open_contract, contributions_stopped,
    is_disabled, is_neet, is_of_pre_pension_age, is_able_and_without_work,
):  # fmt: skip
    """Class of who does not work."""
    return cases(
        (is_registered_unemployed, "registered_unemployed"),
        (seeks_work, "seeking_work"),
        (is_pregnant, "pregnant"),
        (cares_for_infant, "carer_of_infant"),
        (has_open_contract, "contract_without_contributions"),
        (contributions_stopped, "stopped_within_12_months"),
        (is_disabled, "disabled_3"),
        (is_neet, "neet"),
        (is_of_pre_pension_age, "pre_pension"),
        (is_able_and_without_work, "able_without_work"),
        otherwise="other",
    )


@indicator("FC041", level="person", unit="category", labels=CLASSES, domain="employment", **COLUMN)
def labour_status(class_by_age_and_study, class_by_protection, class_by_work, class_without_work):
    """One of 32 classes of study, work and support, the first that fits."""
    return cases(
        (class_by_age_and_study != "other", class_by_age_and_study),
        (class_by_protection != "other", class_by_protection),
        (class_by_work != "other", class_by_work),
        otherwise=class_without_work,
    )
