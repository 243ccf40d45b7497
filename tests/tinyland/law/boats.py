"""Boats and bread."""

from __future__ import annotations

from alatau.rules import age_on, any_of, benefit, cases, ceil_to_unit, count_of, indicator, measure, only, rule, total


@measure(register="boats", unit="m")
def length_of_boats(length):
    """All boats of the person, in metres."""
    return total(length)


@measure(register="boats", unit="boats")
def boats_owned():
    """How many boats the person has."""
    return count_of()


@measure(register="islanders", unit="day")
def born_on(born_on):
    """Day of birth."""
    return only(born_on)


@rule(level="person", unit="flag")
def is_kid(born_on, day, grown_up_at):
    """The person is not grown up yet."""
    return age_on(born_on, on=day) < grown_up_at


@rule(level="family", unit="kids")
def kids_in_family(is_kid):
    """How many kids the family has."""
    return count_of(is_kid)


@indicator("TL1", level="family", unit="flag", source="Tiny Act 7")
def has_boat(boats_owned):
    """Somebody in the family has a boat."""
    return any_of(boats_owned > 0)


@benefit("BREAD", level="family", unit="fils", law="Tiny Act 6", paid="once", payer="harbour", to="the mum")
def bread_for_kids(kids_in_family, has_boat, bread_index, child_gift):
    """Bread for families with kids and without a boat."""
    return cases(
        (has_boat | (kids_in_family == 0), 0), otherwise=ceil_to_unit(bread_index * child_gift[kids_in_family])
    )
