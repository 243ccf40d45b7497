"""GovStack's generation with callbacks: enrolment, look-up, batches with their details, validation, funds."""

from __future__ import annotations

import pytest

from alatau.core.content import content
from alatau.money.models import HandedRequest, PayoutBatch
from alatau.money.payouts.work import check_batch, pay_batch
from tests.compat.ministry import CALLBACK, hearing, open_ministry, tell_all
from tests.money.ledger import balance_of
from tests.money.payouts.budget import approve, now, purse
from tests.people import load_people, resident

OWN_ID = "HOUSEHOLD-7"


@pytest.fixture
def heard(db):
    """A ministry that hears results, with what it heard so far."""
    load_people()
    with hearing() as (address, told):
        yield open_ministry(callbacks=(address,)), address, told


def enrol(ministry, address, *, request_id="ENROL0000001", method="POST", **chosen):
    person = {"payeeIdentity": OWN_ID, "paymentModality": "00", "financialAddress": account(), **chosen}
    body = {"requestID": request_id, "sourceBBID": "SOURCE", "beneficiaries": [person]}
    return ministry.send(method, "identityAccountMapper/beneficiary", body, X_Callback_URL=address + "enrolled")


def account():
    return content().account_numbers.synthesise(3)


def credit(reference, amount, key="payeeIdentity", value=""):
    return {
        "requestId": reference,
        "creditParty": [{"key": key, "value": value or resident("aigerim").number}],
        "debitParty": [{"key": "programme", "value": "support"}],
        "paymentMode": "closedloop",
        "amount": amount,
        "currency": "KZT",
        "descriptionText": "Support",
    }


def hand_over(ministry, *credits, address=CALLBACK, correlation="CORRELATION-1"):
    return ministry.post(
        "batchtransactions?type=raw", list(credits), X_CorrelationID=correlation, X_Callback_URL=address
    )


def test_enrolment_is_acknowledged_and_its_result_told_back(heard):
    ministry, address, told = heard
    answer = enrol(ministry, address)
    assert answer.json() == {
        "responseCode": "00",
        "responseDescription": "Request received",
        "requestID": "ENROL0000001",
    }
    enrol(ministry, address, request_id="CHANGE000001", method="PUT", financialAddress="KZ00")
    tell_all()
    bodies = [body for _path, body, _headers in told]
    assert [each["numberFailedCases"] for each in bodies] == [0, 1]
    assert bodies[1]["failedCases"][0]["payeeFunctionalID"] == OWN_ID
    tell_all()
    assert len(told) == 2


def test_callback_to_an_address_that_nobody_admitted_is_refused(ministry):
    answer = enrol(ministry, "https://elsewhere.example/")
    assert answer.status_code == 400
    assert not HandedRequest.objects.exists()


def test_look_up_shows_the_end_of_an_account_and_no_more(ministry):
    enrol(ministry, CALLBACK)
    (shown,) = ministry.get(f"beneficiary/?payeeIdentity={OWN_ID}&requestId=R1").json()["paymentModalityList"]
    assert (shown["paymentModality"], shown["financialAddress"]) == ("00", f"*{account()[-4:]}")
    many = ministry.send("PUT", "beneficiary", {"requestId": "R2", "payeePartyIds": [OWN_ID, "HOUSEHOLD-8"]})
    assert [each["payeeIdentity"] for each in many.json()["paymentModalityList"]] == [OWN_ID]


def test_batch_is_taken_paid_and_told_back_with_its_sums(heard):
    ministry, address, told = heard
    purse("aigerim", now())
    answer = hand_over(ministry, credit("1", 10.5), credit("2", 7, value=resident("bolat").number), address=address)
    batch = PayoutBatch.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"batchId": str(batch.id)})
    check_batch(batch.id)
    approve(batch.id, now())
    pay_batch(batch.id)
    tell_all()
    _path, body, headers = told[0]
    assert (body["TotalTransactions"], body["completed"], body["failed"]) == (2, 1, 1)
    assert (body["totalAmount"], body["completed_amount"], body["failed_amount"]) == (17.5, 10.5, 7.0)
    assert headers["x-correlationid"] == "CORRELATION-1"


def test_details_of_a_batch_come_page_by_page_with_states(ministry):
    purse("aigerim", now())
    hand_over(ministry, *(credit(str(number), number) for number in range(1, 4)))
    batch = PayoutBatch.objects.get()
    pages = [
        ministry.get(f"api/v1/batch/detail?batchId={name}&pageNo={page}&pageSize=2", Platform_TenantId="x").json()
        for name, page in ((batch.id, 0), ("CORRELATION-1", 1))
    ]
    assert [[line["amount"] for line in page] for page in pages] == [[1.0, 2.0], [3.0]]
    assert {line["status"] for page in pages for line in page} == {"RECEIVED"}


def test_another_institutions_batch_is_not_found(ministry):
    hand_over(ministry, credit("1", 1))
    PayoutBatch.objects.update(institution_id=None)
    answer = ministry.get(f"api/v1/batch/detail?batchId={PayoutBatch.objects.get().id}")
    assert answer.status_code == 400


def test_line_may_name_a_telephone(ministry):
    wallet = purse("aigerim", now())
    hand_over(ministry, credit("1", 3, key="MSISDN", value=content().phone_numbers.synthesise(1)))
    check_batch(PayoutBatch.objects.get().id)
    approve(PayoutBatch.objects.get().id, now())
    pay_batch(PayoutBatch.objects.get().id)
    assert balance_of(wallet) == 3_00


def test_same_correlation_twice_is_one_batch(ministry):
    first, second = hand_over(ministry, credit("1", 1)), hand_over(ministry, credit("1", 1))
    assert first.json() == second.json()
    assert hand_over(ministry, credit("1", 2)).status_code == 400
    assert PayoutBatch.objects.count() == 1


def test_account_validation_and_funds_are_told_back(heard):
    ministry, address, told = heard
    purse("aigerim", now())
    instructions = [
        {"instructionID": name, "financialAddress": to, "amount": 5, "currency": "KZT"}
        for name, to in (("1", resident("aigerim").number), ("2", "nobody"))
    ]
    body = {"batchId": "B1", "destinationDFSPID": "ALATAU", "creditInstructions": instructions}
    headers = {"X_Callback_URL": address, "X_Client_Correlation_ID": "C1"}
    assert ministry.post("beneficiaries?command=validate", body, **headers).status_code == 202
    for number, amount in (("F1", 5), ("F2", 5_000_000)):
        asked = {"batchID": "B1", "payerIdentifier": "x", "currency": "KZT", "amount": amount}
        named = {"X_Callback_URL": address, "X_Client_Correlation_ID": number}
        ministry.post("batches/B1?command=authorize", asked, **named)
    tell_all()
    by_id = {body["clientCorrelationId"]: body for _path, body, _headers in told}
    assert [each["instructionID"] for each in by_id["C1"]["failedAccountLookups"]] == ["2"]
    assert (by_id["F1"]["status"], by_id["F2"]["status"]) == ("Y", "N")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[1]", b'[{"creditParty": 5}]', b'{"a": NaN}'])
def test_batch_that_cannot_be_read_is_refused_and_never_fails(ministry, body):
    answer = ministry.post("batchtransactions?type=raw", body, X_CorrelationID="C")
    assert answer.status_code == 400
    assert not PayoutBatch.objects.exists()
