"""Housing: dwellings and area that a family owns, other real estate, where it lives and in what state."""

from __future__ import annotations

from alatau.rules import (
    any_of,
    cases,
    count_of,
    highest,
    indicator,
    measure,
    not_applicable,
    round_to,
    rule,
    split,
    total,
    unknown,
)
from qazaqstan.law.sources import BOTH, COMPLETION, MART, METHOD, QUEUE

PROVISION = ("none", "lt18", "ge18", "2_3", "3_6", "6_11", "gt11")
SETTLEMENTS = ("capital", "obl", "district", "rural_okrug", "rural", "unreg")
DWELLINGS = ("flat", "house")
OTHERS = ("garage", "summer_house", "other")


@measure(register="real_estate", unit="dwellings")
def dwellings_owned_alone(object_kind, right_kind):
    """Flats and houses that belong to the person alone."""
    return count_of(where=object_kind.is_one_of(*DWELLINGS) & (right_kind == "ownership"))


@measure(register="real_estate", unit="dwellings")
def dwellings_owned_in_shares(object_kind, right_kind):
    """Flats and houses of which the person owns a share."""
    return count_of(where=object_kind.is_one_of(*DWELLINGS) & (right_kind == "shared_ownership"))


@measure(register="real_estate", unit="m2")
def own_residential_area(object_kind, right_kind, area_m2, share):
    """Square metres of flats and houses; of a share, its part of them. A record without a share is of the whole."""
    is_owned = right_kind.is_one_of("ownership", "shared_ownership")
    return total(
        round_to(area_m2 * share.or_if_unknown(1), places=2), where=object_kind.is_one_of(*DWELLINGS) & is_owned
    )


@indicator("FC096", level="person", unit="dwellings", domain="housing", **MART)
def dwelling_count(dwellings_owned_alone, dwellings_owned_in_shares):
    """Flats and houses that belong to the person, in whole or in part."""
    return dwellings_owned_alone + dwellings_owned_in_shares


@indicator("FC095", level="person", unit="flag", domain="housing", **MART)
def has_no_dwelling(dwelling_count):
    """No flat or house is registered to the person."""
    return dwelling_count == 0


@indicator("FC097", level="person", unit="m2", domain="housing", **MART)
def residential_area(own_residential_area):
    """Square metres of flats and houses that belong to the person."""
    return round_to(own_residential_area, places=2)


@rule(level="family", unit="dwellings")
def family_dwellings(dwellings_owned_alone, dwellings_owned_in_shares):
    """Flats and houses of the family; one that members own together counts once."""
    return total(dwellings_owned_alone) + highest(dwellings_owned_in_shares)


@rule(level="family", unit="m2")
def area_per_head(residential_area, members):
    """Square metres of the family's own dwellings for each member."""
    return round_to(split(total(residential_area), by=members), places=2)


@indicator("FC094", level="family", unit="category", labels=PROVISION, domain="housing", **METHOD)
def housing_provision(family_dwellings, area_per_head, housing_area_norm, dwellings_bound):
    """Dwellings of the family: none; one, with less or more than 18 m2 a head; or several.

    The bands of the method overlap at 3, 6 and 11; each of these counts to the band that begins with it, as proposed.
    """
    return cases(
        (family_dwellings == 0, "none"),
        ((family_dwellings == 1) & (area_per_head < housing_area_norm), "lt18"),
        (family_dwellings == 1, "ge18"),
        (family_dwellings < dwellings_bound[1], "2_3"),
        (family_dwellings < dwellings_bound[2], "3_6"),
        (family_dwellings < dwellings_bound[3], "6_11"),
        otherwise="gt11",
    )


@measure(register="real_estate", unit="objects")
def commercial_objects(object_kind, right_kind):
    """Commercial objects that belong to the person."""
    return count_of(where=(object_kind == "commercial") & right_kind.is_one_of("ownership", "shared_ownership"))


@indicator("FC098", level="family", unit="flag", domain="housing", **BOTH)
def has_commercial_real_estate(commercial_objects):
    """A member owns commercial real estate."""
    return any_of(commercial_objects > 0)


@measure(register="real_estate", unit="m2")
def own_commercial_area(object_kind, right_kind, area_m2, share):
    """Square metres of commercial objects; of a share, its part. A record without a share is of the whole."""
    is_owned = right_kind.is_one_of("ownership", "shared_ownership")
    return total(round_to(area_m2 * share.or_if_unknown(1), places=2), where=(object_kind == "commercial") & is_owned)


@indicator("FC099", level="person", unit="m2", domain="housing", **MART)
def commercial_area(own_commercial_area):
    """Square metres of commercial real estate that belongs to the person."""
    return round_to(own_commercial_area, places=2)


@measure(register="real_estate", unit="objects")
def other_objects(object_kind, right_kind):
    """Garages, summer houses and other objects of the person."""
    return count_of(where=object_kind.is_one_of(*OTHERS) & right_kind.is_one_of("ownership", "shared_ownership"))


@indicator("FC100", level="person", unit="objects", domain="housing", **MART)
def other_real_estate(other_objects):
    """Garages, summer houses and other objects that belong to the person."""
    return other_objects


@indicator("FC101", level="family", unit="category", labels=SETTLEMENTS, domain="housing", **METHOD)
def settlement_status(is_family_registered, family_settlement):
    """Kind of settlement where those who head the family are registered; unknown where the address is in no list."""
    return cases(
        (~is_family_registered, SETTLEMENTS[5]),
        (family_settlement.is_not_applicable(), unknown),
        (family_settlement == 1, SETTLEMENTS[0]),
        (family_settlement == 2, SETTLEMENTS[1]),
        (family_settlement == 3, SETTLEMENTS[2]),
        (family_settlement == 4, SETTLEMENTS[3]),
        otherwise=SETTLEMENTS[4],
    )


@indicator("FC102", level="family", unit="flag", domain="housing", **MART)
def is_rural_family(settlement_status):
    """The family is registered in a rural district or a village."""
    return settlement_status.is_one_of("rural_okrug", "rural")


@measure(register="housing_queue", unit="flag")
def waits_for_housing():
    """The person waits for a dwelling of the state."""
    return count_of() > 0


@indicator("FC103", level="person", unit="flag", domain="housing", **QUEUE)
def is_in_housing_queue(waits_for_housing):
    """The person stands in the unified queue for housing."""
    return waits_for_housing


@measure(register="state_housing", unit="flag")
def rents_from_state():
    """The person rents a dwelling of the state."""
    return count_of() > 0


@indicator("FC104", level="family", unit="flag", domain="housing", **COMPLETION)
def is_state_tenant(rents_from_state):
    """A member rents a dwelling of the state."""
    return any_of(rents_from_state)


@measure(register="state_housing", unit="m2")
def rented_state_area(area_m2):
    """Square metres that the person rents from the state."""
    return total(area_m2)


@rule(level="family", unit="m2")
def known_area(residential_area, rented_state_area):
    """Square metres that the family owns or rents from the state."""
    return total(residential_area) + total(rented_state_area)


@indicator("FC105", level="family", unit="flag", domain="housing", **COMPLETION)
def is_overcrowded(known_area, members, overcrowded_area):
    """Less than 9 m2 a head in what the family owns or rents; not applicable where neither is known."""
    return cases((known_area == 0, not_applicable), otherwise=split(known_area, by=members) < overcrowded_area)


@measure(register="addresses", home=True, unit="flag")
def lives_in_emergency_house(building_condition):
    """The house of the person's address is in the emergency list."""
    return any_of(building_condition == "emergency")


@measure(register="state_housing", unit="flag")
def rents_emergency_house(condition):
    """The dwelling rented from the state is in the emergency list."""
    return any_of(condition == "emergency")


@indicator("FC106", level="family", unit="flag", domain="housing", **COMPLETION)
def is_in_emergency_house(lives_in_emergency_house, rents_emergency_house):
    """The house of a member is in the emergency list."""
    return any_of(lives_in_emergency_house | rents_emergency_house)


@measure(register="addresses", home=True, unit="flag")
def lives_without_water(has_central_water):
    """The house of the person's address is outside the water network."""
    return any_of(~has_central_water)


@indicator("FC107", level="family", unit="flag", domain="housing", **COMPLETION)
def has_no_central_water(lives_without_water, is_family_head):
    """The home of those who head the family has no central water."""
    return any_of(lives_without_water, where=is_family_head)


@measure(register="addresses", home=True, unit="flag")
def lives_in_flood_zone(risk_kind):
    """The person's address lies in a flood zone; an address without a zone lies in none."""
    return any_of(risk_kind == "flood", unknown_as=False)


@indicator("FC108", level="family", unit="flag", domain="housing", **COMPLETION)
def is_in_flood_zone(lives_in_flood_zone):
    """The address of a member lies in a flood zone."""
    return any_of(lives_in_flood_zone)
