"""Help with the costs of a home: utilities above a share of the income, half of a rent, and the gas voucher."""

from __future__ import annotations

from alatau.rules import (
    benefit,
    cases,
    least,
    measure,
    months,
    round_to,
    round_to_coin,
    rule,
    share,
    split,
    total,
    unknown,
)
from qazaqstan.law.benefits.acts import LOCAL
from qazaqstan.law.roundings import ceil_to_tenge

#: Services for which the order sets no norm that was found: their whole cost counts.
WITHOUT_NORM = ("electricity", "waste")


@measure(register="utility_bills", unit="tiyn")
def bills_without_norm(sum, service, month, calendar):
    """Bills of the last full month for electricity and waste."""
    return total(sum, where=month.within(calendar.last_months(1)) & service.is_one_of(*WITHOUT_NORM))


@measure(register="utility_bills", unit="tiyn")
def water_bill(sum, service, month, calendar):
    """Water bills of the last full month."""
    return total(sum, where=month.within(calendar.last_months(1)) & (service == "water"))


@measure(register="utility_bills", unit="m3")
def water_used(consumption, service, month, calendar):
    """Cubic metres of water in the last full month."""
    return total(consumption, where=month.within(calendar.last_months(1)) & (service == "water")).in_unit("m3")


@measure(register="utility_bills", unit="tiyn")
def gas_bill(sum, service, month, calendar):
    """Gas bills of the last full month."""
    return total(sum, where=month.within(calendar.last_months(1)) & (service == "gas"))


@measure(register="utility_bills", unit="m3")
def gas_used(consumption, service, month, calendar):
    """Cubic metres of gas in the last full month."""
    return total(consumption, where=month.within(calendar.last_months(1)) & (service == "gas")).in_unit("m3")


@measure(register="utility_bills", unit="tiyn")
def heat_bill(sum, service, month, calendar):
    """Heating bills of the last full month."""
    return total(sum, where=month.within(calendar.last_months(1)) & (service == "heat"))


@measure(register="utility_bills", unit="Gcal")
def heat_used(consumption, service, month, calendar):
    """Gigacalories of heat in the last full month."""
    return total(consumption, where=month.within(calendar.last_months(1)) & (service == "heat")).in_unit("Gcal")


@rule(level="family", unit="tiyn")
def water_within_norm(water_bill, water_used, members, housing_aid_cold_water_norm, housing_aid_hot_water_norm):
    """Cost of the family's water as far as it lies within the norm: four cubic metres of cold and two of hot a head."""
    norm = ((housing_aid_cold_water_norm + housing_aid_hot_water_norm) * members).in_unit("m3")
    return within_norm(total(water_bill), used=total(water_used), norm=norm)


@rule(level="family", unit="tiyn")
def gas_within_norm(gas_bill, gas_used, members, housing_aid_gas_norm):
    """Cost of the family's gas as far as it lies within the norm of fifteen cubic metres a head."""
    return within_norm(total(gas_bill), used=total(gas_used), norm=(housing_aid_gas_norm * members).in_unit("m3"))


@rule(level="family", unit="m2")
def housing_area_norm_of_family(members, housing_aid_area_norm_single, housing_aid_area_norm_per_person):
    """Area that housing aid counts: 30 m2 for who lives alone, else 18 m2 a head."""
    for_all = (housing_aid_area_norm_per_person * members).in_unit("m2")
    return cases((members == 1, housing_aid_area_norm_single), otherwise=for_all)


@rule(
    level="family", unit="tiyn", verification="derived", note="The norm of heat is read as one for each square metre."
)
def heat_within_norm(heat_bill, heat_used, housing_area_norm_of_family, housing_aid_heat_norm):
    """Cost of the family's heat as far as it lies within the norm for the area that counts."""
    norm = housing_area_norm_of_family * housing_aid_heat_norm
    return within_norm(total(heat_bill), used=total(heat_used), norm=norm)


@rule(level="family", unit="tiyn/month")
def housing_cost(water_within_norm, gas_within_norm, heat_within_norm, bills_without_norm):
    """Cost of the family's home in the last full month, as far as norms allow."""
    whole = water_within_norm + gas_within_norm + heat_within_norm + total(bills_without_norm)
    return ceil_to_tenge(split(whole, by=months(1)))


@rule(level="family", unit="flag")
def lives_in_only_dwelling(family_dwellings, is_state_tenant, is_family_registered):
    """The family is registered in the only dwelling that it owns, or rents from the state."""
    return is_family_registered & ((family_dwellings == 1) | ((family_dwellings == 0) & is_state_tenant))


@benefit(
    "HOUSING_AID",
    **LOCAL,
    law="Order of the Minister of Industry and Construction of 8 December 2023 No. 117, as amended from 11 August 2025",
    verification="sourced",
    note="The maslikhat's own share between 5 and 10 per cent was not found; between the two the answer is unknown.",
    level="family",
    unit="tiyn/month",
    paid="monthly",
    to="family",
    life_event="low_income",
    proactive=False,
    limit="each_quarter",
)
def housing_aid(
    lives_in_only_dwelling, housing_cost, family_income, housing_aid_limit_share_min, housing_aid_limit_share_max
):
    """Monthly help with utilities: their cost within norms beyond the maslikhat's share of the family's income.

    The amount is counted with the largest share that a maslikhat may set, 10 %, so no family is promised too much.
    """
    beyond_most = housing_cost - ceil_to_tenge(family_income * housing_aid_limit_share_max)
    beyond_least = housing_cost - ceil_to_tenge(family_income * housing_aid_limit_share_min)
    return cases((~lives_in_only_dwelling, 0), (beyond_most > 0, beyond_most), (beyond_least > 0, unknown), otherwise=0)


def within_norm(bill, *, used, norm):
    """Return the cost of what was used, or of the norm at the same price where more was used."""
    part = least(round_to(share(norm, of=used), places=4), 1)
    return ceil_to_tenge(round_to_coin(bill) * part.or_if_not_applicable(1))
