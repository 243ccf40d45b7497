"""The commit paths of payments, for kills at each of their named points."""

from __future__ import annotations

from unittest.mock import patch

from alatau.money.bodies.open import open_bodies
from alatau.money.models import Bill
from alatau.services.models import Decision, Payment, Plan, Recovery, RightCase
from alatau.services.payments.death import suspend_of_dead
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.recover import ask_back
from alatau.services.payments.review import review_plans
from tests.faults.kill import Scenario
from tests.services.decisions.kills import aigerim, listen, prepare_allowance, worker
from tests.services.decisions.stage import (
    ALLOWANCE,
    MONTHLY,
    held_by,
    settle_unheard,
    treasury_works,
    two_officials,
)
from tests.services.offers.stage import BY, put_card


def disburse() -> None:
    with worker() as at:
        disburse_day(at=at)
        treasury_works()


def check_month_paid_once() -> None:
    assert [*Payment.objects.values_list("status", flat=True)] == ["paid"]
    assert held_by(aigerim()) == ALLOWANCE


def prepare_more() -> None:
    prepare_allowance()
    with worker() as at:
        put_card((aigerim(), "spouse", {MONTHLY: ALLOWANCE + 100}), at=at)


def review() -> None:
    with worker() as at:
        review_plans([*Plan.objects.filter(status="running")], at=at)


def check_decided_anew_once() -> None:
    assert Decision.objects.count() == Plan.objects.count() == 2
    assert Plan.objects.get(status="running").amount == ALLOWANCE + 100


def suspend() -> None:
    # A register of deaths that knows one.
    with worker() as at, patch("alatau.registry.people.deaths.list_dead", lambda people: {aigerim()} & {*people}):
        suspend_of_dead([aigerim()], at=at)


def check_held_once() -> None:
    assert Plan.objects.get().status == "held"
    assert RightCase.objects.count() == 1


def prepare_overpaid() -> None:
    """Let two officials ask money back by a bill, and this room not have heard of it yet."""
    prepare_allowance()
    disburse()
    with worker() as at:
        open_bodies(by=BY, at=at)
        case_id = ask_back(Decision.objects.get(), 1_000_000, by=BY, at=at)
        settle_unheard(case_id, "bill", {}, by=two_officials("Dinara", "Murat", at=at), at=at)


def check_asked_back_once() -> None:
    assert Recovery.objects.count() == Bill.objects.count() == 1


SCENARIOS = (
    Scenario(
        points=("services.disburse.", "services.outcomes."),
        prepare=prepare_allowance,
        act=disburse,
        check=check_month_paid_once,
    ),
    Scenario(points=("services.review.",), prepare=prepare_more, act=review, check=check_decided_anew_once),
    Scenario(points=("services.death.",), prepare=prepare_allowance, act=suspend, check=check_held_once),
    Scenario(points=("services.recover.",), prepare=prepare_overpaid, act=listen, check=check_asked_back_once),
)
