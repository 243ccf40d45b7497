"""Our answers and results beside the schemas that the standards publish."""

from __future__ import annotations

import json

import pytest

from alatau.money.compat.tell_back import COMPOSERS
from alatau.money.models import HandedRequest
from alatau.money.payouts.work import check_batch
from tests.compat.billing import at_bank, by_number, inquire, issue, open_bank, open_biller, pay_request, word
from tests.compat.ministry import CALLBACK
from tests.compat.published import answered, asked, check, needs_specs
from tests.compat.test_g2p import OWN, ask, bank, disburse, disbursement, mapped
from tests.compat.test_govstack_current import credit, enrol, hand_over
from tests.compat.test_govstack_first import beneficiary, credits, register
from tests.compat.test_vouchers import activate, instruction, make, redeem, shop
from tests.money.payouts.budget import now, purse
from tests.people import resident

pytestmark = [pytest.mark.shared, needs_specs]
FIRST, CURRENT = "govstack-payments/1.0/", "govstack-payments/current/"
P2G = CURRENT + "p2g/"
DISBURSE, MAPPER = "g2p-connect/disburse_core_api_v1.0.0.yaml", "g2p-connect/mapper_core_api_v1.0.0.yaml"


def told(kind):
    """What the newest request of a kind is told back."""
    row = HandedRequest.objects.select_related("institution").filter(kind=kind).order_by("-asked_at")[0]
    return json.loads(COMPOSERS[kind.partition(".")[0]](row).body)


@pytest.mark.parametrize("person", [{}, {"PaymentModality": "99"}])
def test_first_generation_answers_as_published(ministry, person):
    good = register(ministry, beneficiary() | person)
    check(FIRST + "Registerbeneficiary.yaml", answered("/register-beneficiary", str(good.status_code)), good.json())
    changed = register(ministry, beneficiary() | person, request_id="UPD000000001", path="update-beneficiary-details")
    place = answered("/update-beneficiary-details", str(changed.status_code))
    check(FIRST + "UpdateBeneficiary.yaml", place, changed.json())
    body = credits((resident("aigerim").number, 1))
    check(
        FIRST + "Prepaymentvalidation.yaml",
        answered("/prepayment-validation"),
        ministry.post("prepayment-validation", body).json(),
    )
    check(FIRST + "bulkpayment.yaml", answered("/bulk-payment"), ministry.post("bulk-payment", body).json())


def test_vouchers_of_the_first_generation_answer_as_published(ministry):
    file, part = FIRST + "VoucherAPIS.json", ("components", "schemas")
    made = make(ministry).json()
    check(file, (*part, "preactivation_response"), made)
    serial, number = made["voucher_serial_number"], made["voucher_number"]
    status = ministry.get(f"vouchers/voucherstatuscheck/{serial}").json()
    check(file, (*part, "voucher_status"), status)
    check(file, (*part, "activation_response"), activate(ministry, serial).json())
    check(file, (*part, "redemption_response"), redeem(ministry, number, shop()).json())
    used = ministry.get(f"vouchers/voucherstatuscheck/{serial}").json()
    check(file, (*part, "voucher_already_used"), used)


def test_enrolment_and_look_up_answer_as_published(ministry):
    answer = enrol(ministry, CALLBACK, paymentModality="00", financialAddress="KZ00").json()
    place = answered("/identityAccountMapper/beneficiary")
    check(CURRENT + "g2p/RegisterBeneficiaryRequest.yml", place, answer)
    check(CURRENT + "g2p/RegisterBeneficiaryResponse.yml", asked("/callback"), told("govstack.enrol"))
    changed = enrol(ministry, CALLBACK, request_id="C", method="PUT", financialAddress="KZ00").json()
    place = answered("/identityAccountMapper/beneficiary", method="put")
    check(CURRENT + "g2p/UpdateBeneficiaryRequest.yml", place, changed)
    check(CURRENT + "g2p/UpdateBeneficiaryResponse.yml", asked("/callback"), told("govstack.change"))
    enrol(ministry, CALLBACK, request_id="D")
    shown = ministry.get("beneficiary/?payeeIdentity=HOUSEHOLD-7&requestId=R1").json()
    check(CURRENT + "g2p/AccountLookup.yml", answered("/beneficiary/", method="get"), shown)
    check(CURRENT + "g2p/BulkAccountLookup.yml", answered("/beneficiary", method="put"), shown)


def test_batches_answer_as_published(ministry):
    purse("aigerim", now())
    answer = hand_over(ministry, credit("1", 10.5), credit("2", 3, value="nobody"))
    check(CURRENT + "g2p/BulkPayment.yml", answered("/batchtransactions", "202"), answer.json())
    check_batch(HandedRequest.objects.get().batch_id)
    details = ministry.get(f"api/v1/batch/detail?batchId={answer.json()['batchId']}").json()
    check(CURRENT + "g2p/BatchDetails.yml", answered("/api/v1/batch/detail", method="get"), details)
    check(CURRENT + "g2p/BulkPaymentStatusUpdate.yml", asked("/api/v1/batch"), told("govstack.batch"))


def test_validation_and_funds_are_told_as_published(ministry):
    line = {"instructionID": "1", "financialAddress": "nobody", "amount": 5, "currency": "KZT"}
    body = {"batchId": "B1", "destinationDFSPID": "ALATAU", "creditInstructions": [line]}
    ministry.post("beneficiaries?command=validate", body, X_Client_Correlation_ID="C1")
    check(CURRENT + "g2p/BulkValidateAccountResponse.yml", asked("/callback"), told("govstack.accounts"))
    funds = {"batchID": "B1", "payerIdentifier": "x", "currency": "KZT", "amount": 5}
    ministry.post("batches/B1?command=authorize", funds, X_Client_Correlation_ID="F1")
    check(CURRENT + "g2p/GetAuthorizationResponse.yml", asked("/{X-Callback-URL}"), told("govstack.funds"))


def test_vouchers_of_the_other_generation_are_told_as_published(ministry):
    body = {"requestID": "M1", "batchID": "B1", "voucherInstructions": [instruction(1)]}
    made = ministry.post("vouchers", body, X_Callback_URL=CALLBACK).json()
    check(CURRENT + "voucher/VoucherPreactivationRequest.yml", answered("/vouchers"), made)
    vouchers = told("govstack.vouchers")
    check(CURRENT + "voucher/VoucherCreationResponse.yml", asked("/voucher-details-return"), vouchers)
    (voucher,) = vouchers["voucherInstructions"]
    each = {"RequestID": "A1", "BatchID": "B1", "VoucherInstructions": [{"serialNumber": voucher["serialNumber"]}]}
    acted = ministry.send("PUT", "vouchers?command=activate", each, X_Callback_URL=CALLBACK).json()
    check(CURRENT + "voucher/VoucherActivate.yml", answered("/vouchers", method="put"), acted)
    check(CURRENT + "voucher/VoucherActivateResponse.yml", asked("/callback-url"), told("govstack.activate"))
    state = ministry.get(f"vouchers/{voucher['serialNumber']}?fields=status").json()
    check(CURRENT + "voucher/VoucherStatus.yml", answered("/vouchers/{serialNumber}", method="get"), state)
    paid = {"voucherSecretNumber": voucher["voucherNumber"], "agentID": str(shop())}
    check(
        CURRENT + "voucher/VoucherRedemption.yml",
        answered("/vouchers"),
        ministry.post("vouchers?command=cancel", paid).json(),
    )
    gone = ministry.post("vouchers?command=cancel", {**each, "RequestID": "X1"}, X_Callback_URL=CALLBACK).json()
    check(CURRENT + "voucher/VoucherCancellation.yml", answered("/vouchers"), gone)
    place = asked("/vouchers/cancellation/confirmation")
    check(CURRENT + "voucher/VoucherCancellationResponse.yml", place, told("govstack.cancel"))


@pytest.mark.parametrize("action", ["link", "update", "unlink", "resolve"])
def test_mapper_answers_as_published(ministry, action):
    items = ({"id": OWN, "fa": bank()}, {"id": resident("emma").number + "@iin", "fa": "account:KZ0@x"})
    mapped(ministry, action, *items)
    whole = told(f"g2p.{action}")
    name = f"{action.capitalize()}Response"
    check(MAPPER, ("components", "schemas", name), whole["message"])
    check(MAPPER, ("components", "schemas", "MsgCallbackHeader_V1.0.0"), whole["header"])


def test_disbursements_answer_as_published(ministry):
    lines = [disbursement("1"), disbursement("2", "x"), disbursement("3", payer_fa="y@z")]
    answer = disburse(ministry, *lines, path="disburse").json()
    check(DISBURSE, ("components", "responses", "Response", "content", "application/json", "schema"), answer)
    whole = told("g2p.disburse")
    check(DISBURSE, ("components", "schemas", "DisburseResponse"), whole["message"])
    check(DISBURSE, ("components", "schemas", "MsgCallbackHeader_V1.0.0"), whole["header"])
    criterion = {
        "reference_id": "s",
        "request_type": "disburse",
        "attribute_type": "payer_fa",
        "attribute_value": "support@t",
    }
    ask(ministry, "disburse/search", {"transaction_id": "F", "search_criteria": [criterion]})
    check(DISBURSE, ("components", "schemas", "SearchResponse"), told("g2p.search")["message"])


def test_bills_are_told_as_published(ministry):
    open_biller()
    bank, bill = open_bank(), issue(due_on=now().city_day)
    answer = inquire(bank, bill.number, X_Callback_URL=CALLBACK).json()
    check(P2G + "billInquiryRequest.yml", answered("/bills/{billId}", "202", "get"), answer)
    check(P2G + "billInquiryResponse.yml", asked("/bills/{billId}"), told("govstack.inquiry"))
    taken = bank.post("billTransferRequests", word(bill.number), X_Callback_URL=CALLBACK).json()
    check(P2G + "billPaymentRequest.yml", answered("/billTransferRequests", "202"), taken)
    check(P2G + "billPaymentRequest.yml", asked("/billTransferRequests"), word(bill.number))
    check(P2G + "billPaymentResponse.yml", asked("/billTransferRequests"), told("govstack.paid"))
    refused = bank.post("billTransferRequests", {}).json()
    check(P2G + "billPaymentRequest.yml", answered("/billTransferRequests", "400"), refused)


def test_requests_to_pay_are_told_as_published(ministry):
    biller, bank = open_biller(), open_bank()
    for payer, request_id in ((by_number(), "R1"), (at_bank(), "R2")):
        body = pay_request(payer, request_id=request_id)
        check(P2G + "billerRtpReq.yml", asked("/rtpRequest"), body)
        answer = biller.post("rtpRequest", body, X_Callback_URL=CALLBACK).json()
        check(P2G + "billerRtpReq.yml", answered("/rtpRequest"), answer)
    check(P2G + "payerRtpRequest.yml", asked("/rtpRequest"), told("govstack.rtp_payer"))
    check(P2G + "rtpStatusUpdateRequest.yml", answered("/transferRequests/{transferRequestId}", "202", "get"),
          biller.get("transferRequests/R1", X_Callback_URL=CALLBACK).json())  # fmt: skip
    check(
        P2G + "rtpStatusUpdateResponse.yml", asked("/transferRequests/{transferRequestId}"), told("govstack.rtp_state")
    )
    txn = told("govstack.rtp_payer")["TxnID"]
    said = {"RequestId": "A1", "txnId": txn, "rtpId": 17, "billId": "77-A", "rtpStatus": "01", "rejectReason": "R"}
    check(P2G + "payerRtpResponse.yml", answered("/rtpResponse"), bank.post("rtpResponse", said).json())
    check(P2G + "billerRtpResponse.yml", asked("/rtpUpdate"), told("govstack.rtp"))


def test_what_we_send_in_tests_is_what_peers_would_send(ministry):
    """The requests of our tests are published ones themselves: what they prove, they prove of peers."""
    check(FIRST + "Registerbeneficiary.yaml", asked("/register-beneficiary"), {
        "RequestID": "REG000000001", "SourceBBID": "SOURCE000001", "Beneficiaries": [beneficiary()],
    })  # fmt: skip
    check(CURRENT + "g2p/BulkPayment.yml", asked("/batchtransactions"), [credit("1", 10.5)])
    check(
        DISBURSE,
        ("components", "schemas", "DisburseRequest"),
        # The file requires a spelling that it does not describe.
        {"transaction_id": "T", "disbursements": [disbursement("1")], "disburemsents": []},
    )
