"""What rooms above hand over: each line rests on a decision, and one can be paid in the decision's own commit."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alatau.core.clock import read_clocks
from alatau.money.models import PayoutBatch
from alatau.money.payouts.pay_out import count_paid, pay_out, pay_out_now
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.reconcile import reconcile_batch, report_differences
from alatau.money.payouts.settle import retry_batch
from alatau.money.payouts.values import Approval, BatchStatus, LineOutcome, NewBatch
from alatau.money.payouts.work import check_batch, pay_batch
from tests.money.ledger import BY, balance_of
from tests.money.payouts.budget import BUDGET, PROGRAMME, line, outcomes, pay, programme, purse
from tests.people import load_people

pytestmark = pytest.mark.usefixtures("city")
NAMES = ("aigerim", "bolat", "yusuf", "emma", "nurlan")


def batch(reference="day-1"):
    return NewBatch(id=uuid4(), programme=PROGRAMME, reference=reference, words="Allowance")


def test_decision_and_its_money_are_one_commit(moment):
    programme(moment)
    wallet, decision = purse("aigerim", moment), uuid4()
    new = batch()
    for _ in range(2):
        view = pay_out_now(new, line("aigerim", decision_id=decision), by=BY, at=moment)
    assert (view.approval, outcomes(view)) == (Approval.DECISIONS, {"paid": 1})
    assert balance_of(wallet) == 50_00
    assert count_paid([decision]) == 1


def test_decision_stands_where_the_person_cannot_be_paid_yet(moment):
    programme(moment)
    new = batch()
    view = pay_out_now(new, line("aigerim", decision_id=uuid4()), by=BY, at=moment)
    assert outcomes(view) == {"no_account": 1}
    wallet = purse("aigerim", moment)
    if view.status is BatchStatus.APPROVED:
        pay(view.id, moment)
    retry_batch(view.id, by=BY, at=moment)
    pay(view.id, moment)
    assert balance_of(wallet) == 50_00


def test_daily_run_pays_what_was_decided_without_a_further_person(moment):
    programme(moment)
    wallets = [purse(key, moment) for key in NAMES]
    lines = [line(key, 10_00, decision_id=uuid4()) for key in NAMES]
    batch_id = pay_out(batch(), lines, by=BY, at=moment)
    check_batch(batch_id)
    pay_batch(batch_id)
    assert get_batch(batch_id).count(LineOutcome.PAID) == len(NAMES)
    assert [balance_of(wallet) for wallet in wallets] == [10_00] * len(NAMES)


def test_line_that_nobody_decided_on_is_our_own_mistake(moment):
    programme(moment)
    with pytest.raises(AssertionError, match="second person"):
        pay_out(batch(), [line("aigerim")], by=BY, at=moment)


def test_line_that_differs_from_its_transfer_becomes_a_task(moment):
    programme(moment)
    purse("aigerim", moment)
    view = pay_out_now(batch(), line("aigerim", decision_id=uuid4()), by=BY, at=moment)
    PayoutBatch.objects.get().rows.update(amount=49_00)
    from alatau.desk.models import Case

    for _ in range(2):
        found = report_differences(view.id, by=BY, at=moment)
    assert not found.is_whole
    assert Case.objects.filter(type="payout_difference").count() == 1


@settings(max_examples=5)
@given(
    drawn=st.lists(st.tuples(st.sampled_from(NAMES), st.integers(1, 90_000_00)), min_size=1, max_size=12),
    with_wallets=st.sets(st.sampled_from(NAMES)),
)
def test_whatever_is_handed_over_money_is_neither_made_nor_lost(drawn, with_wallets):
    """Paid, failed, tried again or given back: the budget, the batch and the wallets hold what there was."""
    with transaction.atomic():
        load_people()
        at = read_clocks()
        budget, wallets = programme(at), [purse(key, at, tier=1) for key in with_wallets]
        lines = [line(key, units, decision_id=uuid4()) for key, units in drawn]
        batch_id = pay_out(batch(), lines, by=BY, at=at)
        check_batch(batch_id)
        pay_batch(batch_id)
        view, sums = get_batch(batch_id), reconcile_batch(batch_id)
        assert sums.is_whole
        assert balance_of(budget) + sums.held.units + sum(map(balance_of, wallets)) == BUDGET
        assert sum(each.lines for each in view.counts) == len(drawn)
        transaction.set_rollback(True)
