"""Help after a flood, local help, and the grant to start a business."""

from __future__ import annotations

from alatau.rules import any_of, benefit, cases, measure, unknown
from qazaqstan.law.benefits.acts import LOCAL, REPUBLIC
from qazaqstan.law.roundings import ceil_to_tenge


@measure(register="addresses", home=True, unit="flag")
def lives_in_flood(risk_kind, risk_level):
    """A flood emergency is declared at the person's address; an address without a mark lies in no zone."""
    return any_of((risk_kind == "flood") & (risk_level == "emergency"), unknown_as=False)


@benefit(
    "FLOOD_ONEOFF",
    **LOCAL,
    law="Decisions of the government of April 2024",
    verification="sourced",
    level="family",
    unit="tiyn",
    paid="once",
    to="family",
    life_event="flood",
    proactive=True,
    limit="one_month",
    valid_from="2024-04-01",
    valid_until="2025-01-01",
)
def flood_lump_sum_of_family(lives_in_flood, mci, flood_lump_sum):
    """One payment to a family whose address lies in a declared zone of flood: 100 indexes."""
    return cases((any_of(lives_in_flood), ceil_to_tenge(mci * flood_lump_sum)), otherwise=0)


@benefit(
    "LOCAL_HELP",
    **LOCAL,
    law="Government resolution of 30 June 2023 No. 523 (model rules); decisions of the maslikhat",
    verification="sourced",
    note="The maslikhat names the groups and sums; a family that may belong to one is asked, none is refused.",
    level="family",
    unit="flag",
    paid="once_or_monthly",
    to="family",
    life_event="low_income",
    proactive=False,
    limit="maslikhat",
)
def local_help(
    is_below_minimum, is_disabled, is_full_orphan, is_in_flood_zone, children_and_students, large_family_from
):
    """Help of the akimat for families in need: whether the maslikhat names this one, somebody has to look."""
    is_in_need = is_below_minimum | any_of(is_disabled | is_full_orphan) | is_in_flood_zone
    return cases((is_in_need | (children_and_students >= large_family_from), unknown), otherwise=False)


@benefit(
    "BUSINESS_GRANT",
    **REPUBLIC | {"law": f"{REPUBLIC['law']} (measures of employment)"},
    verification="unverified",
    note="The most of 400 indexes is general knowledge; training and a plan of business are asked for.",
    level="person",
    unit="tiyn",
    paid="once",
    to="person",
    life_event="starting_business",
    proactive=False,
    limit="competition",
    awarded="by_competition",
)
def business_grant(is_adult, is_able_bodied, is_registered_unemployed, is_assisted, mci, business_grant_most):
    """Up to 400 indexes to start a business, for unemployed people and members of assisted families who can work."""
    may_ask = is_adult & is_able_bodied & (is_registered_unemployed | is_assisted)
    return cases((may_ask, ceil_to_tenge(mci * business_grant_most)), otherwise=0)
