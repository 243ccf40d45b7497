"""Half of the rent for people in the housing queue, and the gas voucher of the pilot."""

from __future__ import annotations

from alatau.rules import any_of, benefit, cases, count_of, highest, least, measure, months, rule, share, split, unknown
from qazaqstan.law.benefits.acts import LOCAL
from qazaqstan.law.roundings import ceil_to_tenge


@measure(register="housing_queue", unit="tiyn")
def rent_in_queue(rent, rent_contract_number):
    """Rent of a month by the contract that the person in the queue showed; not applicable without one."""
    return highest(rent, where=~rent_contract_number.is_unknown())


@measure(register="housing_queue", unit="m2")
def rented_area_in_queue(rented_area_m2, rent_contract_number):
    """Area by that contract; not applicable without one."""
    return highest(rented_area_m2, where=~rent_contract_number.is_unknown())


@rule(level="person", unit="m2")
def rent_area_counted(rented_area_in_queue, members, rent_subsidy_area_cap_family):
    """Rented area that counts: at most 40 m2 for one to three people, 60 for four or five, 80 for more."""
    return least(rented_area_in_queue, rent_subsidy_area_cap_family[members])


@benefit(
    "RENT_SUBSIDY",
    **LOCAL,
    law="Law of 16 April 1997 No. 94 on housing relations; joint pilot order of May 2025",
    verification="sourced",
    note="The highest price of a square metre was not found and is not applied; the pilot's score is off.",
    level="person",
    unit="tiyn/month",
    paid="monthly",
    to="person",
    life_event="housing_need",
    proactive=False,
    limit="while_in_queue",
)
def rent_subsidy(rent_in_queue, rented_area_in_queue, rent_area_counted, rent_subsidy_state_share):
    """Monthly half of the rent of who stands in the housing queue, for the area that counts."""
    half = split(rent_in_queue, by=months(1)) * rent_subsidy_state_share
    part = share(rent_area_counted, of=rented_area_in_queue)
    return ceil_to_tenge(half * part).or_if_not_applicable(0)


@measure(register="housing_assistance", unit="flag")
def gets_housing_aid():
    """Housing aid is being paid to the person."""
    return count_of() > 0


@benefit(
    "GAS_VOUCHER",
    **LOCAL,
    law="Joint pilot order on gas vouchers, as amended in August 2025",
    verification="sourced",
    note="The flow is sourced; the amount and the regions of the pilot were not found, so the answer is unknown.",
    level="family",
    unit="flag",
    paid="monthly",
    to="family",
    life_event="low_income",
    proactive=True,
    limit="voucher_days",
)
def gas_voucher(gets_asp, gets_housing_aid):
    """Voucher for gas, in regions of the pilot, of a family with targeted assistance or housing aid: it is asked."""
    return cases((gets_asp | any_of(gets_housing_aid), unknown), otherwise=False)
