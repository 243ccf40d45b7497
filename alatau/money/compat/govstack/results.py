"""What GovStack's peers are told back, one message for each kind of request, within the lengths of the standard."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.money import total
from alatau.money.compat.door import Told, say_amount
from alatau.money.compat.govstack.results_bills import BODIES
from alatau.money.compat.govstack.shapes import REASON, REQUEST_ID, fit, unseal_facts
from alatau.money.currencies import list_currencies
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.values import BatchId, LineOutcome
from alatau.money.payouts.vouchers.make import number_of
from alatau.money.payouts.vouchers.read import list_vouchers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.money import Amount
    from alatau.money.models import HandedRequest
    from alatau.money.payouts.values import BatchView

#: Messages that billers are told, which name their biller; the others name the payer's bank.
OF_BILLERS = ("govstack.rtp", "govstack.rtp_payer", "govstack.rtp_state")
NOT_TRIED = (LineOutcome.WAITING, LineOutcome.PAYABLE, LineOutcome.SENT)


def compose_govstack(row: HandedRequest) -> Told:
    """Return the message that tells the result of a request."""
    body = json.dumps(_BODIES[row.kind](row), ensure_ascii=False).encode()
    headers = {"X-CorrelationID": row.caller_id[:20]}
    if row.kind in BODIES:
        party = "X-billerId" if row.kind in OF_BILLERS else "X-PayerFI-Id"
        headers |= {"X-Platform-TenantId": content().code[:20], party: row.institution.code[:20]}
    return Told(body=body, headers=headers)


def _enrolled(row: HandedRequest) -> Mapping[str, object]:
    cases = [
        {
            "payeeIdentity": case["identity"][:20],
            "paymentModality": case["modality"],
            "failureReason": case["reason"][:REASON],
        }
        | ({"bankingInstitutionCode": case["bank_code"]} if case["bank_code"] else {})
        for case in unseal_facts(row.facts)["failed"]
    ]
    return _failed(row, cases)


def _changed(row: HandedRequest) -> Mapping[str, object]:
    told = dict(_enrolled(row))
    cases = told["failedCases"]
    assert isinstance(cases, list)
    told["failedCases"] = [
        {"payeeFunctionalID": case.pop("payeeIdentity"), **case} for case in (dict(each) for each in cases)
    ]
    return told


def _validated(row: HandedRequest) -> Mapping[str, object]:
    facts = unseal_facts(row.facts)
    return {
        "RequestID": fit(row.caller_id),
        "BatchID": facts["batch"],
        "NumberOfFailedCases": len(facts["failed"]),
        "FailedInstructions": facts["failed"],
    }


def _accounts(row: HandedRequest) -> Mapping[str, object]:
    facts = unseal_facts(row.facts)
    return {
        "clientCorrelationId": row.caller_id[:REQUEST_ID],
        "batchId": facts["batch"],
        "numberOfFailedCases": len(facts["failed"]),
        "failedAccountLookups": facts["failed"],
    }


def _funds(row: HandedRequest) -> Mapping[str, object]:
    has = row.facts["has"]
    reason = "The account holds the sum" if has else "The account holds less than the batch needs"
    return {"clientCorrelationId": row.caller_id[:REQUEST_ID], "status": "Y" if has else "N", "reason": reason}


def _paid(row: HandedRequest) -> Mapping[str, object]:
    assert row.batch_id is not None
    batch = get_batch(BatchId(row.batch_id))
    done = (LineOutcome.PAID,)
    return {
        "requestId": row.caller_id[:REQUEST_ID],
        "batchId": str(batch.id),
        "TotalTransactions": batch.lines,
        "ongoing": batch.count(*NOT_TRIED),
        "failed": batch.failed,
        "completed": batch.count(*done),
        "totalAmount": say_amount(batch.total),
        "completed_amount": say_amount(_sum(batch, *done)),
        "ongoing_amount": say_amount(_sum(batch, *NOT_TRIED)),
        "failed_amount": say_amount(batch.total - _sum(batch, *done, *NOT_TRIED)),
        "result_file": "",
        "resultGeneratedAt": read_clocks().wall_at.astimezone(UTC).isoformat(),
        "note": batch.words,
    }


def _vouchers(row: HandedRequest) -> Mapping[str, object]:
    made = list_vouchers(row.facts["vouchers"])
    return {
        "requestID": row.caller_id[:REQUEST_ID],
        "batchID": str(row.facts["batch"])[:REQUEST_ID],
        "voucherInstructions": [
            {
                "instructionID": reference[:16],
                "serialNumber": view.serial,
                "voucherNumber": number_of(view.id),
                "currency": view.amount.currency.code,
                "amount": say_amount(view.amount),
                "narration": words[:50],
            }
            for view, reference, words in made
        ],
    }


def _voucher_cases(row: HandedRequest) -> Mapping[str, object]:
    return _failed(row, row.facts["failed"])


def _failed(row: HandedRequest, cases: list[dict[str, str]]) -> Mapping[str, object]:
    return {
        "requestID": row.id.hex[:REQUEST_ID],
        "registerRequestID": row.caller_id[:REQUEST_ID],
        "numberFailedCases": len(cases),
        "failedCases": cases,
    }


def _sum(batch: BatchView, *outcomes: LineOutcome) -> Amount:
    amounts = [each.amount for each in batch.counts if each.outcome in outcomes]
    return total(amounts, currency=list_currencies()[batch.currency])


_BODIES = {
    "govstack.register": _enrolled,
    "govstack.update": _changed,
    "govstack.validate": _validated,
    "govstack.pay": _paid,
    "govstack.enrol": _enrolled,
    "govstack.change": _changed,
    "govstack.accounts": _accounts,
    "govstack.funds": _funds,
    "govstack.batch": _paid,
    "govstack.vouchers": _vouchers,
    "govstack.activate": _voucher_cases,
    "govstack.cancel": _voucher_cases,
    **BODIES,
}
