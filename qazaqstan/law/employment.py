"""Work: who is able to, who does, in what form, and who stopped."""

from __future__ import annotations

from alatau.rules import any_of, count_of, indicator, measure, months_between, rule, share, total
from qazaqstan.law.sources import BOTH, COMPLETION, MART, METHOD


@rule(level="person", unit="flag")
def is_working(mean_wage_3_months):
    """The person had a wage in the last three months."""
    return mean_wage_3_months > 0


@rule(level="person", unit="flag")
def had_wage_in_12_months(mean_wage_12_months):
    """The person had a wage in the last twelve months."""
    return mean_wage_12_months > 0


@rule(level="person", unit="flag")
def is_single_payer(single_payments_3_months):
    """The person paid the single aggregate payment in the last three months."""
    return single_payments_3_months > 0


@rule(level="person", unit="flag")
def is_of_working_age(age, working_age_from, is_of_pension_age):
    """The person is 16 or older and has not reached pension age."""
    return (age >= working_age_from) & ~is_of_pension_age


@rule(level="person", unit="flag")
def is_able_bodied(is_of_working_age, is_pupil, has_disability_group_1_2):
    """The person is of working age, not at school and has no disability of group 1 or 2."""
    return is_of_working_age & ~is_pupil & ~has_disability_group_1_2


@indicator("FC033", level="family", unit="flag", domain="employment", **BOTH)
def has_able_bodied_member(is_able_bodied):
    """At least one member is of working age and able to work."""
    return any_of(is_able_bodied)


@indicator("FC034", level="person", unit="flag", domain="employment", **BOTH)
def is_able_and_without_work(
    is_able_bodied, had_wage_in_12_months, is_entrepreneur, is_single_payer, studies, is_disabled, is_pregnant
):
    """Able-bodied, and for twelve months no wage; no business, no single payment, no study, disability or pregnancy."""
    is_busy = had_wage_in_12_months | is_entrepreneur | is_single_payer | studies
    return is_able_bodied & ~is_busy & ~is_disabled & ~is_pregnant


@indicator("FC035", level="family", unit="people", domain="employment", **BOTH)
def working_members(is_working):
    """Members with a wage in the last three months."""
    return count_of(is_working)


@measure(register="labour_contracts", unit="flag")
def has_open_contract(terminated_on):
    """A labour contract without a day of its end is in force."""
    return any_of(terminated_on.is_unknown())


@indicator("FC036", level="family", unit="flag", domain="employment", **MART)
def has_active_contract(has_open_contract):
    """A member has a labour contract that nobody ended."""
    return any_of(has_open_contract)


@measure(register="entrepreneurs", unit="flag")
def is_registered_entrepreneur():
    """A registration as sole entrepreneur is in force."""
    return count_of() > 0


@indicator("FC037", level="person", unit="flag", domain="employment", **BOTH)
def is_entrepreneur(is_registered_entrepreneur):
    """The person is registered as a sole entrepreneur."""
    return is_registered_entrepreneur


@measure(register="legal_entities", person="founder_number", unit="flag")
def founded_active_company(status):
    """The person founded a legal entity that is active."""
    return any_of(status == "active")


@indicator("FC038", level="person", unit="flag", domain="employment", **BOTH)
def is_founder(founded_active_company):
    """The person is a founder of an active company."""
    return founded_active_company


@indicator("FC039", level="family", unit="flag", domain="employment", **METHOD)
def has_entrepreneur_and_founder(is_entrepreneur, is_founder):
    """The family has a sole entrepreneur and a founder of a company; one person may be both."""
    return any_of(is_entrepreneur) & any_of(is_founder)


@measure(register="labour_market", unit="flag")
def is_registered_unemployed(status):
    """The person has the official status of an unemployed."""
    return any_of(status == "unemployed")


@measure(register="labour_market", unit="flag")
def seeks_work(status):
    """The person seeks work through the exchange."""
    return any_of(status.is_one_of("seeking", "unemployed"))


@indicator("FC040", level="family", unit="flag", domain="employment", **MART)
def has_registered_unemployed(is_registered_unemployed):
    """A member has the official status of an unemployed."""
    return any_of(is_registered_unemployed)


@measure(register="contributions", unit="tiyn")
def contributions_2_months(amount, month, calendar):
    """All contributions of the last two full months."""
    return total(amount, where=month.within(calendar.last_months(2)))


@rule(level="person", unit="flag")
def is_neet(
    age, neet_age_from, neet_age_until, studies, is_entrepreneur, animals_of_person, contributions_2_months,
    is_single_payer, has_health_insurance, is_registered_unemployed,
):  # fmt: skip
    """Aged 14 to 34, and neither in study nor in work of any form, nor insured, nor registered as unemployed."""
    is_young = age.between(neet_age_from, neet_age_until)
    is_busy = studies | is_entrepreneur | (animals_of_person > 0) | (contributions_2_months > 0) | is_single_payer
    return is_young & ~is_busy & ~has_health_insurance & ~is_registered_unemployed


@indicator("FC042", level="family", unit="flag", domain="employment", **MART)
def has_neet_youth(is_neet):
    """A young member neither studies nor works."""
    return any_of(is_neet)


@indicator("FC043", level="family", unit="flag", domain="employment", **MART)
def has_youth(age, youth_age_from, youth_age_until):
    """A member is 16 to 35 years old."""
    return any_of(age.between(youth_age_from, youth_age_until))


@rule(level="person", unit="flag")
def is_of_pre_pension_age(pension_day, day, gets_pension, pre_pension_months):
    """At most two years are left until pension age, and no pension is paid yet.

    A published query takes the age of 61.5 for women of 2024 and 62 of 2025; the law holds 61 until the end of 2027.
    """
    left = months_between(day, pension_day)
    return (pension_day > day) & (left <= pre_pension_months) & ~gets_pension


@indicator("FC044", level="family", unit="flag", domain="employment", **MART)
def has_member_of_pre_pension_age(is_of_pre_pension_age):
    """A member reaches pension age within two years and gets no pension yet."""
    return any_of(is_of_pre_pension_age)


@measure(register="work_accidents", unit="flag")
def had_work_accident(severity):
    """An act tells of an accident at work with a light, medium or severe injury."""
    return any_of(severity.is_one_of("light", "medium", "severe"))


@indicator("FC045", level="family", unit="flag", domain="employment", **MART)
def has_work_accident(had_work_accident):
    """A member was hurt at work, by a registered act."""
    return any_of(had_work_accident)


@indicator("FC046", level="family", unit="ratio", domain="employment", **COMPLETION)
def dependency_ratio(members, working_members):
    """Members without work for each one who works; not applicable where nobody works."""
    return share(members - working_members, of=working_members)


@indicator("FC047", level="person", unit="flag", domain="employment", **COMPLETION)
def contributions_stopped(had_wage_in_12_months, is_working):
    """Contributions came in the last twelve months, and none in the last three."""
    return had_wage_in_12_months & ~is_working
