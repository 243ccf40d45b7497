"""Health: clinic, insurance, diagnoses under observation, pregnancy, vaccination.

Diagnoses are codes of ICD-10; a card never shows them to another person.
"""

from __future__ import annotations

from alatau.rules import add_months, all_of, any_of, count_of, indicator, measure
from qazaqstan.law.sources import BOTH, COLUMN, COMPLETION, MART, METHOD

#: First signs of chronic diseases under observation.
CHRONIC = ("I", "E", "J", "K", "N", "G", "D", "B18")


@measure(register="clinic_attachments", unit="flag")
def is_attached():
    """The person is attached to a clinic."""
    return count_of() > 0


@indicator("FC071", level="family", unit="flag", domain="health", **BOTH)
def are_all_attached(is_attached):
    """Every member is attached to a clinic."""
    return all_of(is_attached)


@measure(register="health_insurance", unit="flag")
def has_health_insurance(is_insured, month, calendar):
    """The person was insured in one of the last two full months: the register tells of the latest one."""
    return any_of(is_insured, where=month.within(calendar.last_months(2)))


@indicator("FC072", level="family", unit="flag", domain="health", **BOTH)
def has_insured_member(has_health_insurance):
    """At least one member is insured in mandatory health insurance."""
    return any_of(has_health_insurance)


@measure(register="dispensary_patients", unit="flag")
def has_chronic_disease(diagnosis_icd10):
    """A chronic disease is under observation."""
    found = diagnosis_icd10.starts_with(CHRONIC[0])
    for signs in CHRONIC[1:]:
        found = found | diagnosis_icd10.starts_with(signs)
    return any_of(found)


@indicator("FC073", level="family", unit="flag", domain="health", **METHOD)
def has_chronic_member(has_chronic_disease):
    """A member has a chronic disease under observation."""
    return any_of(has_chronic_disease)


@measure(register="dispensary_patients", unit="flag")
def is_on_dispensary_register():
    """The person is on the dispensary register."""
    return count_of() > 0


@indicator("FC074", level="family", unit="flag", domain="health", **BOTH)
def has_dispensary_member(is_on_dispensary_register):
    """A member is on the dispensary register."""
    return any_of(is_on_dispensary_register)


@measure(register="pregnancies", unit="flag")
def has_open_pregnancy_card():
    """A pregnancy card is open."""
    return count_of() > 0


@indicator("FC075", level="person", unit="flag", domain="health", **MART)
def is_pregnant(has_open_pregnancy_card):
    """The person is pregnant by an open card."""
    return has_open_pregnancy_card


@measure(register="oncology_patients", unit="flag")
def has_tumour():
    """The person is in the oncology register."""
    return count_of() > 0


@measure(register="dispensary_patients", unit="flag")
def has_significant_diagnosis(diagnosis_icd10):
    """A diagnosis of the list: tuberculosis, hepatitis, HIV, diabetes, mental disorder, multiple sclerosis."""
    code = diagnosis_icd10
    infections = ((code >= "A15") & (code < "A20")) | code.starts_with("B18") | ((code >= "B20") & (code < "B25"))
    others = ((code >= "E10") & (code < "E15")) | code.starts_with("F") | code.starts_with("G35")
    return any_of(infections | others)


@indicator("FC076", level="person", unit="flag", domain="health", **COLUMN)
def has_significant_disease(has_significant_diagnosis, has_tumour):
    """The person has a disease of the list of socially significant ones."""
    return has_significant_diagnosis | has_tumour


@measure(register="dispensary_patients", unit="flag")
def has_mental_diagnosis(diagnosis_icd10):
    """A diagnosis F00 to F09 or F20 to F99 is under observation."""
    code = diagnosis_icd10
    return any_of(code.starts_with("F0") | ((code >= "F20") & (code < "G")))


@indicator("FC077", level="person", unit="flag", domain="health", **MART)
def is_on_psychiatric_register(has_mental_diagnosis):
    """The person is on the psychiatric register."""
    return has_mental_diagnosis


@measure(register="dispensary_patients", unit="flag")
def has_dependence_diagnosis(diagnosis_icd10):
    """A diagnosis F10 to F19 is under observation."""
    return any_of(diagnosis_icd10.starts_with("F1"))


@indicator("FC078", level="person", unit="flag", domain="health", **MART)
def is_on_narcology_register(has_dependence_diagnosis):
    """The person is on the narcology register."""
    return has_dependence_diagnosis


@indicator("FC079", level="person", unit="flag", domain="health", **MART)
def is_on_oncology_register(has_tumour):
    """The person is in the oncology register."""
    return has_tumour


@measure(register="hospital_stays", history=True, unit="flag")
def was_found_delayed(final_icd10):
    """A final diagnosis of a hospital: hearing loss or delayed development. A stay that goes on has none yet."""
    code = final_icd10
    return any_of(
        code.starts_with("H90") | ((code >= "F80") & (code < "F84")) | code.starts_with("R62"), unknown_as=False
    )


@indicator("FC080", level="family", unit="flag", domain="health", **MART)
def has_delayed_child(was_found_delayed, is_minor):
    """A hospital found hearing loss or delayed development in a child under 18."""
    return any_of(was_found_delayed & is_minor)


@measure(register="dispensary_patients", unit="flag")
def visited_clinic_this_year(last_visit_on, day, clinic_visit_months):
    """A visit with a disease under observation lies within the last twelve months."""
    return any_of(last_visit_on > add_months(day, -clinic_visit_months))


@indicator("FC082", level="person", unit="flag", domain="health", **COMPLETION)
def has_no_visit_for_year(has_chronic_disease, visited_clinic_this_year):
    """The person has a chronic disease and did not visit a clinic for twelve months."""
    return has_chronic_disease & ~visited_clinic_this_year
