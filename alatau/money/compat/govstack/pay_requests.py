"""Requests to pay of billers: asked of a person here or of the payer's bank, answered, and how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_GET, require_POST

from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import answer, read_amount, read_biller, read_object, read_payer
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.govstack.results_bills import say_rtp
from alatau.money.compat.govstack.shapes import (
    BAD,
    CALLBACKS,
    CORRELATIONS,
    REFUSED_NAMES,
    REQUEST_ID,
    door,
    header,
    say_received,
)
from alatau.money.compat.pay_requests import RTP, NewPayRequest, ask_payer, decline_for_payer, find_pay_request
from alatau.money.compat.requests import take_request

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from alatau.money.compat.door import Given

NAMES = ("responseCode", "responseDescription", "requestID")
STATE_NAMES = ("responseCode", "reason", "requestID")
#: Digits of the number that a biller gives its request.
RTP_ID = 12


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a payer for money: a person in their wallet, or the bank that the biller names. The end is told back."""
    institution, given, at = read_biller(request), read_object(request), read_clocks()
    request_id, new = given.needed("requestId", most=99), _read(given)

    def act(row_id: UUID) -> dict[str, object]:
        return ask_payer(row_id, new, institution=institution, at=at)

    take_request(
        RTP,
        request_id,
        request.body,
        institution=institution,
        callback=header(request, CALLBACKS),
        at=at,
        act=act,
        tells_now=False,
    )
    return answer(say_received(request_id, names=NAMES))


@open_to(Who.MACHINE)
@require_POST
@door(names=NAMES)
def answered(request: HttpRequest) -> HttpResponse:
    """Take a bank's answer for its customer: no ends the request, yes waits for the payment."""
    institution, given, at = read_payer(request), read_object(request), read_clocks()
    request_id, asked = given.needed("RequestId", most=99), given.needed("txnId", most=REQUEST_ID)
    status = given.needed("rtpStatus", most=2)

    def act(_id: UUID) -> dict[str, object]:
        if status == BAD:
            decline_for_payer(asked, institution=institution, at=at)
        return {"asked": asked, "status": status}

    take_request("govstack.rtp_answer", request_id, request.body, institution=institution, at=at, act=act)
    return answer(say_received(request_id, names=NAMES))


@open_to(Who.MACHINE)
@require_GET
@door(names=REFUSED_NAMES)
def state(request: HttpRequest, asked: str) -> HttpResponse:
    """Tell where a biller's request stands: to the callback, or in the answer where none is named."""
    institution, given, at = read_biller(request), read_object(request), read_clocks()
    found = find_pay_request(asked, institution=institution)
    request_id = given.text("RequestId", most=99) or header(request, CORRELATIONS) or found.caller_id
    callback = header(request, CALLBACKS)
    told = say_received(request_id, names=STATE_NAMES)
    if not callback:
        return answer({**say_rtp(found, request_id=request_id), **told}, status=202)
    take_request(
        "govstack.rtp_state",
        request_id,
        b"\n".join((asked.encode(), request.body)),
        institution=institution,
        callback=callback,
        at=at,
        act=lambda _id: {"asked": str(found.id)},
    )
    return answer(told, status=202)


def _read(given: Given) -> NewPayRequest:
    details, alias, bank = given.part("billDetails"), given.part("alias"), given.part("payerFiDetails")
    rtp_id = given.needed("rtpId", most=RTP_ID)
    if not (rtp_id.isascii() and rtp_id.isdigit()):
        raise BodyNotReadableError(field="rtpId")
    amount = read_amount(details.needed("amount"), content().currency.code)
    if amount is None:
        raise BodyNotReadableError(field="amount")
    return NewPayRequest(
        rtp_id=int(rtp_id),
        bill=given.needed("billID", "billId", most=10),
        amount=amount,
        biller=details.text("billerName", most=40),
        payer=alias.text("aliasId", most=40) or bank.text("financialAddress", most=40),
        bank_code=bank.text("payerFIBIC", most=20) if not alias.text("aliasId") else "",
    )
