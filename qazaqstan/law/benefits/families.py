"""Large families and awarded mothers: a monthly sum whatever the income is."""

from __future__ import annotations

from typing import Any

from alatau.rules import any_of, benefit, cases, measure
from qazaqstan.law.benefits.acts import PUBLISHED, REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge

LARGE: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "level": "family",
    "unit": "tiyn/month",
    "paid": "monthly",
    "to": "parent",
    "life_event": "large_family",
    "proactive": True,
    "limit": "while_count_stays",
}
AWARD: dict[str, Any] = {
    **REPUBLIC,
    **PUBLISHED,
    "level": "person",
    "unit": "tiyn/month",
    "paid": "monthly",
    "to": "person",
    "life_event": "award",
    "proactive": True,
    "limit": "for_life",
}


@benefit("LARGE_4", **LARGE)
def large_family_allowance_4(children_and_students, mci, large_family_allowance):
    """Monthly allowance of a family with four children who live together, under 18 or studying and under 23."""
    return cases((children_and_students == 4, ceil_to_tenge(mci * large_family_allowance[4])), otherwise=0)


@benefit("LARGE_5", **LARGE)
def large_family_allowance_5(children_and_students, mci, large_family_allowance):
    """Monthly allowance of a family with five children who live together, under 18 or studying and under 23."""
    return cases((children_and_students == 5, ceil_to_tenge(mci * large_family_allowance[5])), otherwise=0)


@benefit("LARGE_6", **LARGE)
def large_family_allowance_6(children_and_students, mci, large_family_allowance):
    """Monthly allowance of a family with six children who live together, under 18 or studying and under 23."""
    return cases((children_and_students == 6, ceil_to_tenge(mci * large_family_allowance[6])), otherwise=0)


@benefit("LARGE_7", **LARGE)
def large_family_allowance_7(children_and_students, mci, large_family_allowance):
    """Monthly allowance of a family with seven children who live together, under 18 or studying and under 23."""
    return cases((children_and_students == 7, ceil_to_tenge(mci * large_family_allowance[7])), otherwise=0)


@benefit("LARGE_8P", **LARGE)
def large_family_allowance_8(children_and_students, mci, large_family_allowance_8plus_per_child):
    """Monthly allowance of a family with eight children or more: four indexes for each of them."""
    for_one = ceil_to_tenge(mci * large_family_allowance_8plus_per_child)
    return cases((children_and_students >= 8, children_and_students * for_one), otherwise=0)


@measure(register="family_cards", unit="flag")
def holds_kumis_alqa(award):
    """The mother holds the award Kumis Alqa. A card that names no award means that there is none."""
    return any_of(award == "kumis_alqa", unknown_as=False)


@measure(register="family_cards", unit="flag")
def holds_altyn_alqa(award):
    """The mother holds Altyn Alqa or an equal award. A card that names no award means that there is none."""
    return any_of(award.is_one_of("altyn_alqa", "batyr_ana", "mother_glory"), unknown_as=False)


@benefit("MOTHER_SILVER", **AWARD)
def silver_mother_allowance(holds_kumis_alqa, holds_altyn_alqa, mci, mother_award_silver):
    """Monthly allowance of a mother with the award Kumis Alqa; with a higher award she gets that one's instead."""
    return cases((holds_kumis_alqa & ~holds_altyn_alqa, ceil_to_tenge(mci * mother_award_silver)), otherwise=0)


@benefit("MOTHER_GOLD", **AWARD)
def golden_mother_allowance(holds_altyn_alqa, mci, mother_award_gold):
    """Monthly allowance of a mother with Altyn Alqa, Mother Heroine, or Maternal Glory of the first or second class."""
    return cases((holds_altyn_alqa, ceil_to_tenge(mci * mother_award_gold)), otherwise=0)
