"""Income of a household for each grown-up that it is worth."""

from __future__ import annotations

from alatau.rules import count_of, highest, indicator, measure, only, round_to_coin, rule, share, total


@measure(register="survey", unit="years")
def age(age):
    """Age in full years."""
    return only(age)


@measure(register="survey", unit="cent")
def own_income(earned, benefits):
    """What the person earns and gets in a year."""
    return total(earned + benefits)


@measure(register="survey", unit="cent")
def income_of_household(household_income):
    """What the household gets as a whole, taxes and transfers paid taken off; on each member's row."""
    return only(household_income)


@rule(level="family", unit="people")
def grown_ups(age, grown_up_at):
    """People from 14 years on."""
    return count_of(age >= grown_up_at)


@rule(level="family", unit="ratio")
def size(age, grown_ups, first_grown_up, other_grown_up, child_part):
    """How many grown-ups the household is worth."""
    return first_grown_up + other_grown_up * (grown_ups - 1) + child_part * (count_of(age) - grown_ups)


@rule(level="family", unit="cent")
def disposable_income(own_income, income_of_household):
    """What the household can spend in a year."""
    return total(own_income) + highest(income_of_household)


@indicator("SILC1", level="family", unit="cent", source="EU-SILC, equivalised disposable income")
def equivalised_income(disposable_income, size):
    """What a grown-up of the household can spend in a year."""
    return round_to_coin(share(disposable_income, of=size))
