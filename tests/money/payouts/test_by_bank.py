"""Payouts to people who named a bank account: ordered, paid when the bank says so, refused and tried elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alatau.core.content import content
from alatau.money.bank.answers import reject, settle
from alatau.money.bank.link import open_bank
from alatau.money.bodies.open import open_bodies
from alatau.money.models import BankMessage, BankOrder, PayoutLine
from alatau.money.payouts.by_bank import hear_of_orders
from alatau.money.payouts.errors import PayoutNotPaidError
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.reconcile import reconcile_batch
from alatau.money.payouts.routes import set_bank_account, set_wallet
from alatau.money.payouts.settle import close_batch, list_due, retry_batch
from alatau.money.verify import verify_ledger
from tests.money.ledger import BY, balance_of
from tests.money.payouts.budget import BUDGET, line, outcomes, paid, pay, programme, purse
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def sent(moment):
    """A batch with a line on its way through the bank, and one in a wallet."""
    open_bodies(by=BY, at=moment)
    open_bank(by=BY, at=moment)
    programme(moment)
    purse("bolat", moment)
    number = content().account_numbers.synthesise(5)
    yesterday = replace(moment, city_at=moment.city_at - timedelta(days=2))
    set_bank_account(resident("aigerim").person_id, number, by=BY, at=yesterday)
    return paid([line("aigerim"), line("bolat")], moment)


def answer(act, moment, **chosen):
    order = BankOrder.objects.get()
    act(order, by=BY, at=moment, **chosen)
    settled, rejected = ([order.id], []) if act is settle else ([], [order.id])
    for _ in range(2):
        hear_of_orders(settled, rejected)


def test_line_is_on_its_way_until_the_bank_has_answered(sent, moment):
    assert outcomes(sent) == {"paid": 1, "sent": 1}
    order = BankOrder.objects.get()
    assert (order.amount, order.name, order.words) == (50_00, "Айгерім", "Support for March")
    assert BankMessage.objects.filter(order=order).count() == 1
    assert reconcile_batch(sent.id).is_whole
    with pytest.raises(PayoutNotPaidError):
        close_batch(sent.id, by=BY, at=moment)
    assert list_due(at=moment) == ([], [])


def test_bank_that_paid_makes_the_line_paid_and_the_batch_can_end(sent, moment):
    answer(settle, moment)
    assert outcomes(get_batch(sent.id)) == {"paid": 2}
    close_batch(sent.id, by=BY, at=moment)
    assert reconcile_batch(sent.id).is_whole
    assert verify_ledger().is_whole


def test_refused_line_is_not_ordered_again_until_the_account_is_another(sent, moment):
    answer(reject, moment, reason="AC04")
    assert outcomes(get_batch(sent.id)) == {"paid": 1, "bank_refused": 1}
    retry_batch(sent.id, by=BY, at=moment)
    assert outcomes(pay(sent.id, moment)) == {"paid": 1, "bank_refused": 1}
    assert BankOrder.objects.count() == 1
    wallet = purse("aigerim", moment)
    set_wallet(resident("aigerim").person_id, wallet, by=BY, at=moment)
    retry_batch(sent.id, by=BY, at=moment)
    assert outcomes(pay(sent.id, moment)) == {"paid": 2}
    assert balance_of(wallet) == 50_00
    assert reconcile_batch(sent.id).is_whole


def test_refused_line_goes_back_to_the_budget_at_the_end(sent, moment):
    answer(reject, moment, reason="AC04")
    close_batch(sent.id, by=BY, at=moment)
    budget = PayoutLine.objects.select_related("batch__programme").first().batch.programme.account_id
    assert balance_of(budget) == BUDGET - 50_00
    assert verify_ledger().is_whole


def test_city_without_a_bank_says_so_and_keeps_the_money(moment, monkeypatch):
    programme(moment)
    yesterday = replace(moment, city_at=moment.city_at - timedelta(days=2))
    set_bank_account(resident("aigerim").person_id, content().account_numbers.synthesise(5), by=BY, at=yesterday)
    monkeypatch.setattr(type(content()), "bank_link", None)
    assert outcomes(paid([line("aigerim")], moment)) == {"bank_refused": 1}
    assert not BankOrder.objects.exists()
