"""Burial: help when a pensioner dies, and what is paid out of the pension savings of the dead.

It is paid once, to whoever buries. The card shows it to the families of close relatives, who agree which of them asks.
"""

from __future__ import annotations

from alatau.rules import benefit, count_of, highest, least, of, rule, total
from qazaqstan.law.benefits.acts import REPUBLIC, UNVERIFIED
from qazaqstan.law.roundings import ceil_to_tenge


@rule(level="person", unit="flag")
def is_pensioner_to_bury(died_lately, got_pension):
    """A pensioner who died lately."""
    return died_lately & got_pension


@rule(level="person", unit="people")
def pensioners_lost(lost_relatives, is_pensioner_to_bury):
    """Close relatives of the person who were pensioners and died lately."""
    return count_of(of(lost_relatives, is_pensioner_to_bury))


@benefit(
    "FUNERAL_PENS",
    **REPUBLIC,
    **UNVERIFIED,
    level="family",
    unit="tiyn",
    paid="once",
    to="who_buries",
    life_event="death",
    proactive=True,
    limit="year_of_death",
)
def pensioner_funeral_grant(pensioners_lost, mci, funeral_grant_pensioner):
    """One payment for the burial of a pensioner who was a close relative: 20.9 indexes."""
    return highest(pensioners_lost).or_if_not_applicable(0) * ceil_to_tenge(mci * funeral_grant_pensioner)


@rule(level="person", unit="tiyn")
def savings_for_burial(pension_savings, mci, funeral_payout_enpf_cap):
    """Part of the person's pension savings that would be paid out for a burial: up to 94 indexes."""
    return least(pension_savings.or_if_not_applicable(0), ceil_to_tenge(mci * funeral_payout_enpf_cap))


@rule(level="person", unit="tiyn")
def savings_of_the_lost(lost_relatives, savings_for_burial, died_lately):
    """What the savings of close relatives who died lately give for their burial."""
    return total(of(lost_relatives, savings_for_burial), where=of(lost_relatives, died_lately))


@benefit(
    "FUNERAL_ENPF",
    **REPUBLIC | {"payer": "pension_fund"},
    **UNVERIFIED,
    level="family",
    unit="tiyn",
    paid="once",
    to="who_buries",
    life_event="death",
    proactive=True,
    limit="year_of_death",
)
def savings_funeral_payout(savings_of_the_lost):
    """One payment for the burial out of the pension savings of a close relative."""
    return highest(savings_of_the_lost).or_if_not_applicable(0)
