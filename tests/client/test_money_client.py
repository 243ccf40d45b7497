"""The typed client speaks to the city's whole web application: values in, values out, refusals as errors."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from alatau.client import (
    Amount,
    CallRefusedError,
    KeyRefusedError,
    NewAccount,
    NewMark,
    NewTransfer,
    NotFoundError,
    TransferRefusedError,
    new_id,
)
from alatau.core.clock import read_clocks
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from tests.money.ledger import account
from tests.money.programs import client_of, party

PAGE_PLUS = 3


@pytest.fixture
def money(payer):
    with client_of(payer) as client:
        yield client


def pay(payer, payee, amount=100, **chosen):
    return NewTransfer(debit_id=payer.account_id, credit_id=payee.account_id, amount=amount, **chosen)


def test_transfer_is_made_and_read_back_as_values(money, payer, payee):
    new = pay(payer, payee, reference="2026-17")
    assert [money.send(new).is_accepted for _ in range(2)] == [True, True]
    stored = money.get_transfer(new.id)
    assert (stored.amount, stored.reference) == (Amount(units=100, currency="KZT"), "2026-17")
    assert stored.wall_at.tzinfo is not None
    assert money.get_balance(payer.account_id).posted.units == 900


def test_refused_transfer_is_an_error_with_code_and_sentence(money, payer, payee):
    with pytest.raises(TransferRefusedError, match=r"money\.insufficient_funds") as refused:
        money.send(pay(payer, payee, 10_000))
    assert refused.value.facts["have"] == {"units": 1000, "currency": "KZT"}
    assert "10" in refused.value.detail
    assert refused.value.request_id


def test_refusals_speak_the_language_that_was_asked_for(payer, payee):
    from alatau.client import MoneyClient

    transport = client_of(payer)._caller._http._transport
    money = MoneyClient("http://127.0.0.1", payer.key, language="ru", transport=transport)
    with pytest.raises(TransferRefusedError) as refused:
        money.send(pay(payer, payee, 10_000))
    assert "с этого счёта" in refused.value.detail.casefold() or "тенге" in refused.value.detail


def test_batch_gives_a_verdict_for_each(money, payer, payee):
    told = money.send_batch([pay(payer, payee), pay(payee, payer), pay(payer, payee, 5)])
    assert [verdict.is_accepted for verdict in told] == [True, False, True]
    assert told[1].code == "money.debit_account_unknown"


def test_hold_is_posted_in_part_and_another_is_let_go(money, payer, payee):
    holds = [pay(payer, payee, 300, kind="pending", timeout_seconds=600) for _ in range(2)]
    for each in holds:
        money.send(each)
    with client_of(payee) as theirs:
        assert {hold.transfer_id for hold in theirs.list_holds(payee.account_id)} == {each.id for each in holds}
        assert theirs.post_pending(holds[0].id, step_id=new_id(), amount=120).is_accepted
        assert theirs.void_pending(holds[1].id, step_id=new_id()).is_accepted
    assert money.get_balance(payer.account_id).available == Amount(units=880, currency="KZT")


def test_refund_goes_back(money, payer, payee):
    new = pay(payer, payee)
    money.send(new)
    with client_of(payee) as theirs:
        theirs.refund(new.id, step_id=new_id(), amount=40)
    assert money.get_transfer(new.id).refunded.units == 40


def test_accounts_and_entries_come_page_after_page(money, payer, payee, monkeypatch):
    monkeypatch.setattr("alatau.client.money.PAGE", PAGE_PLUS - 1)
    opened = {money.open_account(NewAccount(purpose="more")).id for _ in range(PAGE_PLUS)}
    assert {each.id for each in money.list_accounts()} == opened | {payer.account_id}
    for units in range(1, PAGE_PLUS + 1):
        money.send(pay(payer, payee, units))
    numbers = [entry.number for entry in money.list_entries(payer.account_id)]
    assert numbers == [4, 3, 2, 1]


def test_past_balance_is_asked_by_a_clock(money, payer):
    past = read_clocks().wall_at - timedelta(days=1)
    assert money.get_past_balance(payer.account_id, wall_at=past).units == 0
    with pytest.raises(CallRefusedError, match=r"money\.moments_differ"):
        money.get_past_balance(payer.account_id)


def test_mark_is_set_followed_and_ended(money, payer):
    now = read_clocks().city_at
    new = NewMark(
        name={"en": "Meals"}, purpose="meals", return_account_id=payer.account_id, valid_from=now,
        valid_until=now + timedelta(days=1), categories=["5812"],
    )  # fmt: skip
    mark = money.set_mark(new)
    assert (mark.categories, mark.on_spend) == (["5812"], "clear")
    pot = money.open_pot(mark.id, account(read_clocks()))
    money.send(NewTransfer(debit_id=payer.account_id, credit_id=pot, amount=30))
    assert money.find_mark_money(mark.id).held.units == 30
    money.give_evidence(mark.id, "act-1", document="Act 1")
    assert money.end_mark(mark.id).valid_until < mark.valid_until
    assert [each.id for each in money.list_marks()] == [money.get_mark(mark.id).id]


def test_webhooks_are_registered_switched_and_given_new_secrets(money):
    hook = money.register_webhook("https://shop.example/", ["money.payment.received"])
    assert hook.secret not in repr(hook)
    assert money.switch_webhook(hook.id, on=False).is_on is False
    assert money.rotate_webhook(hook.id) != hook.secret
    assert (len(money.list_webhooks()), money.list_deliveries(hook.id)) == (1, [])


def test_absent_and_forbidden_have_errors_of_their_own(money, payer):
    with pytest.raises(NotFoundError):
        money.get_account(uuid4())
    reader = party(rights=(Right.READ,))
    with client_of(reader) as theirs, pytest.raises(KeyRefusedError, match=r"money\.right_missing"):
        theirs.send(NewTransfer(debit_id=reader.account_id, credit_id=payer.account_id, amount=1))


def test_operator_freezes_an_account_and_the_refusals_are_listed(money, payer, payee):
    operator = party(rights=(Right.OPERATE, Right.PAY), kind=HolderKind.PUBLIC)
    with client_of(operator) as theirs:
        theirs.change_status(payee.account_id, "frozen", reason="court")
    with pytest.raises(TransferRefusedError, match=r"money\.credit_account_frozen"):
        money.send(pay(payer, payee))
    assert money.list_refusals()[0].code == "money.amount_not_positive"
