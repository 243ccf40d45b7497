"""Cards, deaths and officials change what is paid; doubt ends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from alatau.services.decisions.judge import find_basis
from alatau.services.models import Decision, Payment, Plan, RightCase
from alatau.services.payments import review
from alatau.services.payments.death import suspend_of_dead
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.review import review_plans
from tests.services.decisions.stage import (
    ALLOWANCE,
    FAMILY_RIGHT,
    MONTHLY,
    NEXT_FAMILY_RIGHT,
    decide,
    give,
    held_by,
    later,
    plan_of,
    treasury_works,
    two_officials,
)
from tests.services.offers.stage import put_card, tell_change

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


@pytest.fixture
def plan(city: Moment, paid: PersonId) -> Plan:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    return plan_of(give(MONTHLY, paid, at=city))


def reviewed(at: Moment) -> dict[str, int]:
    return dict(+review_plans(list(Plan.objects.filter(status__in=["running", "held"])), at=at))


def test_a_card_that_says_the_same_changes_nothing(city: Moment, plan: Plan) -> None:
    assert reviewed(city) == {"unchanged": 1}
    assert Decision.objects.count() == 1


def test_a_higher_sum_is_decided_anew_without_asking(city: Moment, paid: PersonId, plan: Plan) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE + 100}), at=city)
    assert reviewed(city) == {"changed": 1}
    newer = Decision.objects.get(supersedes=plan.decision)
    assert (newer.ground, newer.amount) == ("change", ALLOWANCE + 100)


def test_what_nobody_knows_any_more_ends_nothing(city: Moment, paid: PersonId, plan: Plan) -> None:
    put_card((paid, "spouse", {MONTHLY: None}), at=city)
    assert reviewed(city) == {"unchanged": 1}
    plan.refresh_from_db()
    assert plan.status == "running"


def test_one_registers_word_ends_nothing_but_asks_officials(city: Moment, paid: PersonId, plan: Plan) -> None:
    put_card((paid, "spouse", {MONTHLY: 0}), at=city)
    assert find_basis(MONTHLY, paid).is_single_source
    assert reviewed(city) == {"asked": 1}
    assert reviewed(city) == {"asked": 1}
    plan.refresh_from_db()
    assert (plan.status, RightCase.objects.filter(kind="review").count()) == ("running", 1)


def test_a_right_that_is_over_ends_where_nothing_is_in_doubt(
    city: Moment, paid: PersonId, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_card((paid, "spouse", {MONTHLY: 0}), at=city)
    monkeypatch.setattr(review, "_is_doubtful", lambda _basis: False)
    assert reviewed(city) == {"ended": 1}
    plan.refresh_from_db()
    ended = Decision.objects.get(kind="ended")
    assert (plan.status, plan.reason, ended.supersedes) == ("stopped", "right_ended", plan.decision)


def test_a_neighbouring_right_takes_over_and_no_month_is_paid_twice(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {}), at=city, **{FAMILY_RIGHT: 6_933_000, NEXT_FAMILY_RIGHT: 0})
    give(FAMILY_RIGHT, paid, at=city)
    disburse_day(at=city)
    treasury_works()
    put_card((paid, "spouse", {}), at=city, **{FAMILY_RIGHT: 0, NEXT_FAMILY_RIGHT: 8_667_300})
    assert reviewed(city) == {"changed": 1}
    disburse_day(at=later(city, days=1))
    treasury_works()
    assert held_by(paid) == 6_933_000
    assert Plan.objects.get(status="running").right == NEXT_FAMILY_RIGHT


def test_officials_end_a_payment_by_a_decision_of_theirs(city: Moment, paid: PersonId, plan: Plan) -> None:
    put_card((paid, "spouse", {MONTHLY: 0}), at=city)
    reviewed(city)
    case = RightCase.objects.get(kind="review")
    decide(case.case_id, "ends", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    plan.refresh_from_db()
    assert plan.status == "stopped"
    assert Decision.objects.get(kind="ended").decided_by == "officials"


def test_the_journal_of_cards_brings_payments_to_review(city: Moment, paid: PersonId, plan: Plan) -> None:
    from tests.services.offers.stage import hear

    put_card((paid, "spouse", {MONTHLY: ALLOWANCE * 2}), at=city)
    tell_change("changed", MONTHLY, paid, at=city)
    hear("services.payments_of_cards")
    assert Decision.objects.filter(supersedes=plan.decision).exists()


def test_a_death_holds_payments_until_officials_have_looked(
    city: Moment, paid: PersonId, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead: Any = lambda people: {paid} & set(people)  # noqa: E731 - a register of deaths that knows one
    monkeypatch.setattr("alatau.registry.people.deaths.list_dead", dead)
    assert (suspend_of_dead([paid], at=city), suspend_of_dead([paid], at=city)) == (1, 0)
    assert disburse_day(at=later(city, days=40)).payments == 0
    plan.refresh_from_db()
    assert (plan.status, plan.reason, Payment.objects.count()) == ("held", "death", 0)


def test_a_mistaken_death_pays_the_months_that_stood_still(
    city: Moment, paid: PersonId, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.registry.people.deaths.list_dead", set)
    suspend_of_dead([paid], at=city)
    case = RightCase.objects.get(kind="review")
    decide(case.case_id, "goes_on", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    disburse_day(at=city)
    treasury_works()
    assert held_by(paid) == ALLOWANCE
