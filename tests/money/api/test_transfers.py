"""Programs move their own money over HTTP: once for each id, with one verdict, and a code for each refusal."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from alatau.core.clock import read_clocks
from alatau.money.errors.accounts import LedgerBusyError
from alatau.money.models import Transfer
from alatau.money.programs import recognise
from alatau.money.programs.admit import end_program
from alatau.money.programs.values import Right
from alatau.money.values import BATCH_MOST, HolderKind
from tests.money.ledger import BY, account, balance_of
from tests.money.programs import party

TRANSFERS, BATCH = "/api/money/transfers", "/api/money/transfers/batch"


def body_of(payer, payee, amount=100, **chosen):
    sides = {"debit_id": str(payer.account_id), "credit_id": str(payee.account_id)}
    return {"id": str(uuid4()), **sides, "amount": amount, "purpose": "invoice", **chosen}


def send(who, body, path=TRANSFERS, **headers):
    return Client().post(path, body, content_type="application/json", headers=who.headers | headers)


def test_transfer_is_made_once_and_its_repeat_is_answered_alike(payer, payee):
    body = body_of(payer, payee)
    first, again = send(payer, body), send(payer, body)
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json()["verdict"] == "accepted"
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert balance_of(payee.account_id) == 100


def test_same_id_with_another_body_is_refused(payer, payee):
    body = body_of(payer, payee)
    send(payer, body)
    answer = send(payer, body | {"amount": 101})
    assert (answer.status_code, answer.json()["code"]) == (422, "money.transfer_id_reused")
    assert answer["Content-Type"] == "application/problem+json"
    assert balance_of(payee.account_id) == 100


def test_refused_id_may_be_sent_again_when_there_is_money(payer, payee):
    body = body_of(payer, payee, 5000)
    refused = send(payer, body).json()
    assert (refused["code"], refused["facts"]["have"]) == (
        "money.insufficient_funds",
        {"units": 1000, "currency": "KZT"},
    )
    rich = party(balance=9000)
    send(rich, body_of(rich, payer, 4500))
    assert send(payer, body).json()["verdict"] == "accepted"


def test_idempotency_key_stands_for_an_id_of_the_holders_own(payer, payee):
    body = body_of(payer, payee)
    del body["id"]
    answers = [send(payer, body, **{"Idempotency-Key": "order-17"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Transfer.objects.filter(id=answers[0]["id"]).count() == 1
    other = party(balance=1000)
    theirs = send(other, body_of(other, payee) | {"id": None}, **{"Idempotency-Key": "order-17"}).json()
    assert theirs["id"] != answers[0]["id"]


@pytest.mark.parametrize("given", ["none", "two"])
def test_request_needs_one_id(payer, payee, given):
    body = body_of(payer, payee) | ({"id": None} if given == "none" else {})
    headers = {"Idempotency-Key": str(uuid4())} if given == "two" else {}
    assert send(payer, body, **headers).json()["code"] == "money.key_differs"


def test_money_of_others_reads_as_unknown(payer, payee):
    answer = send(payee, body_of(payer, payee))
    assert (answer.status_code, answer.json()["code"]) == (422, "money.debit_account_unknown")
    nowhere = send(payee, body_of(payer, payee) | {"debit_id": str(uuid4())})
    assert nowhere.json()["detail"] == answer.json()["detail"]
    assert balance_of(payer.account_id) == 1000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": 0}, "money.amount_not_positive"),
        ({"amount": -5}, "money.amount_not_positive"),
        ({"amount": 10**30}, "money.amount_too_large"),
        ({"purpose": "Not a key"}, "money.text_not_allowed"),
        ({"reference": "line\nbreak"}, "money.text_not_allowed"),
        ({"timeout_seconds": 60}, "money.timeout_not_allowed"),
        ({"is_linked": True}, "money.chain_open"),
        ({"currency": "XXX"}, "money.account_currency_differs"),
        ({"kind": "post"}, "money.concerns_not_allowed"),
    ],
)
def test_each_refusal_has_its_code_and_a_sentence(payer, payee, change, code):
    answer = send(payer, body_of(payer, payee) | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["detail"]
    assert not Transfer.objects.filter(credit_id=payee.account_id).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1.5},
        {"amount": "100"},
        {"amount": True},
        {"colour": "red"},
        {"debit_id": "mine"},
        {"reference": "\ud800"},
    ],
)
def test_body_that_cannot_be_names_its_fields_and_no_values(payer, payee, change):
    answer = send(payer, body_of(payer, payee) | change)
    assert (answer.status_code, answer.json()["code"]) == (422, "web.request_not_valid")
    assert next(iter(change)) in answer.json()["facts"]["faults"][0][0]
    assert "mine" not in answer.content.decode()


def test_body_that_is_no_json_is_a_problem_too(payer):
    answer = Client().post(TRANSFERS, "{", content_type="application/json", headers=payer.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "web.request_unreadable")


def test_batch_gives_one_verdict_for_each_in_their_order(payer, payee):
    chain = [body_of(payer, payee, 1, is_linked=True), body_of(payer, payee, 10**9)]
    batch = [body_of(payer, payee), body_of(payee, payer, 30), *chain, body_of(payer, payee, 5)]
    verdicts = send(payer, {"transfers": batch}, BATCH).json()["verdicts"]
    assert [verdict["id"] for verdict in verdicts] == [body["id"] for body in batch]
    codes = [verdict["code"] for verdict in verdicts]
    assert codes == ["", "money.debit_account_unknown", "money.chain_broken", "money.insufficient_funds", ""]
    assert balance_of(payee.account_id) == 105


def test_repeated_batch_changes_nothing_and_says_so(payer, payee):
    batch = {"transfers": [body_of(payer, payee, 7) for _ in range(3)]}
    first, again = (send(payer, batch, BATCH) for _ in range(2))
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert balance_of(payee.account_id) == 21


def test_batch_of_duplicates_is_one_transfer(payer, payee):
    body = body_of(payer, payee)
    verdicts = send(payer, {"transfers": [body] * 5}, BATCH).json()["verdicts"]
    assert {verdict["verdict"] for verdict in verdicts} == {"accepted"}
    assert balance_of(payee.account_id) == 100


def test_batch_beyond_its_size_is_refused_whole(payer, payee):
    answer = send(payer, {"transfers": [{"id": str(uuid4())}] * (BATCH_MOST + 1)}, BATCH)
    assert answer.json()["facts"]["faults"] == [["body.body.transfers", "too_long"]]


def test_pending_transfer_is_posted_in_part_by_whom_it_is_held_for(payer, payee):
    hold = body_of(payer, payee, 300, kind="pending", timeout_seconds=600)
    send(payer, hold)
    posted = send(payee, {"id": str(uuid4()), "amount": 120}, f"{TRANSFERS}/{hold['id']}/post")
    assert posted.json()["verdict"] == "accepted"
    assert (balance_of(payee.account_id), balance_of(payer.account_id)) == (120, 880)


def test_pending_transfer_is_let_go_by_the_payee_and_not_by_the_payer(payer, payee):
    hold = body_of(payer, payee, 300, kind="pending")
    send(payer, hold)
    path = f"{TRANSFERS}/{hold['id']}/void"
    assert send(payer, {"id": str(uuid4())}, path).json()["code"] == "money.debit_account_unknown"
    step = {"id": str(uuid4())}
    assert [send(payee, step, path).json()["verdict"] for _ in range(2)] == ["accepted", "accepted"]
    assert send(payee, {"id": str(uuid4())}, path).json()["code"] == "money.pending_voided"


def test_batch_finds_sides_of_a_step_in_the_same_batch(payer, payee):
    hold = body_of(payer, payee, 50, kind="pending")
    step = {"id": str(uuid4()), "kind": "post", "concerns_id": hold["id"]}
    lost = {"id": str(uuid4()), "kind": "void", "concerns_id": str(uuid4())}
    verdicts = send(payer, {"transfers": [hold, step, lost]}, BATCH).json()["verdicts"]
    assert [verdict["code"] for verdict in verdicts] == ["", "", "money.debit_account_unknown"]
    assert balance_of(payee.account_id) == 50


def test_refund_goes_back_to_a_payer_whom_the_payee_does_not_see(db):
    at, shop = read_clocks(), party()
    person = account(at, balance=500)
    buyer = party(rights=(Right.PAY,))
    given = send(shop, {"id": str(uuid4()), "amount": 1}, f"{TRANSFERS}/{uuid4()}/refund")
    assert given.status_code == 404
    paid = _pay_as_person(person, shop, 200)
    seen = Client().get(f"{TRANSFERS}/{paid}", headers=shop.headers | {})
    assert (seen.json()["debit_id"], seen.json()["amount"]["units"]) == (None, 200)
    back = send(shop, {"id": str(uuid4()), "amount": 80}, f"{TRANSFERS}/{paid}/refund")
    assert (back.json()["verdict"], balance_of(person)) == ("accepted", 380)
    assert send(buyer, {"id": str(uuid4()), "amount": 1}, f"{TRANSFERS}/{paid}/refund").status_code == 404


def _pay_as_person(person, shop, units):
    from tests.money.ledger import move, post

    new = move(person, shop.account_id, units)
    assert post(read_clocks(), new) == ["accepted"]
    return new.id


def test_transfer_is_read_by_its_sides_and_by_nobody_else(payer, payee):
    body = body_of(payer, payee, reference="2026-17")
    send(payer, body)
    path = f"{TRANSFERS}/{body['id']}"
    for who in (payer, payee):
        told = Client().get(path, headers=who.headers).json()
        assert (told["reference"], told["debit_id"]) == ("2026-17", str(payer.account_id))
    assert Client().get(path, headers=party().headers).status_code == 404
    operator = party(rights=(Right.OPERATE, Right.READ), kind=HolderKind.PUBLIC)
    assert Client().get(path, headers=operator.headers).status_code == 200


def test_key_opens_what_its_rights_say(payer, payee, monkeypatch):
    reader = party(balance=10, rights=(Right.READ,))
    refused = send(reader, body_of(reader, payee))
    assert (refused.status_code, refused.json()["code"]) == (403, "money.right_missing")
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": reader.key}):
        assert Client().post(TRANSFERS, {}, content_type="application/json", headers=headers).status_code == 401
    monkeypatch.setattr(recognise, "BELIEVED_SECONDS", 0.0)
    assert Client().get("/api/money/accounts", headers=reader.headers).status_code == 200
    end_program(str(reader.holder_id), by=BY, at=read_clocks())
    recognise._believed.clear()
    assert Client().get("/api/money/accounts", headers=reader.headers).status_code == 401


def test_busy_ledger_asks_to_come_again(payer, payee, monkeypatch):
    class Busy:
        def post(self, _new, *, by):
            raise LedgerBusyError(wait_seconds=1)

    monkeypatch.setattr("alatau.money.programs.transfer.GATHERER", Busy())
    answer = send(payer, body_of(payer, payee))
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert answer.json()["code"] == "money.ledger_busy"


def test_refusals_are_listed_in_their_order(db):
    told = Client().get("/api/money/refusals").json()
    assert [each["order"] for each in told] == [*range(1, len(told) + 1)]
    assert told[0]["code"] == "money.amount_not_positive"
    assert all(each["meaning"] for each in told)
