"""Transfers over HTTP: one, a batch, the steps of a pending one, refunds, and one read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Header, Router

from alatau.core.routes import Who, open_to
from alatau.money.api.keys import choose_id
from alatau.money.api.transfer_shapes import (
    ONE,
    SEVERAL,
    BatchIn,
    BatchOut,
    RefundIn,
    StepIn,
    TransferIn,
    TransferOut,
    VerdictOut,
    ask_for,
    ask_for_step,
    show_transfer,
    show_verdict,
)
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.transfer import see_transfer, send_batch, send_transfer
from alatau.money.programs.values import Right
from alatau.money.values import TransferId, TransferKind

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.money.programs.values import Asked

router = Router()

#: Says that the answer is the one of an earlier request: what was asked for has happened then.
REPLAYED = "Idempotency-Replayed"
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]


@router.post("/transfers", response=VerdictOut, url_name="money_transfer", auth=bearer(Right.PAY), openapi_extra=ONE)
@open_to(Who.MACHINE)
def post_transfer(
    request: HttpRequest, response: HttpResponse, *, body: TransferIn, idempotency_key: IdempotencyKey = ""
) -> object:
    """Move money, exactly once for each id: the same request again gets the same answer, for ever.

    Its id, or the header ``Idempotency-Key``, is chosen by the caller. The answer comes when the transfer is durable.
    422 says why it is refused, by the first reason that holds; a refused id may be sent again. 503 says that nobody
    knows yet: send the same request again.
    """
    program = program_of(request)
    asked = ask_for(body, transfer_id=choose_id(body.id, idempotency_key, by=program))
    return _send(asked, request, response)


@router.post(
    "/transfers/batch", response=BatchOut, url_name="money_batch", auth=bearer(Right.PAY), openapi_extra=SEVERAL
)
@open_to(Who.MACHINE)
def post_batch(request: HttpRequest, response: HttpResponse, body: BatchIn) -> object:
    """Post up to 8,192 transfers in one commit: they take effect in their order, and each gets one verdict.

    A refused one changes nothing and stops no other, but those it is linked to. The answer is 200 also when all of them
    are refused.
    """
    program = program_of(request)
    batch = [ask_for(each, transfer_id=choose_id(each.id, "", by=program)) for each in body.transfers]
    verdicts = send_batch(batch, by=program)
    if all(each.is_repeat for each in verdicts):
        response[REPLAYED] = "true"
    return {"verdicts": [show_verdict(each) for each in verdicts]}


@router.post(
    "/transfers/{uuid:transfer_id}/post", response=VerdictOut, url_name="money_post_pending", auth=bearer(Right.PAY)
)
@open_to(Who.MACHINE)
def post_pending(
    request: HttpRequest,
    response: HttpResponse,
    *,
    transfer_id: UUID,
    body: StepIn,
    idempotency_key: IdempotencyKey = "",
) -> object:
    """Make a pending transfer final, whole or in part; the rest is free again. Either side may ask for it."""
    return _step(TransferKind.POST, transfer_id, body=body, key=idempotency_key, request=request, response=response)


@router.post(
    "/transfers/{uuid:transfer_id}/void", response=VerdictOut, url_name="money_void_pending", auth=bearer(Right.PAY)
)
@open_to(Who.MACHINE)
def void_pending(
    request: HttpRequest,
    response: HttpResponse,
    *,
    transfer_id: UUID,
    body: StepIn,
    idempotency_key: IdempotencyKey = "",
) -> object:
    """Give back what a pending transfer holds. Whom it is held for may ask for it; else it ends by its own time."""
    return _step(TransferKind.VOID, transfer_id, body=body, key=idempotency_key, request=request, response=response)


@router.post(
    "/transfers/{uuid:transfer_id}/refund", response=VerdictOut, url_name="money_refund", auth=bearer(Right.PAY)
)
@open_to(Who.MACHINE)
def refund(
    request: HttpRequest,
    response: HttpResponse,
    *,
    transfer_id: UUID,
    body: RefundIn,
    idempotency_key: IdempotencyKey = "",
) -> object:
    """Give back a transfer or a part of it, to where it came from: a mark goes back with it."""
    return _step(TransferKind.REFUND, transfer_id, body=body, key=idempotency_key, request=request, response=response)


@router.get(
    "/transfers/{uuid:transfer_id}", response=TransferOut, url_name="money_transfer_read", auth=bearer(Right.READ)
)
@open_to(Who.MACHINE)
def read_transfer(request: HttpRequest, transfer_id: UUID) -> object:
    """Return a transfer to one of its sides. A payee does not see which person paid."""
    return show_transfer(see_transfer(TransferId(transfer_id), by=program_of(request)))


def _step(
    kind: TransferKind,
    transfer_id: UUID,
    *,
    body: StepIn | RefundIn,
    key: str,
    request: HttpRequest,
    response: HttpResponse,
) -> object:
    program = program_of(request)
    # Who may not see the first transfer learns nothing of it by asking for a second step.
    first = see_transfer(TransferId(transfer_id), by=program).transfer
    asked = ask_for_step(kind, first, body, step_id=choose_id(body.id, key, by=program))
    return _send(asked, request, response)


def _send(asked: Asked, request: HttpRequest, response: HttpResponse) -> object:
    verdict = send_transfer(asked, by=program_of(request))
    if verdict.is_repeat:
        response[REPLAYED] = "true"
    return show_verdict(verdict)
