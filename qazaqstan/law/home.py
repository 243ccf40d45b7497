"""Where a person and a family are registered: place, region, kind of settlement.

A place code has two digits of the region, two of the district, two of the town or rural district, three of the village.
"""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, lowest, measure, not_applicable, part_of, rule, starts_with

#: Kinds of settlement in the words of the method.
SETTLEMENTS = ("capital", "regional_city", "district", "rural_district", "village", "not_registered")


@measure(register="residence", unit="flag")
def is_registered():
    """The person is registered at some address."""
    return count_of() > 0


@measure(register="addresses", home=True, unit="text")
def home_place(place_code):
    """Code of the place where the person's home lies."""
    return lowest(place_code)


@rule(level="person", unit="text")
def region(home_place):
    """Region of the person's home: the first two digits of the place code."""
    return part_of(home_place, 1, 2)


@rule(level="person", unit="flag")
def is_rural(home_place):
    """The home lies in a rural district or a village; cities of republican significance have none."""
    return ~starts_with(home_place, "7") & (part_of(home_place, 5, 1) >= "3")


@rule(level="person", unit="category", labels=SETTLEMENTS)
def settlement(is_registered, home_place, is_rural):
    """Kind of settlement in which the person is registered."""
    return cases(
        (~is_registered, "not_registered"),
        (starts_with(home_place, "7"), "capital"),
        (is_rural & (part_of(home_place, 7, 3) != "000"), "village"),
        (is_rural, "rural_district"),
        (part_of(home_place, 3, 1) == "1", "regional_city"),
        otherwise="district",
    )


@rule(level="family", unit="text")
def family_region(region, is_registered, is_family_head):
    """Region of the family: where those who head it are registered."""
    return lowest(region, where=is_family_head & is_registered)


@rule(level="family", unit="flag")
def is_family_registered(is_registered, is_family_head):
    """At least one of those who head the family is registered somewhere."""
    return any_of(is_registered, where=is_family_head)


@rule(level="family", unit="text")
def family_settlement(settlement, is_registered, is_family_head, is_family_registered):
    """Kind of settlement of the family: where those who head it are registered."""
    return cases(
        (is_family_registered, lowest(settlement, where=is_family_head & is_registered)),
        otherwise=not_applicable,
    )
