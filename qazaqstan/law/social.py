"""Social protection: disability, orphans, large families, family type, dependence, violence, moves."""

from __future__ import annotations

from alatau.rules import (
    add_months,
    age_on,
    any_of,
    cases,
    count_of,
    indicator,
    latest,
    measure,
    of,
    part_of,
    rule,
)
from qazaqstan.law.sources import COMPLETION, INTERFACE, MART, METHOD, PRESS

DISABILITY = ("none", "g12", "g3")


@indicator("FC049", level="family", unit="category", labels=DISABILITY, domain="social", **METHOD)
def adult_disability(is_adult, has_disability_group_1_2, has_disability_group_3):
    """Whether an adult of the family has a disability: of group 1 or 2, else of group 3, or none has."""
    return cases(
        (any_of(is_adult & has_disability_group_1_2), "g12"),
        (any_of(is_adult & has_disability_group_3), "g3"),
        otherwise="none",
    )


@indicator("FC050", level="family", unit="flag", domain="social", **METHOD)
def has_child_disability(is_minor, is_disabled, is_disabled_since_childhood):
    """A child of the family has a disability, or a member has had one since childhood."""
    return any_of((is_minor & is_disabled) | is_disabled_since_childhood)


@indicator("FC051", level="family", unit="flag", domain="social", **MART)
def has_pupil_with_disability(age, pupil_age_from, pupil_age_until, is_disabled, is_pupil):
    """A child aged 5 to 18 with a disability goes to school."""
    return any_of(age.between(pupil_age_from, pupil_age_until) & is_disabled & is_pupil)


@measure(register="pupils", unit="flag")
def is_orphan_pupil(is_orphan):
    """The school marks the pupil as an orphan."""
    return any_of(is_orphan)


@indicator("FC052", level="family", unit="flag", domain="social", **MART)
def has_orphan(is_orphan_pupil, is_minor):
    """A pupil under 18 is marked as an orphan."""
    return any_of(is_orphan_pupil & is_minor)


@measure(register="benefit_payments", history=True, unit="flag")
def got_large_family_allowance(payment_code, valid_from, valid_until, day, recent_payment_months):
    """The allowance of a large family was paid to the person in the last three months."""
    goes_on = valid_until.is_unknown() | (valid_until.or_if_unknown(day) > add_months(day, -recent_payment_months))
    return any_of(payment_code.starts_with("LARGE_") & (valid_from <= day) & goes_on)


@indicator("FC053", level="family", unit="flag", domain="social", **MART)
def has_large_family_mother(got_large_family_allowance):
    """A member got the allowance of a large family in the last three months."""
    return any_of(got_large_family_allowance)


@measure(register="pupils", history=True, unit="flag")
def left_boarding_school(is_boarding, valid_until, day, boarding_graduate_months):
    """The person left a boarding school less than three years ago."""
    has_left = ~valid_until.is_unknown() & (valid_until.or_if_unknown(day) <= day)
    return any_of(
        is_boarding & has_left & (valid_until.or_if_unknown(day) > add_months(day, -boarding_graduate_months))
    )


@indicator("FC054", level="family", unit="flag", domain="social", **MART)
def has_boarding_school_graduate(left_boarding_school, age, boarding_graduate_age_from, boarding_graduate_age_until):
    """A member aged 16 to 29 left a boarding school less than three years ago."""
    return any_of(left_boarding_school & age.between(boarding_graduate_age_from, boarding_graduate_age_until))


@measure(register="resettlers", history=True, unit="flag")
def was_recognised_kandas(status, valid_from, day):
    """The person was given the status of kandas."""
    return any_of((status == "kandas") & (valid_from <= day))


@measure(register="resettlers", history=True, unit="flag")
def was_resettled(status, valid_from, day):
    """The person moved under the programme of resettlement."""
    return any_of((status == "resettled") & (valid_from <= day))


@indicator("FC057", level="family", unit="flag", domain="social", **INTERFACE)
def is_kandas_family(was_recognised_kandas):
    """A member came back as an ethnic Kazakh."""
    return any_of(was_recognised_kandas)


@indicator("FC058", level="family", unit="flag", domain="social", **INTERFACE)
def is_resettled_family(was_resettled):
    """A member moved under the state's programme of resettlement."""
    return any_of(was_resettled)


@measure(register="residence", history=True, unit="number")
def regions_lived_lately(address_code, valid_from, valid_until, day, region_move_months):
    """Regions in which the person was registered within the last three years; an address code names its region."""
    was_there = valid_until.is_unknown() | (valid_until.or_if_unknown(day) > add_months(day, -region_move_months))
    return count_of(part_of(address_code, 3, 2), distinct=True, where=(valid_from <= day) & was_there)


@rule(level="person", unit="flag")
def is_vulnerable(is_disabled, is_of_pension_age, is_orphan_pupil, got_large_family_allowance, is_on_asp_list):
    """The person is of a socially vulnerable group: disability, old age, an orphan, a large family, assistance."""
    return is_disabled | is_of_pension_age | is_orphan_pupil | got_large_family_allowance | is_on_asp_list


@indicator("FC059", level="person", unit="flag", domain="social", **INTERFACE)
def vulnerable_moved_region(is_vulnerable, regions_lived_lately):
    """A person of a vulnerable group moved to another region within the last three years."""
    return is_vulnerable & (regions_lived_lately > 1)


@measure(register="family_support_cases", unit="flag")
def is_violence_case(is_violence_reported):
    """An open case of a support centre tells of violence at home."""
    return any_of(is_violence_reported)


@indicator("FC065", level="family", unit="flag", domain="social", **PRESS)
def has_violence_report(is_violence_case):
    """A support centre or the police reported violence at home."""
    return any_of(is_violence_case)


@measure(register="appeals", unit="flag")
def appealed_this_year(started_on, day, recent_appeal_months):
    """An appeal began within the last twelve months."""
    return any_of((started_on > add_months(day, -recent_appeal_months)) & (started_on <= day))


@indicator("FC066", level="person", unit="flag", domain="social", **MART)
def filed_appeal(appealed_this_year):
    """The person turned to a state body with an appeal within the last year."""
    return appealed_this_year


@measure(register="births", person="mother_number", unit="day")
def youngest_born_on(born_on, status):
    """Day on which the person's youngest child was born."""
    return latest(born_on, by=born_on, where=status != "annulled")


@indicator("FC069", level="family", unit="flag", domain="social", **COMPLETION)
def has_young_mother(birth_day, youngest_born_on, young_mother_age, age):
    """A mother in the family was under 20 at a birth, and is under 20 still or was within the last year."""
    was_young = age_on(birth_day, on=youngest_born_on) < young_mother_age
    return any_of(was_young & (age <= young_mother_age))


@measure(register="deaths", unit="flag")
def died_recently(died_on, day, recent_death_months):
    """A death act of the person has a day within the last three months; an act without a day does not count."""
    return any_of((died_on > add_months(day, -recent_death_months)) & (died_on <= day), unknown_as=False)


@rule(level="person", unit="flag")
def lost_somebody_recently(lost_relatives, died_recently):
    """The person's spouse, parent or child died within the last three months."""
    return any_of(of(lost_relatives, died_recently))


@indicator("FC070", level="family", unit="flag", domain="social", **COMPLETION)
def had_recent_death(lost_somebody_recently):
    """A spouse, a parent or a child of a member died within the last three months."""
    return any_of(lost_somebody_recently)
