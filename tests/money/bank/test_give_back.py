"""What a bank account paid for a bill goes back to it by one tap, and comes in again when the bank refuses."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK
from alatau.money.bank.simulated import pay_in
from alatau.money.bank.values import Cause, OrderStatus
from alatau.money.bills.end import cancel_bill, give_back
from alatau.money.bills.errors import BillBankPaidError
from alatau.money.bills.values import BillStatus
from alatau.money.change import change_account_status
from alatau.money.models import BankDifference, BankOrder
from alatau.money.values import AccountStatus
from alatau.money.verify import verify_ledger
from tests.money.bank.talk import CLOSED, PAYS, account, answer, status
from tests.money.bills.notes import BY, bill, issue, pay
from tests.money.wallet.purses import firm, head, holds, purse, tenge
from tests.money.wallet.test_pages import browser, text

pytestmark = pytest.mark.usefixtures("city")
BAKERY = ("nurlan", "sary_arka_nan")


def from_bank(owed, whole, *, serial=PAYS, is_named=True):
    """Let an account of the simulated bank pay a bill."""
    words = bill(owed).number
    data = pay_in(account(serial), tenge(whole), words=words, payment_id=uuid4(), at=read_clocks().wall_at)
    if not is_named:
        data = re.sub(rb"<DbtrAcct>.*?</DbtrAcct>", b"", data)
    receive_message(data, by=BANK, at=read_clocks())


def back(owed, whole, *, request_id=None):
    give_back(
        owed,
        amount=tenge(whole),
        request_id=request_id or uuid4(),
        issuer_id=firm("sary_arka_nan"),
        by=head(*BAKERY),
        at=read_clocks(),
    )


@pytest.fixture
def owed(city):
    bill_id = issue(whole=900)
    from_bank(bill_id, 900)
    return bill_id


def test_money_from_a_bank_goes_back_to_the_account_it_came_from_once(owed):
    before, request_id = holds(purse("sary_arka_nan")), uuid4()
    for _ in range(2):
        back(owed, 400, request_id=request_id)
    order = BankOrder.objects.get()
    assert (order.cause, order.amount, order.name) == (Cause.GIVEN_BACK, 400_00, account(PAYS).name)
    assert (holds(purse("sary_arka_nan")), bill(owed).paid) == (before - 400, tenge(500))
    answer(order.id)
    assert status(order.id) is OrderStatus.SETTLED
    assert (holds(purse("sary_arka_nan")), bill(owed).status) == (before - 400, BillStatus.PART_PAID)
    assert verify_ledger().is_whole


def test_latest_payment_goes_back_first_each_by_its_own_way():
    bill_id = issue(whole=900)
    from_bank(bill_id, 500)
    pay(bill_id, 400)
    before = holds(purse("aigerim"))
    back(bill_id, 600)
    assert holds(purse("aigerim")) == before + 400
    assert [order.amount for order in BankOrder.objects.all()] == [200_00]
    assert bill(bill_id).paid == tenge(300)


@pytest.fixture
def refused(city):
    """A bill that a closed account had paid and that was given back, with the order that the bank will refuse."""
    bill_id = issue(whole=900)
    from_bank(bill_id, 900, serial=CLOSED)
    back(bill_id, 900)
    return bill_id, BankOrder.objects.get().id


def test_refused_return_is_in_the_wallet_again_and_the_bill_is_paid(refused):
    bill_id, order_id = refused
    before = holds(purse("sary_arka_nan"))
    for _ in range(2):
        answer(order_id)
    assert status(order_id) is OrderStatus.REJECTED
    assert (holds(purse("sary_arka_nan")), bill(bill_id).status) == (before + 900, BillStatus.PAID)
    assert verify_ledger().is_whole


def test_refused_return_of_a_bill_that_was_taken_back_is_the_issuers_money(refused):
    bill_id, order_id = refused
    cancel_bill(bill_id, issuer_id=firm("sary_arka_nan"), by=BY, at=read_clocks())
    before = holds(purse("sary_arka_nan"))
    answer(order_id)
    assert (holds(purse("sary_arka_nan")), bill(bill_id).paid) == (before + 900, tenge(0))


def test_refused_return_to_a_stopped_wallet_becomes_a_difference(refused):
    _, order_id = refused
    wallet_id = purse("sary_arka_nan")
    change_account_status(wallet_id, AccountStatus.FROZEN, reason="test", by=BY, at=read_clocks())
    answer(order_id)
    assert status(order_id) is OrderStatus.REJECTED
    assert BankDifference.objects.get().kind == "cannot_post"


def test_payment_without_an_account_is_given_back_by_the_bank_alone():
    bill_id = issue(whole=900)
    from_bank(bill_id, 900, is_named=False)
    with pytest.raises(BillBankPaidError):
        back(bill_id, 1)
    shown = text(browser(*BAKERY).get(reverse("money:bill_page", args=[bill_id])))
    assert "Ask the bank to give the money back" in shown


def test_issuer_gives_back_on_the_page_and_sees_where_it_goes(owed):
    client, page = browser(*BAKERY), reverse("money:bill_page", args=[owed])
    shown = text(client.get(page))
    assert "Payment from a bank" in shown
    given = {"request_id": uuid4(), "amount": "900"}
    assert client.post(reverse("money:bill_refund", args=[owed]), given).status_code == 302
    order = BankOrder.objects.get()
    assert f"··· {order.iban[-4:]}" in text(client.get(reverse("money:bank")))
    assert bill(owed).status is BillStatus.WAITING
