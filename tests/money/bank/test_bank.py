"""Money to a bank is held until the bank has answered; money from a bank reaches its wallet or goes back. Each once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from alatau.access.errors import SampleOnlyError
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.desk.models import Case
from alatau.messages.models import Message
from alatau.money.bank.errors import BankNameError, BankOrderReusedError, MessageIdReusedError, MessageNotExpectedError
from alatau.money.bank.outbox import send_waiting
from alatau.money.bank.read import number_of_wallet
from alatau.money.bank.receive import receive_message
from alatau.money.bank.sample import BANK, answer_for, pay_from_sample_bank, send_statement
from alatau.money.bank.simulated import answer_order, book, pay_in, write_statement
from alatau.money.bank.values import Applied, OrderStatus
from alatau.money.bills.values import BillStatus
from alatau.money.change import change_account_status
from alatau.money.errors.transfers import DayLimitError, InsufficientFundsError
from alatau.money.models import BankDifference, BankMessage, BankOrder, BankReceipt, BankStatement
from alatau.money.values import AccountStatus
from alatau.money.verify import verify_ledger
from tests.money.bank.talk import (
    CLOSED,
    MISBOOKS,
    PAYS,
    SLOW,
    TWICE,
    account,
    answer,
    city_account,
    free,
    last_sent,
    reason,
    send_in,
    status,
    withdraw,
)
from tests.money.bills.notes import bill, issue, pay
from tests.money.wallet.purses import holds, purse, tenge

pytestmark = pytest.mark.usefixtures("city")


def test_withdrawal_is_held_until_the_bank_has_paid():
    before = free("aigerim")
    order = withdraw(10_000)
    assert (free("aigerim"), holds(purse("aigerim"))) == (before - 10_000, before)
    send_waiting(at=read_clocks())
    assert status(order) is OrderStatus.SENT
    answer(order)
    assert status(order) is OrderStatus.SETTLED
    assert holds(purse("aigerim")) == before - 10_000


@pytest.mark.parametrize(
    ("chosen", "code"), [({"serial": CLOSED}, "AC04"), ({"name": "Болат"}, "BE01"), ({"iban": "unknown"}, "AC01")]
)
def test_refused_withdrawal_gives_the_money_back_and_says_why(chosen, code):
    before = free("aigerim")
    if "iban" in chosen:
        chosen = {"iban": content().account_numbers.synthesise(77)}
    order = withdraw(10_000, **chosen)
    answer(order)
    assert (status(order), reason(order)) == (OrderStatus.REJECTED, code)
    assert free("aigerim") == holds(purse("aigerim")) == before
    assert Message.objects.filter(template="money.withdrawal_refused").count() == 1


def test_slow_bank_says_first_that_it_is_at_work():
    order = withdraw(serial=SLOW)
    answer(order)
    assert status(order) is OrderStatus.TAKEN
    answer_for(order.hex, step=1, at=read_clocks())
    assert status(order) is OrderStatus.SETTLED


def test_answer_given_twice_changes_nothing():
    before = free("aigerim")
    order = withdraw(10_000, serial=TWICE)
    for _ in range(2):
        answer(order)
    assert status(order) is OrderStatus.SETTLED
    assert holds(purse("aigerim")) == before - 10_000
    assert BankMessage.objects.filter(direction=2).count() == 1


def test_same_withdrawal_sent_again_is_one_order():
    before, order = free("aigerim"), withdraw(5_000)
    assert withdraw(5_000, id=order) == order
    with pytest.raises(BankOrderReusedError):
        withdraw(5_001, id=order)
    assert (BankOrder.objects.count(), free("aigerim")) == (1, before - 5_000)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"iban": "KZ00"}, NumberNotValidError),
        ({"iban": "KZ86125KZT5004100101"}, NumberNotValidError),
        ({"name": "  "}, BankNameError),
        ({"name": "a\u202eb"}, BankNameError),
        ({"whole": 1_900_000}, InsufficientFundsError),
    ],
)
def test_withdrawal_that_cannot_go_is_refused_and_nothing_held(wrong, error):
    before = free("bolat")
    with pytest.raises(error), transaction.atomic():
        withdraw(**{"who": "bolat", **wrong})
    assert (free("bolat"), BankOrder.objects.count(), BankMessage.objects.count()) == (before, 0, 0)


def test_held_withdrawal_counts_against_the_limit_of_the_day():
    withdraw(150_000)
    withdraw(150_000)
    with pytest.raises(DayLimitError), transaction.atomic():
        withdraw(1_000)


def test_refusal_after_payment_is_kept_for_people_and_moves_nothing():
    order = withdraw(serial=PAYS)
    answer(order)
    sent = bytes(BankMessage.objects.get(order=order).body)
    refusal = answer_order(sent.replace(account(PAYS).name.encode(), b"Somebody"), step=7)
    before = holds(purse("aigerim"))
    receive_message(refusal.data, by=BANK, at=read_clocks())
    found = BankDifference.objects.get()
    assert (found.kind, holds(purse("aigerim"))) == ("answers_differ", before)
    assert Case.objects.get(id=found.case_id).type == "bank_difference"


def test_paid_withdrawal_of_a_wallet_frozen_meanwhile_waits_for_people():
    order = withdraw()
    with transaction.atomic():
        change_account_status(purse("aigerim"), AccountStatus.FROZEN, reason="court", by=BANK, at=read_clocks())
    answer(order)
    assert status(order) is OrderStatus.SENT
    assert BankDifference.objects.get().kind == "cannot_post"


def test_top_up_reaches_the_wallet_that_its_words_name_once():
    before = holds(purse("aigerim"))
    data = send_in(7_000)
    assert receive_message(data, by=BANK, at=read_clocks()) is Applied.REPEATED
    assert holds(purse("aigerim")) == before + 7_000
    assert b"<TxSts>ACSC</TxSts>" in last_sent()
    assert verify_ledger().is_whole


def test_repeated_payment_is_answered_again_with_the_same_answer():
    data = send_in()
    send_waiting(at=read_clocks())
    receive_message(data, by=BANK, at=read_clocks())
    assert BankMessage.objects.filter(direction=1, sent_at=None).count() == 1
    assert send_waiting(at=read_clocks()) == 1


def test_same_payment_in_another_message_is_the_same_payment():
    before, once = holds(purse("aigerim")), uuid4()
    data = send_in(payment_id=once)
    other = data.replace(f"<MsgId>{once.hex}".encode(), f"<MsgId>{uuid4().hex}".encode())
    assert receive_message(other, by=BANK, at=read_clocks()) is Applied.APPLIED
    assert (BankReceipt.objects.count(), holds(purse("aigerim"))) == (1, before + 7_000)


def test_other_message_under_a_known_id_is_refused():
    data = send_in(7_000)
    with pytest.raises(MessageIdReusedError), transaction.atomic():
        receive_message(data.replace(b"7000.00", b"9000.00"), by=BANK, at=read_clocks())


@pytest.mark.parametrize(
    ("words", "change", "code"),
    [
        ("nobody's number", (b"", b""), b"AC01"),
        (None, (b'Ccy="KZT"', b'Ccy="USD"'), b"AM03"),
        (None, (b"city", b"other"), b"AC01"),
    ],
)
def test_payment_that_reaches_nobody_goes_back(words, change, code):
    facts = {b"city": city_account().encode(), b"other": content().account_numbers.synthesise(1).encode()}
    words = words or number_of_wallet(purse("aigerim"))
    data = pay_in(account(PAYS), tenge(100), words=words, payment_id=uuid4(), at=read_clocks().wall_at)
    receive_message(data.replace(*(facts.get(each, each) for each in change)), by=BANK, at=read_clocks())
    assert b"<TxSts>RJCT</TxSts>" in last_sent()
    assert b"<Cd>" + code + b"</Cd>" in last_sent()
    assert BankReceipt.objects.get().transfer_id is None


def test_bill_is_paid_from_a_bank_and_what_is_too_much_is_ordered_back_once():
    owed = issue(whole=900)
    pay(owed, 300)
    data = send_in(1_000, words=f"төлем {bill(owed).number}")
    receive_message(data, by=BANK, at=read_clocks())
    assert bill(owed).status is BillStatus.PAID
    back = BankOrder.objects.get()
    assert (back.amount, back.cause) == (40_000, 2)
    answer(back.id)
    assert status(back.id) is OrderStatus.SETTLED
    assert verify_ledger().is_whole


def test_more_than_a_bill_needs_from_an_unnamed_account_is_refused_whole():
    owed = issue(whole=900)
    data = pay_in(account(PAYS), tenge(1_000), words=bill(owed).number, payment_id=uuid4(), at=read_clocks().wall_at)
    unnamed = re.sub(rb"<DbtrAcct>.*?</DbtrAcct>", b"", data)
    receive_message(unnamed, by=BANK, at=read_clocks())
    assert b"<TxSts>RJCT</TxSts>" in last_sent()
    assert bill(owed).status is BillStatus.WAITING


def test_payment_of_a_paid_bill_is_refused_to_the_bank():
    owed = issue(whole=900)
    pay(owed, 900)
    send_in(900, words=bill(owed).number)
    assert b"<Cd>RR04</Cd>" in last_sent()


def test_top_up_past_the_tiers_balance_goes_back():
    send_in(499_000)
    assert b"<Cd>AG01</Cd>" in last_sent()


def test_our_own_messages_are_not_taken():
    withdraw()
    with pytest.raises(MessageNotExpectedError):
        receive_message(last_sent(), by=BANK, at=read_clocks())


def test_statement_of_a_good_day_finds_nothing():
    paid, refused = withdraw(serial=PAYS), withdraw(serial=CLOSED)
    answer(paid)
    answer(refused)
    send_in()
    send_in(words="nobody")
    send_statement(at=read_clocks())
    statement = BankStatement.objects.get()
    assert (statement.entries, statement.matched) == (2, 2)
    assert not BankDifference.objects.exists()
    assert BankOrder.objects.get(id=paid).booked_in == statement


def test_statement_settles_an_order_that_the_bank_never_answered():
    order = withdraw()
    send_waiting(at=read_clocks())
    at = read_clocks()
    booked = book(bytes(BankMessage.objects.get(order=order).body), at=at.wall_at)
    data = write_statement([booked], opening=tenge(0), first=at.wall_at, last=at.wall_at)
    receive_message(data, by=BANK, at=at)
    assert status(order) is OrderStatus.SETTLED


def test_amount_booked_wrongly_becomes_a_case_with_the_person():
    order = withdraw(2_000, serial=MISBOOKS)
    answer(order)
    for _ in range(2):
        send_statement(at=read_clocks())
    found = BankDifference.objects.get()
    assert (found.kind, found.ours, found.theirs) == ("amount_differs", -200_000, -200_100)
    assert Case.objects.get(id=found.case_id).type == "bank_difference"


def test_paid_and_never_booked_is_found_after_the_grace():
    order = withdraw()
    answer(order)
    at = read_clocks()
    later = replace(at, wall_at=at.wall_at + timedelta(hours=3))
    for hours in (0, 3):
        last = at.wall_at + timedelta(hours=hours)
        data = write_statement([], opening=tenge(0), first=last - timedelta(hours=1), last=last)
        receive_message(data, by=BANK, at=later)
        assert BankDifference.objects.count() == (hours > 0)
    assert BankDifference.objects.get().kind == "not_booked"


def test_statement_that_does_not_begin_where_the_last_ended_is_kept():
    at = read_clocks()
    for day, opening in enumerate((0, 5)):
        last = at.wall_at + timedelta(days=day)
        data = write_statement([], opening=tenge(opening), first=last - timedelta(days=1), last=last)
        receive_message(data, by=BANK, at=at)
    assert BankDifference.objects.get().kind == "balance_broken"


def test_simulated_bank_is_refused_in_a_real_city(monkeypatch):
    monkeypatch.setattr("alatau.money.bank.sample.is_sample_city", lambda: False)
    with pytest.raises(SampleOnlyError):
        pay_from_sample_bank(city_account(), tenge(1), words="", payment_id=uuid4(), at=read_clocks())
