"""Analysts try reforms: what is asked is kept, computed by the worker, and shown rounded."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.family.models import TriedReform
from alatau.family.simulate.hide import COUNT_STEP, facts_to_show, round_count
from alatau.family.simulate.values import BenefitEffect, GroupEffect, PayerEffect, Poverty, Simulation, Sums
from tests.people import load_people, official, sign_in

if TYPE_CHECKING:
    from django.test import Client

ADDRESS = "/nation/reforms/"


@pytest.fixture
def analyst(client: Client, db: None) -> Client:
    load_people()
    sign_in(client, official("yerlan"))
    return client


def ask(client: Client, **given: str) -> object:
    return client.post(ADDRESS, {"request_id": str(uuid4()), "title": "More", "rules": "", **given})


SIMULATION = Simulation(
    reform="More",
    day=date(2026, 11, 1),
    run="r",
    families=13_003,
    gaining=204,
    losing=3,
    unknown=0,
    benefits=(
        BenefitEffect(
            name="large_family_allowance_4",
            key="LARGE_4",
            level="family",
            payer="republican_budget",
            paid="monthly",
            receivers=Sums(before=204, after=207),
            unknown=Sums(before=0, after=0),
            cost=Sums(before=1_414_332_000, after=1_500_000_000),
        ),
    ),
    payers=(
        PayerEffect(payer="republican_budget", paid="monthly", cost=Sums(before=1_414_332_000, after=1_500_000_000)),
    ),
    groups={
        "region": (GroupEffect(group="19", families=12_000, gaining=4, losing=0, change=2_000),),
        "decile": (),
        "family_type": (),
    },
    poverty_before=Poverty(people=52_000, poor=2_300, gap_bp=120),
    poverty_after=Poverty(people=52_000, poor=2_280, gap_bp=118),
)


def test_analyst_asks_for_a_reform_and_waits_for_it(analyst: Client) -> None:
    answer = ask(analyst, name_0="mci", value_0="5000")

    page = analyst.get(answer.url)  # type: ignore[attr-defined]  # a redirect has an address
    assert TriedReform.objects.get().parameters == {"mci": "5000"}
    assert 'http-equiv="refresh"' in page.content.decode()


def test_same_request_again_is_the_same_reform(analyst: Client) -> None:
    request_id = str(uuid4())
    for _time in range(2):
        ask(analyst, request_id=request_id, name_0="mci", value_0="5000")

    assert TriedReform.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name_0": "mci"},
        {"value_0": "5"},
        {"name_0": "mci", "value_0": "much"},
        {"name_0": "mci", "value_0": "1", "name_1": "mci", "value_1": "2"},
        {"rules": "import os"},
        {"rules": "@rule(level='family', unit='flag')\ndef x(mci):\n    return open(mci)"},
        {"title": "", "name_0": "mci", "value_0": "5"},
    ],
)
def test_reform_that_says_nothing_is_asked_back_and_keeps_what_was_typed(
    analyst: Client, given: dict[str, str]
) -> None:
    answer = ask(analyst, **given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY  # type: ignore[attr-defined]
    assert not TriedReform.objects.exists()


def test_colleagues_reform_is_not_found(analyst: Client, client: Client) -> None:
    address = ask(analyst, name_0="mci", value_0="5000").url  # type: ignore[attr-defined]
    sign_in(client, official("marat"))

    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


@given(st.integers(0, 10**9))
def test_count_that_is_shown_is_a_ten_or_hidden(count: int) -> None:
    shown = round_count(count)

    assert shown is None or shown % COUNT_STEP == 0
    assert (shown is None) == (0 < count < COUNT_STEP)


def test_small_groups_are_hidden_with_what_they_gain() -> None:
    facts = facts_to_show(SIMULATION)

    [region] = facts["groups"]["region"]
    assert (region["gaining"], region["change"]) == (None, None)
    assert facts["losing"] is None
    assert facts["benefits"][0]["receivers"] == [200, 210]


def test_outcome_is_shown_with_costs_poverty_and_groups(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from alatau.family.pages import trying

    address = ask(analyst, name_0="mci", value_0="5000").url  # type: ignore[attr-defined]
    asked = trying.get_reform
    monkeypatch.setattr(
        trying, "get_reform", lambda reform_id, by: _with_facts(asked(reform_id, by=by), facts_to_show(SIMULATION))
    )

    page = analyst.get(address).content.decode()

    assert page.count("data-plot") >= 3
    assert "http-equiv" not in page


def _with_facts(view: object, facts: dict[str, object]) -> object:
    from dataclasses import replace

    return replace(view, facts=facts)  # type: ignore[type-var]  # the view is a value
