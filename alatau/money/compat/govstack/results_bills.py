"""What billers and payers' banks are told of bills and of requests to pay, within the lengths of the standard."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.bills.read import get_bill, list_payments_of
from alatau.money.bills.values import BillId, BillStatus, Late
from alatau.money.compat.bills import name_biller
from alatau.money.compat.govstack.shapes import BAD, GOOD, REQUEST_ID
from alatau.money.compat.pay_requests import TXN
from alatau.money.models import HandedRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.core.money import Amount
    from alatau.money.bills.values import BillView

#: Letters of a name and a number, where the standard leaves room for so few.
SHORT, LONG, REFERENCE = 10, 30, 20
STATES = {BillStatus.PAID: "COM", BillStatus.LAPSED: "EXP", BillStatus.CANCELLED: "CAN", BillStatus.DECLINED: "RJC"}
#: Why a request was not paid: refused by the payer, expired, withdrawn by the biller.
REASONS = {BillStatus.DECLINED: "R", BillStatus.LAPSED: "E", BillStatus.CANCELLED: "W"}


def say_bill(row: HandedRequest) -> dict[str, object]:
    """Return what an inquiry found. Sums are whole units, the next above where a bill has parts of one."""
    if "bill_id" not in row.facts:
        return _inquired(row, BAD, "No such bill")
    bill = _bill_of(row)
    details = {
        "billerId": bill.issuer_id.hex[:SHORT],
        "billerName": name_biller(bill)[:SHORT],
        "billStatus": bill.status.name[:SHORT],
        "amountonDueDate": whole_units(bill.rest),
        "amountAfterDueDate": whole_units(bill.rest) if bill.late is Late.PAYABLE else 0,
    }
    if bill.due_on is not None:
        details["dueDate"] = end_of_day(bill.due_on)
    return _inquired(row, GOOD, "Found") | {"billDetails": details}


def say_paid(row: HandedRequest) -> dict[str, object]:
    """Return whether a bank's word of a payment was taken."""
    refused = row.facts["refused"]
    told: dict[str, object] = {
        "requestId": row.caller_id[:REQUEST_ID],
        # This message alone wants the number as an integer.
        "billId": int("".join(sign for sign in str(row.facts["asked"]) if sign.isdecimal()) or 0),
        "status": "RJC" if refused else "ACK",
    }
    return told | ({"rejectReason": refused} if refused else {})


def say_rtp(row: HandedRequest, *, request_id: str) -> dict[str, object]:
    """Return where a biller's request stands."""
    bill = _bill_of(row)
    parts = list_payments_of(bill.id)
    told: dict[str, object] = {
        "rtpId": row.facts["rtp_id"],
        "RequestId": request_id[:REQUEST_ID],
        "requestStatus": STATES.get(bill.status, "PND"),
        "lastUpdateDate": int((parts[-1].at if parts else row.asked_at).timestamp()),
    }
    return told | ({"PaymentReferenceID": parts[-1].transfer_id.hex[:REFERENCE]} if parts else {})


def tell_bill(row: HandedRequest) -> Mapping[str, object]:
    """Return the callback of an inquiry, which has its code as a number."""
    told = say_bill(row)
    return told | {"code": int(str(told["code"]))}


def tell_state(row: HandedRequest) -> Mapping[str, object]:
    """Return the callback of a biller's question where its request stands."""
    return say_rtp(HandedRequest.objects.get(id=row.facts["asked"]), request_id=row.caller_id)


def tell_rtp(row: HandedRequest) -> Mapping[str, object]:
    """Return what a biller is told when its request has ended."""
    status = _bill_of(row).status
    told = {
        "requestId": row.caller_id[:REQUEST_ID],
        "rtpId": row.facts["rtp_id"],
        "billId": str(row.facts["bill"])[:LONG],
        "rtpStatus": GOOD if status is BillStatus.PAID else BAD,
    }
    return told | ({"rejectReason": REASONS[status]} if status in REASONS else {})


def tell_payer(row: HandedRequest) -> Mapping[str, object]:
    """Return what a payer's bank is asked."""
    bill = _bill_of(row)
    return {
        "TxnID": row.caller_id[:TXN],
        "rTPID": row.facts["rtp_id"],
        "billDetails": {
            "Bill ID": str(row.facts["bill"])[:SHORT],
            "Biller Name": name_biller(bill)[:SHORT],
            "Amount": whole_units(bill.rest),
        },
    }


def whole_units(amount: Amount) -> int:
    """Return a sum in whole units, rounded up: a payer who goes by it never pays too little."""
    return -(-amount.units // amount.currency.units_per_whole)


def end_of_day(day: date) -> int:
    """Return the last second of a day of the city, counted since 1970."""
    return int(datetime.combine(day, time(23, 59, 59), ZoneInfo(content().time_zone)).timestamp())


def _inquired(row: HandedRequest, code: str, reason: str) -> dict[str, object]:
    return {
        "requestId": row.caller_id[:REQUEST_ID],
        "code": code,
        "reason": reason,
        "billId": str(row.facts["asked"])[:REFERENCE],
    }


def _bill_of(row: HandedRequest) -> BillView:
    return get_bill(BillId(UUID(row.facts["bill_id"])), on=read_clocks().city_day)


BODIES = {
    "govstack.inquiry": tell_bill,
    "govstack.paid": say_paid,
    "govstack.rtp": tell_rtp,
    "govstack.rtp_payer": tell_payer,
    "govstack.rtp_state": tell_state,
}
