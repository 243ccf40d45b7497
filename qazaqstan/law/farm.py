"""Farming: animals with their value, land plots."""

from __future__ import annotations

from alatau.rules import any_of, cases, count_of, indicator, measure, rule, total
from qazaqstan.law.bands import half_open, rows
from qazaqstan.law.sources import BOTH, MART

FARM_BANDS = ("none", "lt500k", "500k_1m", "1_2m", "gt2m")


@measure(register="farm_animals", unit="tiyn")
def value_of_animals(value):
    """Value of the person's farm animals."""
    return total(value)


@measure(register="farm_animals", unit="heads")
def animals_of_person(count):
    """Farm animals of the person."""
    return total(count)


@rule(level="family", unit="tiyn")
def farm_value(value_of_animals):
    """Value of all farm animals of the family."""
    return total(value_of_animals)


@indicator("FC028", level="family", unit="category", labels=FARM_BANDS, domain="farm", **BOTH)
def farm_value_band(farm_value, farm_value_bound, farm_value_top):
    """Value of the household farm: none, under 0.5, 0.5 to 1, 1 to 2, over 2 million tenge."""
    known = half_open(farm_value, rows(farm_value_bound, 2), FARM_BANDS[1:4])
    return cases((farm_value == 0, "none"), (farm_value > farm_value_top, "gt2m"), otherwise=known)


@indicator("FC029", level="family", unit="flag", domain="farm", **MART)
def owns_farm_animals(animals_of_person, value_of_animals):
    """A member owns farm animals that have a value."""
    return any_of((animals_of_person > 0) & (value_of_animals > 0))


@indicator("FC030", level="person", unit="heads", domain="farm", **MART)
def farm_animal_count(animals_of_person):
    """Farm animals that the person owns."""
    return animals_of_person


@measure(register="land_cadastre", unit="objects")
def plots_of_person(kind):
    """Land plots registered to the person."""
    return count_of(where=kind == "plot")


@measure(register="land_cadastre", unit="ha")
def hectares_of_person(kind, area_hectares):
    """Area of the person's land plots."""
    return total(area_hectares, where=kind == "plot")


@indicator("FC031", level="family", unit="flag", domain="farm", **BOTH)
def has_land(plots_of_person):
    """A land plot is registered to a member of the family."""
    return any_of(plots_of_person > 0)


@indicator("FC032", level="person", unit="ha", domain="farm", **MART)
def land_area(hectares_of_person):
    """Area of the person's land plots in hectares."""
    return hectares_of_person
