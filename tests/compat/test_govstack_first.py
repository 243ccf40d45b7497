"""GovStack's first generation: answers in its words, tolerant of what comes."""

from __future__ import annotations

import pytest

from alatau.access.looks import list_looks
from alatau.core.content import content
from alatau.money.models import HandedRequest, PayeeRoute, PayoutBatch
from alatau.money.payouts.routes import payee_of, set_bank_account
from alatau.money.payouts.work import check_batch, pay_batch
from tests.compat.ministry import CODE
from tests.money.ledger import BY, balance_of
from tests.money.payouts.budget import now, purse
from tests.people import resident

OWN_ID = "HOUSEHOLD-00000000-1"


def register(ministry, *beneficiaries, request_id="REG000000001", path="register-beneficiary"):
    body = {"RequestID": request_id, "SourceBBID": "SOURCE000001", "Beneficiaries": list(beneficiaries)}
    return ministry.post(path, body)


def beneficiary(identity=OWN_ID, modality="00", address=""):
    address = address or content().account_numbers.synthesise(1)
    return {"PayeeFunctionalID": identity, "PaymentModality": modality, "FinancialAddress": address}


def credits(*lines, batch="BATCH0000001", request_id="PAY000000001"):
    instructions = [
        {
            "InstructionID": f"INSTRUCTION{number:05}",
            "PayeeFunctionalID": identity,
            "Amount": amount,
            "Currency": "KZT",
            "Narration": "Support",
        }
        for number, (identity, amount) in enumerate(lines, 1)
    ]
    return {"RequestID": request_id, "SourceBBID": "SOURCE000001", "BatchID": batch, "CreditInstructions": instructions}


def test_beneficiary_is_registered_and_updated(ministry):
    assert register(ministry, beneficiary()).json() == {
        "ResponseCode": "00",
        "ResponseDescription": "Request received",
        "RequestID": "REG000000001",
    }
    phone = content().phone_numbers.synthesise(1)
    changed = beneficiary(modality="01", address=phone)
    answer = register(ministry, changed, request_id="UPD000000001", path="update-beneficiary-details")
    assert answer.json()["ResponseCode"] == "00"
    routes = PayeeRoute.objects.filter(payee_id=payee_of(OWN_ID, scheme=CODE, at=now()))
    assert list(routes.order_by("number").values_list("kind", flat=True)) == [2, 4]


def test_same_request_is_done_once_and_another_body_under_its_id_is_refused(ministry):
    for _ in range(2):
        assert register(ministry, beneficiary()).status_code == 200
    assert PayeeRoute.objects.count() == HandedRequest.objects.count() == 1
    answer = register(ministry, beneficiary(modality="02"))
    assert (answer.status_code, answer.json()["ResponseCode"]) == (400, "01")


@pytest.mark.parametrize(
    ("modality", "address", "said"),
    [("00", "KZ00", "no account number"), ("03", "+77000009999", "No wallet"), ("77", "x", "modality is not known")],
)
def test_beneficiary_that_cannot_be_paid_so_is_refused_with_the_reason(ministry, modality, address, said):
    answer = register(ministry, beneficiary(modality=modality, address=address))
    assert answer.status_code == 400
    assert said in answer.json()["ResponseDescription"]
    assert not PayeeRoute.objects.exists()


def test_what_a_person_chose_is_changed_by_no_ministry(ministry):
    aigerim = resident("aigerim")
    set_bank_account(aigerim.person_id, content().account_numbers.synthesise(2), by=BY, at=now())
    answer = register(ministry, beneficiary(identity=aigerim.number))
    assert "only they change it" in answer.json()["ResponseDescription"]
    assert PayeeRoute.objects.count() == 1


def test_account_that_a_ministry_names_for_a_person_waits_and_is_told(ministry):
    bolat = resident("bolat")
    assert register(ministry, beneficiary(identity=bolat.number)).status_code == 200
    assert PayeeRoute.objects.get().valid_from > now().city_at


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer wrong"}, {"Authorization": ""}])
def test_unknown_system_is_refused_in_the_standards_words(ministry, headers):
    answer = ministry.post("register-beneficiary", {"RequestID": "REG000000009"}, **headers)
    assert answer.status_code == 401
    assert answer.json()["ResponseCode"] == "01"
    assert answer.json()["RequestID"] == "REG000000009"


def test_key_may_come_in_the_other_header(ministry):
    answer = ministry.post("register-beneficiary", {}, Authorization="", X_API_Key=ministry.key)
    assert answer.status_code == 400


@pytest.mark.parametrize("body", ["", "[", "[]", '"x"', '{"RequestID": "R"}', '{"RequestID": 5, "Beneficiaries": []}'])
def test_body_that_cannot_be_read_is_refused_and_never_fails(ministry, body):
    answer = ministry.post("register-beneficiary", body)
    assert answer.status_code == 400
    assert len(answer.json()["RequestID"]) == 12


def test_names_of_fields_are_read_in_any_case(ministry):
    body = {"requestid": "REG000000002", "beneficiaries": [{"payee_functional_id": OWN_ID, "paymentModality": "02"}]}
    assert ministry.post("register-beneficiary", body).json()["ResponseCode"] == "00"


def test_validation_names_what_cannot_be_paid_at_the_second_call(ministry):
    purse("aigerim", now())
    body = credits((resident("aigerim").number, 10.5), (resident("bolat").number, 7), (OWN_ID, -1))
    assert ministry.post("prepayment-validation", body).json()["ResponseCode"] == "00"
    found = ministry.post("prepayment-validation-response", {"RequestID": "PAY000000001"}).json()
    assert found["ResponseCode"] == "01"
    assert [each["InstructionID"][-1] for each in found["FailedInstructions"]] == ["2", "3"]
    assert not PayoutBatch.objects.exists()


def test_bulk_payment_waits_for_a_person_where_nothing_else_is_agreed(ministry):
    purse("aigerim", now())
    for _ in range(2):
        body = credits((resident("aigerim").number, 10.5))
        assert ministry.post("bulk-payment", body).json()["ResponseCode"] == "00"
    batch = PayoutBatch.objects.get()
    check_batch(batch.id)
    batch.refresh_from_db()
    assert (batch.total, batch.approval) == (10_50, None)


@pytest.mark.django_db
def test_bulk_payment_within_the_standing_order_is_paid_without_a_person():
    from tests.compat.ministry import open_ministry
    from tests.people import load_people

    load_people()
    ministry = open_ministry(unattended_most=20_00)
    wallet = purse("aigerim", now())
    for number, amount in enumerate((12, 9), 1):
        body = credits((resident("aigerim").number, amount), batch=f"BATCH{number:07}", request_id=f"PAY{number:09}")
        ministry.post("bulk-payment", body)
    for batch in PayoutBatch.objects.order_by("received_at"):
        check_batch(batch.id)
        pay_batch(batch.id)
    assert balance_of(wallet) == 12_00
    assert sorted(PayoutBatch.objects.values_list("total", "approval")) == [(9_00, None), (12_00, 3)]


def test_question_for_a_person_leaves_a_look_that_the_person_sees(ministry):
    aigerim = resident("aigerim")
    ministry.get(f"beneficiary/?payeeIdentity={aigerim.number}&requestId=R1")
    assert len(list_looks(aigerim.person_id).looks) == 1
