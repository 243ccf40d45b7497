"""A batch from its handing over to its end: every line has an outcome, and two people stand behind it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from alatau.core.models import JournalLine
from alatau.money.change import change_account_status, change_holder
from alatau.money.errors.transfers import InsufficientFundsError
from alatau.money.models import PayoutBatch, PayoutLine
from alatau.money.payouts.approve import approve_batch, decline_batch
from alatau.money.payouts.errors import (
    PayoutEmptyError,
    PayoutNotCheckedError,
    PayoutNotPaidError,
    PayoutReusedError,
    PayoutSamePersonError,
    PayoutSettledError,
    ProgrammeUnknownError,
)
from alatau.money.payouts.read import get_batch, list_batches, list_lines
from alatau.money.payouts.reconcile import reconcile_batch
from alatau.money.payouts.settle import close_batch, list_due, retry_batch
from alatau.money.payouts.values import BatchStatus, LineOutcome, NewLine
from alatau.money.values import AccountStatus, Standing
from alatau.money.verify import verify_ledger
from alatau.money.wallet.read import list_payments
from tests.money.ledger import BASIC, BY, balance_of, tenge
from tests.money.payouts.budget import BUDGET, check, hand_over, line, outcomes, paid, pay, programme, purse
from tests.people import official, resident

pytestmark = pytest.mark.usefixtures("city")


def test_everybody_with_a_wallet_is_paid_and_sees_why(moment):
    budget, wallet = programme(moment), purse("aigerim", moment)
    view = paid([line("aigerim", 30_00), line("aigerim", 12_00, words="School start")], moment)
    assert outcomes(view) == {"paid": 2}
    assert (balance_of(wallet), balance_of(budget)) == (42_00, BUDGET - 42_00)
    seen = list_payments(resident("aigerim").person_id)
    assert {payment.reference for payment in seen} == {"Support for March", "School start"}
    assert reconcile_batch(view.id).is_whole
    assert verify_ledger().is_whole


def test_every_line_says_before_payment_why_it_cannot_be_paid(moment):
    programme(moment)
    for key in ("bolat", "yusuf", "emma"):
        purse(key, moment, tier=BASIC)
    change_account_status(purse("bolat", moment), AccountStatus.FROZEN, reason="court", by=BY, at=moment)
    change_holder(resident("yusuf").person_id, standing=Standing.STOPPED, reason="test", by=BY, at=moment)
    purse("nurlan", moment)
    lines = [
        line("aigerim"),
        line("bolat"),
        line("yusuf"),
        line("emma", 500_001_00),
        NewLine(number="850101700005", amount=tenge(1)),
        NewLine(number="not a number", amount=tenge(1)),
        line("nurlan", reference="one"),
        line("nurlan", reference="one"),
        NewLine(number=resident("nurlan").number, amount=None),
    ]
    view = check(hand_over(lines, moment), moment)
    assert [each.outcome for each in list_lines(view.id)] == [
        LineOutcome.NO_ACCOUNT,
        LineOutcome.ACCOUNT_CLOSED,
        LineOutcome.PAYEE_STOPPED,
        LineOutcome.OVER_LIMIT,
        LineOutcome.UNREADABLE,
        LineOutcome.UNREADABLE,
        LineOutcome.PAYABLE,
        LineOutcome.REPEATED,
        LineOutcome.UNREADABLE,
    ]


def test_number_that_nobody_holds_is_an_unknown_person_and_kept_sealed(moment):
    from alatau.core.content import content

    programme(moment)
    number = content().person_numbers.synthesise(born_on=moment.city_day.replace(year=1990), woman=True, serial=4321)
    view = check(hand_over([NewLine(number=number, amount=tenge(5))], moment), moment)
    assert outcomes(view) == {"unknown_person": 1}
    kept = PayoutLine.objects.get()
    assert kept.payee_id is None
    assert number.encode() not in bytes(kept.sealed)


def test_second_line_for_one_person_counts_towards_the_limit(moment):
    programme(moment, balance=BUDGET * 10)
    purse("aigerim", moment, tier=BASIC)
    view = check(hand_over([line("aigerim", 300_000_00), line("aigerim", 300_000_00)], moment), moment)
    assert outcomes(view) == {"payable": 1, "over_limit": 1}


def test_same_batch_twice_is_one_batch_and_another_body_is_refused(moment):
    programme(moment)
    batch_id = uuid.uuid4()
    for _ in range(2):
        assert hand_over([line("aigerim")], moment, batch_id=batch_id) == batch_id
    assert PayoutLine.objects.count() == 1
    with pytest.raises(PayoutReusedError):
        hand_over([line("aigerim", 51_00)], moment, batch_id=batch_id)


def test_batch_without_lines_or_programme_is_refused(moment):
    with pytest.raises(ProgrammeUnknownError):
        hand_over([line("aigerim")], moment)
    programme(moment)
    with pytest.raises(PayoutEmptyError):
        hand_over([], moment)
    assert not PayoutBatch.objects.exists()


def test_who_handed_it_over_cannot_approve_it(moment):
    programme(moment)
    purse("aigerim", moment)
    batch_id = hand_over([line("aigerim")], moment)
    with pytest.raises(PayoutNotCheckedError):
        approve_batch(batch_id, by=official("ruslan").actor, at=moment)
    check(batch_id, moment)
    with pytest.raises(PayoutSamePersonError):
        approve_batch(batch_id, by=official("kamila").actor, at=moment)
    approve_batch(batch_id, by=official("ruslan").actor, at=moment)
    with pytest.raises(PayoutSettledError):
        approve_batch(batch_id, by=official("ruslan").actor, at=moment)


def test_programme_without_money_refuses_the_approval_and_changes_nothing(moment):
    budget = programme(moment, balance=49_99)
    purse("aigerim", moment)
    batch_id = hand_over([line("aigerim")], moment)
    check(batch_id, moment)
    with pytest.raises(InsufficientFundsError):
        approve_batch(batch_id, by=official("ruslan").actor, at=moment)
    assert get_batch(batch_id).status is BatchStatus.CHECKED
    assert balance_of(budget) == 49_99


def test_declined_batch_is_never_paid(moment):
    budget = programme(moment)
    purse("aigerim", moment)
    batch_id = hand_over([line("aigerim")], moment)
    check(batch_id, moment)
    decline_batch(batch_id, by=official("ruslan").actor, at=moment)
    assert outcomes(pay(batch_id, moment)) == {"payable": 1}
    assert balance_of(budget) == BUDGET
    with pytest.raises(PayoutSettledError):
        decline_batch(batch_id, by=official("ruslan").actor, at=moment)


def test_failed_line_is_paid_at_the_next_try_after_a_wallet_was_opened(moment):
    programme(moment)
    purse("bolat", moment)
    view = paid([line("aigerim"), line("bolat")], moment)
    assert outcomes(view) == {"no_account": 1, "paid": 1}
    wallet = purse("aigerim", moment)
    assert retry_batch(view.id, by=BY, at=moment) == 1
    assert outcomes(pay(view.id, moment)) == {"paid": 2}
    assert balance_of(wallet) == 50_00
    assert retry_batch(view.id, by=BY, at=moment) == 0


def test_what_cannot_be_paid_goes_back_to_the_programme_once(moment):
    budget = programme(moment)
    purse("bolat", moment)
    view = paid([line("aigerim"), line("bolat")], moment)
    assert balance_of(budget) == BUDGET - 100_00
    close_batch(view.id, by=BY, at=moment)
    assert balance_of(budget) == BUDGET - 50_00
    assert outcomes(get_batch(view.id)) == {"paid": 1, "returned": 1}
    assert reconcile_batch(view.id).is_whole
    with pytest.raises(PayoutNotPaidError):
        close_batch(view.id, by=BY, at=moment)


def test_lines_are_tried_daily_until_their_time_is_over(moment):
    programme(moment)
    view = paid([line("aigerim")], moment)
    assert list_due(at=moment) == ([view.id], [])
    late = replace(moment, city_at=moment.city_at + timedelta(days=30))
    assert list_due(at=late) == ([], [view.id])


def test_each_step_leaves_a_line_in_the_journal(moment):
    programme(moment)
    purse("aigerim", moment)
    close_batch(paid([line("aigerim")], moment).id, by=BY, at=moment)
    told = set(JournalLine.objects.filter(action__startswith="money.payout").values_list("action", flat=True))
    assert told == {f"money.payout.{what}" for what in ("received", "checked", "approved", "paid", "closed")}


def test_batches_are_listed_newest_first_with_their_sums(moment):
    programme(moment)
    later = replace(moment, wall_at=moment.wall_at + timedelta(minutes=1))
    first, second = hand_over([line("aigerim")], moment), hand_over([line("bolat", 7_00)], later)
    assert [(each.id, each.total) for each in list_batches()] == [(second, tenge(7_00)), (first, tenge(50_00))]
