"""Who somebody is: age, sex, status in the register of persons, part in the family."""

from __future__ import annotations

from alatau.rules import a_day, add_months, age_on, any_of, cases, count_of, lowest, measure, months_between, only, rule

#: Births are counted in full months since this day, so that a table of the law can be asked by them.
CENTURY = a_day("1900-01-01")


@measure(register="persons", unit="day")
def birth_day(born_on):
    """Day of birth."""
    return lowest(born_on)


@measure(register="persons", unit="flag")
def is_female(sex):
    """The person is a woman or a girl."""
    return any_of(sex == "female")


@measure(register="persons", unit="flag")
def is_citizen(citizenship):
    """The person is a citizen of Kazakhstan."""
    return any_of(citizenship == "KAZ")


@measure(register="_membership", unit="text")
def family_role(role):
    """Part in the family: spouse, single, child, ward, parent, partner, sibling, grandchild or co-resident."""
    return only(role)


@rule(level="person", unit="years")
def age(birth_day, day):
    """Full years of age."""
    return age_on(birth_day, on=day)


@rule(level="person", unit="months")
def age_in_months(birth_day, day):
    """Full months of age."""
    return months_between(birth_day, day)


@rule(level="person", unit="flag")
def is_minor(age, adult_age):
    """The person is under 18."""
    return age < adult_age


@rule(level="person", unit="flag")
def is_adult(age, adult_age):
    """The person is 18 or older."""
    return age >= adult_age


@rule(level="person", unit="months")
def pension_age_in_months(birth_day, is_female, pension_age_men_months, pension_age_women_months):
    """Age at which the person's pension begins, in months.

    The age of women rises by half a year each year from 2028; the table is asked by the month of birth, so that who has
    reached the age of her year does not lose it when the next step comes.
    """
    return cases(
        (is_female, pension_age_women_months[months_between(CENTURY, birth_day)]), otherwise=pension_age_men_months
    )


@rule(level="person", unit="day")
def pension_day(birth_day, pension_age_in_months):
    """Day on which the person reaches pension age."""
    return add_months(birth_day, pension_age_in_months)


@rule(level="person", unit="flag")
def is_of_pension_age(pension_day, day):
    """The person has reached pension age."""
    return pension_day <= day


@rule(level="person", unit="flag")
def is_family_head(family_role):
    """The person founded the family: one of the couple, or somebody who heads it alone."""
    return family_role.is_one_of("spouse", "single")


@rule(level="family", unit="people")
def members():
    """People in the family."""
    return count_of()


@rule(level="family", unit="people")
def adults(is_adult):
    """Members who are 18 or older."""
    return count_of(is_adult)


@rule(level="family", unit="children")
def minor_children(is_minor):
    """Members under 18."""
    return count_of(is_minor)
