"""GovStack's bills: what one is, a bank's word that it was paid, requests to pay and how they end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.money import Amount
from alatau.messages.models import Message
from alatau.money.bills.end import cancel_bill, decline_bill
from alatau.money.bills.pay import pay_bill
from alatau.money.bills.values import BillStatus, Late
from alatau.money.compat.bills import MISSES
from alatau.money.compat.govstack.results_bills import whole_units
from alatau.money.compat.pay_requests import tell_billers
from alatau.money.currencies import list_currencies
from alatau.money.models import Bill, BillPayment, HandedRequest
from alatau.money.values import HolderId
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from tests.compat.billing import (
    FLOAT,
    at_bank,
    by_number,
    inquire,
    issue,
    open_bank,
    open_biller,
    owed,
    paid,
    pay_request,
    standing,
    word,
)
from tests.compat.ministry import CALLBACK, hearing, tell_all
from tests.money.ledger import BY, account, balance_of, move, post, tenge
from tests.money.payouts.budget import now
from tests.people import bakery, load_people, resident


@pytest.fixture
def biller(db):
    load_people()
    return open_biller()


@pytest.fixture
def bank(biller):
    return open_bank()


@pytest.fixture
def heard(db):
    """A biller and a bank that hear results, the address, and what was heard so far."""
    load_people()
    with hearing() as (address, told):
        yield open_biller(callbacks=(address,)), open_bank(callbacks=(address,)), address, told


def test_inquiry_tells_what_is_owed_until_when_and_not_by_whom(bank):
    due = now().city_day + timedelta(days=3)
    bill = issue(1_250_50, due_on=due, debtor_id=HolderId(resident("aigerim").person_id), late=Late.LAPSES)
    answer = inquire(bank, bill.number)
    assert (answer.status_code, answer.json()["code"]) == (202, "00")
    details = answer.json()["billDetails"]
    assert (details["billStatus"], details["amountonDueDate"], details["amountAfterDueDate"]) == ("WAITING", 1_251, 0)
    assert resident("aigerim").number not in answer.content.decode()
    assert str(resident("aigerim").person_id) not in answer.content.decode()


def test_inquiry_is_told_back_where_the_bank_asked(heard):
    _biller, bank, address, told = heard
    bill = issue()
    answer = inquire(bank, bill.number, X_Callback_URL=address)
    assert answer.json() == {"responseCode": "00", "reason": "Request received", "requestId": "INQUIRY00001"}
    tell_all()
    ((_path, body, headers),) = told
    assert (body["code"], body["billId"], body["billDetails"]["amountonDueDate"]) == (0, bill.number, 5_000)
    assert headers["x-payerfi-id"] == "BULAKZKA"


def test_bill_of_a_person_and_no_bill_read_alike(bank):
    by_number("bolat")
    private = issue(issuer_id=HolderId(resident("bolat").person_id))
    answers = [inquire(bank, number, request_id=f"I{number[-3:]}").json() for number in (private.number, "B0")]
    assert [(each["code"], "billDetails" in each) for each in answers] == [("01", False)] * 2


def test_numbers_are_not_to_be_tried_out(bank, monkeypatch):
    monkeypatch.setattr("alatau.money.compat.bills.MISSES", type(MISSES)(kind="t", most=1, window=MISSES.window))
    assert [inquire(bank, "B1", request_id=f"R{n}").status_code for n in range(3)] == [202, 400, 400]


def test_word_of_a_bank_pays_the_bill_from_the_banks_own_account(bank, biller):
    bill = issue(1_250_50)
    inquire(bank, bill.number)
    assert paid(bank, bill.number) == {"status": "ACK", "rejectReason": ""}
    assert standing(bill.id).status is BillStatus.PAID
    assert (balance_of(bank.account_id), balance_of(biller.account_id)) == (FLOAT - 1_250_50, 1_250_50)
    assert verify_ledger().is_whole


def test_same_payment_under_another_request_is_paid_once(bank, biller):
    bill = issue()
    inquire(bank, bill.number)
    answers = [paid(bank, bill.number, request_id=f"PAID{number}") for number in (1, 1, 2)]
    assert [each["status"] for each in answers] == ["ACK"] * 3
    assert BillPayment.objects.count() == 1
    assert balance_of(biller.account_id) == 5_000_00


def test_second_payer_of_a_bill_keeps_the_money(bank):
    bill = issue()
    inquire(bank, bill.number)
    assert paid(bank, bill.number, request_id="P1", reference="A")["status"] == "ACK"
    assert paid(bank, bill.number, request_id="P2", reference="B") == {"status": "RJC", "rejectReason": "Dup"}
    assert balance_of(bank.account_id) == FLOAT - 5_000_00


def test_bill_that_was_taken_back_is_not_paid_any_more(bank):
    bill = issue()
    inquire(bank, bill.number)
    cancel_bill(bill.id, issuer_id=HolderId(bakery()), by=BY, at=now())
    assert paid(bank, bill.number) == {"status": "RJC", "rejectReason": "Def"}


@pytest.mark.parametrize("fault", ["no inquiry", "another bill", "no money", "less left", "no bill"])
def test_word_that_does_not_fit_what_was_told_moves_nothing(biller, fault):
    bank = open_bank(balance=FLOAT if fault != "no money" else 1_00)
    bill, other = issue(), issue()
    if fault != "no inquiry":
        inquire(bank, other.number if fault == "another bill" else bill.number)
    if fault == "less left":
        pay_part(bill, 1_00)
    before = balance_of(bank.account_id)
    number = "B00000000000000" if fault == "no bill" else bill.number
    assert paid(bank, number) == {"status": "RJC", "rejectReason": "Und"}
    assert balance_of(bank.account_id) == before


def pay_part(bill, units):
    by_number("bolat")
    wallet_id, actor = wallet_id_of(HolderId(resident("bolat").person_id)), resident("bolat").actor
    giver = account(now(), balance=units)
    assert post(now(), move(giver, wallet_id, units)) == ["accepted"]
    pay_bill(bill.id, amount=tenge(units), source_id=wallet_id, transfer_id=uuid4(), by=actor, at=now())


def test_number_is_taken_without_its_letter_and_first_zeros(bank):
    bill = issue()
    Bill.objects.filter(id=bill.id).update(number="B00000000000195")
    answers = [inquire(bank, number, request_id=f"I{number}").json()["code"] for number in ("195", "00000000000195")]
    assert answers == ["00", "00"]


def test_person_asked_by_a_biller_reads_it_and_may_decline(heard):
    biller, _bank, address, told = heard
    answer = biller.post("rtpRequest", pay_request(by_number()), X_Callback_URL=address)
    assert answer.json()["responseCode"] == "00"
    (bill,) = owed()
    assert (bill.is_request, bill.amount, bill.words) == (True, tenge(1_200_00), "Bakery: 77-A")
    assert Message.objects.filter(person_id=resident("aigerim").person_id, template="money.request").exists()
    debtor = HolderId(resident("aigerim").person_id)
    decline_bill(bill.id, debtor_id=debtor, by=resident("aigerim").actor, at=now())
    told_of(bill.id)
    ((_path, body, _headers),) = told
    assert (body["rtpId"], body["billId"], body["rtpStatus"], body["rejectReason"]) == (17, "77-A", "01", "R")


def told_of(*bill_ids):
    """Do what the listener and the worker do when bills have ended."""
    tell_billers(bill_ids)
    tell_all()


def test_biller_is_not_told_before_its_request_has_ended(heard):
    biller, _bank, address, told = heard
    biller.post("rtpRequest", pay_request(by_number()), X_Callback_URL=address)
    tell_billers([])
    assert HandedRequest.objects.get().told_at is None
    assert told == []


def test_bank_named_by_a_biller_is_asked_and_pays_by_the_billers_number(heard):
    biller, bank, address, told = heard
    biller.post("rtpRequest", pay_request(at_bank()), X_Callback_URL=address)
    HandedRequest.objects.filter(kind="govstack.rtp").update(told_at=now().wall_at)
    tell_all()
    ((path, body, _headers),) = told
    assert path.endswith("/rtpRequest")
    assert body["billDetails"] == {
        "Bill ID": "77-A",
        "Biller Name": body["billDetails"]["Biller Name"],
        "Amount": 1_200,
    }
    inquire(bank, "77-A")
    assert paid(bank, "77-A")["status"] == "ACK"
    assert balance_of(biller.account_id) == 1_200_00


def test_bank_declines_for_its_customer_once(heard):
    biller, bank, address, told = heard
    biller.post("rtpRequest", pay_request(at_bank()), X_Callback_URL=address)
    asked = HandedRequest.objects.get(kind="govstack.rtp_payer").caller_id
    said = {"RequestId": "NO1", "txnId": asked, "rtpId": 17, "billId": "77-A", "rtpStatus": "01", "rejectReason": "R"}
    assert [bank.post("rtpResponse", said).status_code for _ in range(2)] == [200, 200]
    assert Bill.objects.get().ending is not None
    assert bank.post("rtpResponse", said | {"RequestId": "NO2", "txnId": "other"}).status_code == 400
    told_of(Bill.objects.get().id)
    assert told[-1][1]["rejectReason"] == "R"


def test_biller_asks_where_its_request_stands(biller):
    by_number("bolat")
    biller.post("rtpRequest", pay_request(by_number()))
    where = [biller.get(f"transferRequests/{name}").json() for name in ("RTP000000001", "17")]
    assert [each["requestStatus"] for each in where] == ["PND", "PND"]
    (bill,) = owed()
    pay_part(bill, 1_200_00)
    done = biller.get("transferRequests/17").json()
    assert (done["requestStatus"], len(done["PaymentReferenceID"])) == ("COM", 20)
    assert biller.get("transferRequests/18").status_code == 400


def test_request_to_nobody_asks_nobody(biller):
    nobody = {"alias": {"aliasType": "00", "aliasId": "+77000009999"}}
    assert biller.post("rtpRequest", pay_request(nobody)).status_code == 400
    assert not Bill.objects.exists()


def test_same_request_twice_is_one_bill(biller):
    body = pay_request(by_number())
    assert [biller.post("rtpRequest", body).status_code for _ in range(2)] == [200, 200]
    assert biller.post("rtpRequest", body | {"rtpId": 18}).status_code == 400
    assert Bill.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [{"rtpId": "x"}, {"billID": ""}, {"billDetails": {"amount": 0}}, {"billDetails": {}}, {"requestId": "\x00"}],
)
def test_request_that_cannot_be_read_is_refused(biller, fault):
    answer = biller.post("rtpRequest", pay_request(by_number()) | fault)
    assert (answer.status_code, answer.json()["responseCode"]) == (400, "01")


def test_each_system_does_only_what_it_was_admitted_for(bank, biller):
    refused = [
        bank.post("rtpRequest", pay_request(by_number())),
        bank.post("register-beneficiary", {"RequestID": "1", "Beneficiaries": [{}]}),
        biller.post("billTransferRequests", word("B1")),
        inquire(biller, "B1"),
    ]
    assert [each.status_code for each in refused] == [400] * 4
    assert not HandedRequest.objects.exists()


def test_answer_may_go_only_where_the_operator_agreed(bank):
    assert inquire(bank, issue().number, X_Callback_URL="https://elsewhere.example/").status_code == 400
    assert inquire(bank, issue().number, X_Callback_URL=CALLBACK).status_code == 202


@given(st.integers(1, 10**15))
def test_whole_units_never_ask_for_too_little(units):
    currency = list_currencies()["KZT"]
    asked = whole_units(Amount(units, currency)) * currency.units_per_whole
    assert 0 <= asked - units < currency.units_per_whole


def test_ids_of_requests_are_told_apart(biller):
    biller.post("rtpRequest", pay_request(by_number()))
    ours = HandedRequest.objects.get().id
    assert biller.get(f"transferRequests/{ours}").json()["rtpId"] == 17
    assert biller.get(f"transferRequests/{UUID(int=7)}").status_code == 400
