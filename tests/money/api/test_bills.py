"""Programs issue, pay and take back bills, and read statements."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from alatau.core.clock import read_clocks
from alatau.money.models import Bill
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import wallet_id_of
from alatau.money.wallet.open import open_wallet
from tests.money.ledger import BY, balance_of, move, post
from tests.money.programs import party

MONEY = "/api/money"


def call(who, method, path, **body):
    send = getattr(Client(), method)
    if method == "get":
        return send(MONEY + path, body, headers=who.headers)
    return send(MONEY + path, body, content_type="application/json", headers=who.headers)


@pytest.fixture
def issuer(db):
    """A firm with a wallet, which its bills are paid into."""
    firm = party()
    open_wallet(firm.holder_id, HolderKind.ORGANISATION, by=BY, at=read_clocks())
    return firm


def bill_of(payer, **chosen):
    due_on = (read_clocks().city_day + timedelta(days=5)).isoformat()
    words = {"amount": 300, "purpose": "service_fee", "words": "Bread for March", "due_on": due_on}
    return words | {"debtor_account_id": str(payer.account_id)} | chosen


def pay(payer, bill_id, **chosen):
    body = {"id": str(uuid4()), "source_id": str(payer.account_id)} | chosen
    return call(payer, "post", f"/bills/{bill_id}/pay", **body)


def test_bill_is_issued_once_and_paid_in_two_parts(issuer, payer):
    bill_id = uuid4()
    first, again = (call(issuer, "put", f"/bills/{bill_id}", **bill_of(payer)) for _ in range(2))
    assert (first.status_code, first.json()) == (200, again.json())
    assert [each["id"] for each in call(payer, "get", "/bills/owed").json()] == [str(bill_id)]
    part = {"id": str(uuid4()), "amount": 100}
    assert [pay(payer, bill_id, **part).json()["rest"]["units"] for _ in range(2)] == [200, 200]
    assert pay(payer, bill_id, amount=201).json()["code"] == "money.bill_rest"
    assert pay(payer, bill_id, amount=200).json()["status"] == "paid"
    assert balance_of(wallet_id_of(issuer.holder_id)) == 300


def test_paid_bill_goes_back_once_and_can_then_be_cancelled(issuer, payer):
    bill_id, back = uuid4(), {"id": str(uuid4()), "amount": 300}
    call(issuer, "put", f"/bills/{bill_id}", **bill_of(payer))
    pay(payer, bill_id)
    assert call(issuer, "post", f"/bills/{bill_id}/cancel").json()["code"] == "money.bill_part_paid"
    for _ in range(2):
        assert call(issuer, "post", f"/bills/{bill_id}/give-back", **back).json()["paid"]["units"] == 0
    assert balance_of(payer.account_id) == 1000
    assert call(issuer, "post", f"/bills/{bill_id}/cancel").json()["status"] == "cancelled"


def test_bill_for_anybody_is_found_by_its_number(issuer, payer):
    told = call(issuer, "put", f"/bills/{uuid4()}", **bill_of(payer, debtor_account_id=None)).json()
    assert call(payer, "post", "/bills/find", number=told["number"]).json()["id"] == told["id"]
    assert call(payer, "get", f"/bills/{told['id']}").status_code == 404
    assert pay(payer, told["id"]).json()["status"] == "paid"


def test_bills_are_their_sides_own(issuer, payer):
    bill_id, stranger = uuid4(), party(balance=500)
    call(issuer, "put", f"/bills/{bill_id}", **bill_of(payer))
    assert [call(who, "get", f"/bills/{bill_id}").status_code for who in (issuer, payer, stranger)] == [200, 200, 404]
    assert call(stranger, "post", f"/bills/{bill_id}/cancel").status_code == 404
    assert pay(stranger, bill_id, source_id=str(payer.account_id)).status_code == 404
    assert call(party(rights=(Right.READ,)), "put", f"/bills/{uuid4()}", **bill_of(payer)).status_code == 403


@pytest.mark.parametrize("change", [{"amount": 0}, {"amount": -1}, {"amount": 10**19}, {"words": ""}, {"late": "soon"}])
def test_bill_that_cannot_be_is_refused_and_not_kept(issuer, payer, change):
    answer = call(issuer, "put", f"/bills/{uuid4()}", **bill_of(payer, **change))
    assert (answer.status_code, answer.json()["code"]) == (422, "web.request_not_valid")
    assert Bill.objects.count() == 0


def test_issued_bills_come_in_pages_newest_first(issuer, payer):
    issued = [call(issuer, "put", f"/bills/{uuid4()}", **bill_of(payer)).json()["id"] for _ in range(3)]
    first = call(issuer, "get", "/bills", limit=2).json()
    last = call(issuer, "get", "/bills", limit=2, cursor=first["next_cursor"]).json()
    assert [each["id"] for each in first["bills"] + last["bills"]] == issued[::-1]
    assert last["next_cursor"] == ""
    assert call(issuer, "get", "/bills", cursor="bm8").json()["code"] == "money.cursor_not_valid"


def test_statement_adds_up_and_streams_as_camt(payer, payee):
    post(read_clocks(), move(payer.account_id, payee.account_id, 250))
    day = read_clocks().city_day.isoformat()
    told = call(payer, "get", "/statement", first_day=day, last_day=day).json()["sections"]
    section = next(each for each in told if each["account_id"] == str(payer.account_id))
    assert [section[name]["units"] for name in ("opening", "came", "went", "closing")] == [0, 1000, 250, 750]
    camt = call(payer, "get", "/statement/camt053", first_day=day, last_day=day)
    assert b"camt.053" in b"".join(camt.streaming_content)
    assert call(payer, "get", "/statement", first_day=day, last_day="2020-01-01").status_code >= 400
