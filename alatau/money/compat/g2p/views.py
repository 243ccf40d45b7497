"""The doors of G2P Connect: asked for later, or at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.views.decorators.http import require_GET, require_POST

from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.compat.door import answer
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.g2p.disburse import batch_of, find_disbursements, take_disbursements
from alatau.money.compat.g2p.envelope import acknowledge, close_envelope, door, open_envelope
from alatau.money.compat.g2p.mapper import ACTIONS, act_on
from alatau.money.compat.g2p.results import close_result, say_result
from alatau.money.compat.g2p.signature import list_public_keys
from alatau.money.compat.requests import find_request, find_request_by_caller, take_request
from alatau.money.payouts.values import BatchId

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from alatau.money.compat.g2p.envelope import Envelope
    from alatau.money.models import HandedRequest


@open_to(Who.MACHINE)
@require_POST
@door
def change(request: HttpRequest, action: str) -> HttpResponse:
    """Link, update, unlink or resolve; the result is told at the address that the header names."""
    envelope = open_envelope(request)
    row = _mapped(action, envelope, callback=_callback(envelope))
    return acknowledge(str(row.id), at=envelope.at)


@open_to(Who.MACHINE)
@require_POST
@door
def change_now(request: HttpRequest, action: str) -> HttpResponse:
    """Link, update, unlink or resolve, and answer at once."""
    return answer(close_result(_mapped(action, open_envelope(request))))


@open_to(Who.MACHINE)
@require_POST
@door
def disburse(request: HttpRequest) -> HttpResponse:
    """Hand disbursements over; what became of them is told back when all were tried, and to whoever asks."""
    envelope = open_envelope(request)
    row = _disbursed(envelope, callback=_callback(envelope))
    return acknowledge(str(row.id), at=envelope.at)


@open_to(Who.MACHINE)
@require_POST
@door
def disburse_now(request: HttpRequest) -> HttpResponse:
    """Hand disbursements over, and say where each stands at this moment."""
    return answer(close_result(_disbursed(open_envelope(request))))


@open_to(Who.MACHINE)
@require_POST
@door
def search(request: HttpRequest) -> HttpResponse:
    """Look for disbursements by payer or payee; the result is told back."""
    envelope = open_envelope(request)
    row = _searched(envelope, callback=_callback(envelope))
    return acknowledge(str(row.id), at=envelope.at)


@open_to(Who.MACHINE)
@require_POST
@door
def search_now(request: HttpRequest) -> HttpResponse:
    """Look for disbursements by payer or payee, and answer at once."""
    return answer(close_result(_searched(open_envelope(request))))


@open_to(Who.MACHINE)
@require_POST
@door
def status(request: HttpRequest) -> HttpResponse:
    """Have the state of an earlier request told back."""
    envelope = open_envelope(request)
    row = _find(envelope)
    taken = take_request(
        row.kind,
        f"status:{envelope.header.needed('message_id', most=80)}",
        envelope.body,
        institution=envelope.institution,
        callback=_callback(envelope),
        at=envelope.at,
        act=lambda _id: row.facts,
        batch_id=BatchId(row.batch_id) if row.batch_id else None,
    )
    return acknowledge(str(taken.id), at=envelope.at)


@open_to(Who.MACHINE)
@require_POST
@door
def status_now(request: HttpRequest) -> HttpResponse:
    """Say where an earlier request stands."""
    envelope = open_envelope(request)
    row = _find(envelope)
    action, message, count = say_result(row)
    told: dict[str, Any] = {
        "transaction_id": envelope.transaction_id,
        "correlation_id": str(row.id),
        "txnstatus_response": {"txn_type": action, "txn_status": message},
    }
    receiver = envelope.institution.code
    return answer(close_envelope(told, action="on-search", receiver=receiver, count=count, at=envelope.at))


@open_to(Who.EVERYONE)
@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """Show the city's keys by which its messages are checked."""
    return answer({"keys": list_public_keys()})


def _mapped(action: str, envelope: Envelope, *, callback: str = "") -> HandedRequest:
    if action not in ACTIONS:
        raise NotFoundError
    return take_request(
        f"g2p.{action}",
        envelope.transaction_id,
        envelope.body,
        institution=envelope.institution,
        callback=callback,
        at=envelope.at,
        act=lambda _id: act_on(action, envelope),
    )


def _disbursed(envelope: Envelope, *, callback: str = "") -> HandedRequest:
    return take_request(
        "g2p.disburse",
        envelope.transaction_id,
        envelope.body,
        institution=envelope.institution,
        callback=callback,
        at=envelope.at,
        act=lambda _id: take_disbursements(envelope),
        batch_id=batch_of(envelope),
        tells_now=False,
    )


def _searched(envelope: Envelope, *, callback: str = "") -> HandedRequest:
    return take_request(
        "g2p.search",
        envelope.transaction_id,
        envelope.body,
        institution=envelope.institution,
        callback=callback,
        at=envelope.at,
        act=lambda _id: {"transaction_id": envelope.transaction_id, "found": find_disbursements(envelope)},
    )


def _find(envelope: Envelope) -> HandedRequest:
    """Return the request that a question names by our id or the sender's. Raises: NotFoundError."""
    asked = envelope.message.part("txnstatus_request")
    value, mine = asked.text("attribute_value", most=99), envelope.institution.id
    if asked.text("attribute_type") == "correlation_id":
        try:
            row = find_request(UUID(value), institution=mine)
        except ValueError as error:
            raise BodyNotReadableError(field="attribute_value") from error
    else:
        kind = asked.text("txn_type", most=20)
        row = find_request_by_caller(f"g2p.{kind}", value, institution=mine)
    if row is None:
        raise NotFoundError
    return row


def _callback(envelope: Envelope) -> str:
    return envelope.header.text("sender_uri", most=300)
