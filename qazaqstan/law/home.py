"""Where a person and a family are registered: place, region, kind of settlement.

A place code has two digits of the region, two of the district, two of the town or rural district, three of the village.
"""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, lowest, measure, not_applicable, number_of, part_of, rule


@measure(register="residence", unit="flag")
def is_registered():
    """The person is registered at some address."""
    return count_of() > 0


@measure(register="addresses", home=True, unit="text")
def home_place(place_code):
    """Code of the place where the person's home lies; of a permanent and a temporary one, the lower code."""
    return lowest(place_code)


@rule(level="person", unit="text")
def region(home_place):
    """Region of the person's home: the first two digits of the place code."""
    return home_place.first_signs(2)


@rule(level="person", unit="number")
def region_code(region):
    """Number of the region, by which tables of the law are asked."""
    return number_of(region)


@rule(level="person", unit="flag")
def is_rural(home_place):
    """The home lies in a rural district or a village; cities of republican significance have none."""
    return ~home_place.starts_with("7") & (part_of(home_place, 5, 1) >= "3")


@rule(level="person", unit="number")
def settlement_rank(home_place, is_rural):
    """Kind of settlement of the home, from 1, a city of republican significance, to 5, a village."""
    return cases(
        (home_place.is_not_applicable(), not_applicable),
        (home_place.starts_with("7"), 1),
        (is_rural & (part_of(home_place, 7, 3) != "000"), 5),
        (is_rural, 4),
        (part_of(home_place, 3, 1) == "1", 2),
        otherwise=3,
    )


@rule(level="family", unit="flag")
def is_family_registered(is_registered, is_family_head):
    """At least one of those who head the family is registered somewhere."""
    return any_of(is_registered, where=is_family_head)


@rule(level="family", unit="number")
def family_region(region_code, is_registered, is_family_head):
    """Number of the region where those who head the family are registered; 0 where none is, or no place is known."""
    return lowest(region_code, where=is_family_head & is_registered).or_if_not_applicable(0)


@rule(level="person", unit="number")
def district_code(home_place, region_code):
    """Number of the district or town of the home: the first four digits of the place code, of a great city its own.

    A city of republican significance has no districts of that level in the classifier; it is counted as one.
    """
    return cases((home_place.starts_with("7"), region_code * 100), otherwise=number_of(home_place.first_signs(4)))


@rule(level="family", unit="number")
def family_district(district_code, is_registered, is_family_head):
    """Number of the district where those who head the family are registered; 0 where none is, or no place is known."""
    return lowest(district_code, where=is_family_head & is_registered).or_if_not_applicable(0)


@rule(level="family", unit="number")
def family_settlement(settlement_rank, is_registered, is_family_head):
    """Kind of settlement where those who head the family are registered; of two the more urban one."""
    return lowest(settlement_rank, where=is_family_head & is_registered)
