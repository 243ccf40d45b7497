"""People over HTTP: whom a phone number pays, and for officials a person's payments. Each leaves a look."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.core.values import PersonId
from alatau.money.api.shapes import AmountOut, Strict, show_amount
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.values import Right
from alatau.money.wallet.find import find_by_phone
from alatau.money.wallet.look import access_payments

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.access.requests import CityRequest
    from alatau.money.wallet.values import Payment

router = Router()

FIND: dict[str, object] = {
    "requestBody": {"content": {"application/json": {"examples": {"phone": {"value": {"phone": "+7 700 000 00 01"}}}}}}
}


class PhoneIn(Strict):
    """Whom to look for."""

    phone: Annotated[str, Field(min_length=3, max_length=40)]


class PayeeOut(Schema):
    """Whom a number pays, by short name."""

    account_id: UUID
    name: str
    trade: str


class PaymentOut(Schema):
    """One line of a wallet's history."""

    transfer_id: UUID
    #: Less than zero for what left.
    amount: AmountOut
    kind: str
    other: str
    reference: str
    at: datetime
    mark_id: UUID | None


@router.post("/payees/find", response=PayeeOut, url_name="money_payee", auth=bearer(Right.PAY), openapi_extra=FIND)
@open_to(Who.MACHINE)
def find_payee(request: HttpRequest, body: PhoneIn) -> object:
    """Return the account that a phone number pays, and its holder's short name.

    That person sees in their list of looks who asked. Thirty searches an hour, found or not.
    """
    program = program_of(request)
    payee = find_by_phone(body.phone, payer_id=program.holder_id, by=program.actor, at=read_clocks())
    return {"account_id": payee.account_id, "name": payee.name, "trade": payee.trade}


@router.get("/people/{uuid:person_id}/payments", response=list[PaymentOut], url_name="money_person_payments")
@open_to(Who.STAFF)
def list_payments_of(
    request: HttpRequest,
    person_id: UUID,
    *,
    purpose: Annotated[str, Query(max_length=64)],
    case_id: UUID | None = None,
    words: Annotated[str, Query(max_length=60)] = "",
) -> object:
    """Return a person's payments to an official with a right, a purpose and a case; that person sees the look."""
    actor = cast("CityRequest", request).actor
    found = access_payments(
        PersonId(person_id), by=actor, purpose=purpose, case_id=case_id, at=read_clocks(), words=words
    )
    return [_show(payment) for payment in found]


def _show(payment: Payment) -> dict[str, object]:
    return {
        "transfer_id": payment.transfer_id,
        "amount": show_amount(payment.amount),
        "kind": payment.kind.name.lower(),
        "other": payment.other,
        "reference": payment.reference,
        "at": payment.at,
        "mark_id": payment.mark.id if payment.mark else None,
    }
