"""A right of the card becomes a decision, a plan and, where it is paid once, money in the same commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from alatau.core.values import system_actor
from alatau.family.models import ChangedCard
from alatau.money.change import change_holder
from alatau.money.values import HolderId, Standing
from alatau.services.decisions.errors import AlreadyGrantedError, HangsOnUnknownError, NotEntitledError
from alatau.services.decisions.grant import grant
from alatau.services.models import Decision, Payment, Plan
from alatau.services.offers.errors import AccountMissingError, AccountNeedsSignInError
from alatau.services.payments.values import AccountChoice, AccountKind
from tests.services.decisions.stage import (
    ALLOWANCE,
    GRANT,
    MONTHLY,
    ONCE,
    are_books_whole,
    bank_account,
    give,
    held_by,
    own,
    plan_of,
)
from tests.services.offers.stage import BY, FAMILY, put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


def test_what_is_paid_once_reaches_the_wallet_in_the_same_commit(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    decision = give(ONCE, paid, at=city)
    payment = Payment.objects.get(plan__decision=decision)
    assert (decision.kind, decision.amount, payment.status) == ("granted", GRANT, "paid")
    assert held_by(paid) == GRANT
    assert are_books_whole()


def test_a_decision_keeps_the_dates_the_rules_and_its_ground(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    decision = give(ONCE, paid, at=city)
    card = ChangedCard.objects.get()
    assert (decision.on, decision.known_number, decision.rules_digest) == (city.city_day, card.known_number, "test")
    assert (decision.decided_by, decision.benefit_key, decision.payer) == ("rule", "BIRTH_1_3", "republican_budget")
    assert "Social Code" in decision.law


def test_a_payee_whom_supervision_stopped_is_granted_and_paid_later(city: Moment, paid: PersonId) -> None:
    with transaction.atomic():
        change_holder(HolderId(paid), standing=Standing.STOPPED, reason="test", by=BY, at=city)
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    give(ONCE, paid, at=city)
    payment = Payment.objects.get()
    assert (payment.status, payment.transfer_id, held_by(paid)) == ("failed", None, 0)
    assert payment.batch_id is not None


def test_the_same_offer_is_granted_once(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    asked = {"family_id": FAMILY, "offer_id": paid, "by": own(paid), "at": city}
    assert grant(ONCE, paid, **asked) == grant(ONCE, paid, **asked)
    assert (Decision.objects.count(), held_by(paid)) == (1, GRANT)


def test_nothing_is_decided_on_what_nobody_knows(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: None}), at=city)
    with pytest.raises(HangsOnUnknownError):
        give(ONCE, paid, at=city)
    assert Decision.objects.count() == 0


def test_a_machine_refuses_nobody_where_the_card_says_no(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: 0}), at=city)
    with pytest.raises(NotEntitledError):
        give(ONCE, paid, at=city)
    assert Decision.objects.count() == 0


def test_a_monthly_right_starts_a_plan_and_pays_nothing_yet(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    plan = plan_of(give(MONTHLY, paid, at=city))
    assert (plan.rhythm, plan.amount, plan.next_period) == ("monthly", ALLOWANCE, city.city_day.replace(day=1))
    assert held_by(paid) == 0


def test_what_runs_with_the_same_sum_is_not_granted_twice(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    give(MONTHLY, paid, at=city)
    with pytest.raises(AlreadyGrantedError):
        give(MONTHLY, paid, at=city)


def test_another_sum_supersedes_the_decision_and_its_plan(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    first = give(MONTHLY, paid, at=city)
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE * 2}), at=city)
    second = give(MONTHLY, paid, at=city)
    assert second.supersedes == first
    assert [plan_of(each).status for each in (first, second)] == ["stopped", "running"]


def test_a_new_bank_account_waits_a_day_for_its_first_payment(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    plan = plan_of(give(ONCE, paid, account=bank_account(), at=city))
    assert (plan.not_before - city.city_at).days == 1
    assert (Payment.objects.count(), held_by(paid)) == (0, 0)


def test_a_message_cannot_name_a_new_account(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    with pytest.raises(AccountNeedsSignInError):
        grant(ONCE, paid, family_id=FAMILY, account=bank_account(), by=system_actor("messages.replies"), at=city)
    assert Decision.objects.count() == 0


def test_without_any_account_nothing_is_granted_blindly(city: Moment, bolat: PersonId, treasury: None) -> None:
    put_card((bolat, "spouse", {ONCE: GRANT}), at=city)
    with pytest.raises(AccountMissingError):
        give(ONCE, bolat, at=city)
    assert (Decision.objects.count(), Plan.objects.count()) == (0, 0)


def test_a_wallet_is_opened_for_who_chooses_one(city: Moment, bolat: PersonId, treasury: None) -> None:
    put_card((bolat, "spouse", {ONCE: 5_000_000}), at=city)
    give(ONCE, bolat, account=AccountChoice(kind=AccountKind.WALLET), at=city)
    assert held_by(bolat) == 5_000_000


@pytest.mark.parametrize("change", ["UPDATE services_decision SET amount = 1", "DELETE FROM services_decision"])
def test_nobody_can_edit_a_decision(city: Moment, paid: PersonId, change: str) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    give(ONCE, paid, at=city)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
