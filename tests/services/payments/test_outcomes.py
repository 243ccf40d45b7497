"""What the treasury says of payments is heard once; what fails for good comes to a person, and can be paid again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from alatau.money.change import change_account_status
from alatau.money.models import Bill
from alatau.money.payouts.settle import close_batch
from alatau.money.payouts.values import BatchId
from alatau.money.values import AccountId, AccountStatus, HolderId
from alatau.money.wallet.ids import wallet_id_of
from alatau.services.models import Payment, Recovery, RightCase
from alatau.services.payments.disburse import disburse_day
from alatau.services.payments.errors import RecoveryTooMuchError
from alatau.services.payments.recover import ask_back, paid_by
from tests.services.decisions.stage import (
    ALLOWANCE,
    MONTHLY,
    OURS,
    are_books_whole,
    decide,
    give,
    held_by,
    later,
    treasury_works,
    two_officials,
)
from tests.services.offers.stage import BY, hear, put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from alatau.services.models import Decision


@pytest.fixture
def granted(city: Moment, paid: PersonId) -> Decision:
    put_card((paid, "spouse", {MONTHLY: ALLOWANCE}), at=city)
    return give(MONTHLY, paid, at=city)


def freeze(person: PersonId, status: AccountStatus, at: Moment) -> None:
    with transaction.atomic():
        account_id = AccountId(wallet_id_of(HolderId(person)))
        change_account_status(account_id, status, reason="test", by=BY, at=at)


def fail(person: PersonId, at: Moment) -> Payment:
    freeze(person, AccountStatus.FROZEN, at)
    disburse_day(at=at)
    treasury_works()
    return Payment.objects.get()


def give_up(payment: Payment, at: Moment) -> None:
    assert payment.batch_id is not None
    close_batch(BatchId(payment.batch_id), by=BY, at=at)
    hear(*OURS)
    payment.refresh_from_db()


def test_a_payment_that_fails_is_tried_again_and_not_lost(city: Moment, paid: PersonId, granted: Decision) -> None:
    assert fail(paid, city).status == "failed"
    assert not RightCase.objects.exists()


def test_a_payment_that_fails_for_good_becomes_a_case_once(city: Moment, paid: PersonId, granted: Decision) -> None:
    payment = fail(paid, city)
    give_up(payment, city)
    assert payment.status == "returned"
    assert RightCase.objects.get().payment_id == payment.id


def test_officials_have_it_paid_again_once(city: Moment, paid: PersonId, granted: Decision) -> None:
    payment = fail(paid, city)
    give_up(payment, city)
    freeze(paid, AccountStatus.OPEN, city)
    decide(RightCase.objects.get().case_id, "again", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    disburse_day(at=later(city, days=1))
    treasury_works()
    payment.refresh_from_db()
    assert (payment.status, payment.attempt, held_by(paid)) == ("paid", 2, ALLOWANCE)
    assert are_books_whole()


def test_nobody_is_asked_for_more_than_was_paid(city: Moment, paid: PersonId, granted: Decision) -> None:
    disburse_day(at=city)
    treasury_works()
    assert paid_by(granted) == ALLOWANCE
    with pytest.raises(RecoveryTooMuchError):
        ask_back(granted, ALLOWANCE + 1, by=BY, at=city)


def test_money_that_was_not_due_comes_back_by_a_bill(city: Moment, paid: PersonId, granted: Decision) -> None:
    from alatau.money.bills.read import list_owed
    from alatau.money.bodies.open import open_bodies

    open_bodies(by=BY, at=city)
    disburse_day(at=city)
    treasury_works()
    case_id = ask_back(granted, 1_000_000, by=BY, at=city)
    decide(case_id, "bill", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    [bill] = list_owed(HolderId(paid), on=city.city_day)
    assert bill.amount.units == 1_000_000


def test_with_the_persons_yes_a_part_of_later_payments_is_kept_back(
    city: Moment, paid: PersonId, granted: Decision
) -> None:
    from alatau.access.consent import give_consent
    from tests.services.decisions.stage import own

    disburse_day(at=city)
    treasury_works()
    give_consent(paid, "payment_deduction", language="en", by=own(paid), at=city)
    case_id = ask_back(granted, 1_000_000, by=BY, at=city)
    decide(case_id, "deduct", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    disburse_day(at=later(city, days=31))
    treasury_works()
    kept = Payment.objects.order_by("-period")[0]
    assert kept.deducted == ALLOWANCE // 4
    assert held_by(paid) == 2 * ALLOWANCE - kept.deducted


def test_a_yes_taken_back_leaves_a_bill_for_the_rest(city: Moment, paid: PersonId, granted: Decision) -> None:
    from alatau.access.consent import give_consent, withdraw_consent
    from alatau.money.bodies.open import open_bodies
    from tests.services.decisions.stage import own

    open_bodies(by=BY, at=city)
    disburse_day(at=city)
    treasury_works()
    give_consent(paid, "payment_deduction", language="en", by=own(paid), at=city)
    case_id = ask_back(granted, 1_000_000, by=BY, at=city)
    decide(case_id, "deduct", {}, by=two_officials("Dinara", "Murat", at=city), at=city)
    disburse_day(at=later(city, days=31))
    withdraw_consent(paid, "payment_deduction", language="en", by=own(paid), at=city)
    hear("services.recoveries")
    assert Recovery.objects.filter(bill_id=None).get().left == 0
    assert sum(Recovery.objects.values_list("amount", flat=True)) == 1_000_000
    assert Bill.objects.get().amount == 1_000_000 - ALLOWANCE // 4
