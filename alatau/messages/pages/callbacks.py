"""The doors that HTTP gateways call: receipts and replies. Each call proves itself before anything is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.core.values import system_actor
from alatau.messages.callbacks import prove_callback, use_up
from alatau.messages.errors import CallbackRefusedError
from alatau.messages.gateways.http import find_path
from alatau.messages.gateways.settings import find_gateway
from alatau.messages.incoming import clean_text
from alatau.messages.receipt import record_receipt
from alatau.messages.reply import InboundReply, receive_reply

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.messages.gateways.settings import GatewaySettings

log = structlog.get_logger(__name__)


# A gateway has no session and no form: its proof is in the headers.
@open_to(Who.MACHINE)
@csrf_exempt
@require_POST
def receipts(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take a receipt. 404 asks the gateway to offer it again: our own record of the sending is not there yet."""
    try:
        at = read_clocks()
        described, body = _read(request, gateway, at=at)
    except CallbackRefusedError:
        return _refused(gateway)
    fields = described.callbacks.get("receipt", {})
    reference = _text(body, fields.get("id", "id"))
    status = _text(body, fields.get("status", "status")).lower()
    with transaction.atomic():
        if reference and not record_receipt(gateway, reference, arrived=_has_arrived(status, fields), at=at):
            return HttpResponse(status=404)
        use_up(gateway, headers=request.headers, at=at)
    return HttpResponse(status=204)


@open_to(Who.MACHINE)
@csrf_exempt
@require_POST
def replies(request: HttpRequest, gateway: str) -> HttpResponse:
    """Take a reply. The answer leaves after the commit, so a gateway that hears nothing offers it again."""
    try:
        at = read_clocks()
        described, body = _read(request, gateway, at=at)
    except CallbackRefusedError:
        return _refused(gateway)
    fields = described.callbacks.get("reply", {})
    reply = InboundReply(
        gateway=gateway,
        gateway_message_id=_text(body, fields.get("id", "id")),
        address=_text(body, fields.get("from", "from")),
        text=_text(body, fields.get("text", "text")),
    )
    if not reply.gateway_message_id or not reply.address:
        return HttpResponse(status=400)
    with transaction.atomic():
        if use_up(gateway, headers=request.headers, at=at):
            receive_reply(reply, by=system_actor(f"messages.gateway.{gateway}"), at=at)
    return HttpResponse(status=204)


def _read(request: HttpRequest, gateway: str, *, at: Moment) -> tuple[GatewaySettings, object]:
    described = prove_callback(gateway, headers=request.headers, body=request.body, at=at)
    if described.callbacks.get("format", "json") == "form":
        return described, request.POST.dict()
    try:
        return described, json.loads(request.body)
    except ValueError as error:
        raise CallbackRefusedError from error


def _has_arrived(status: str, fields: dict[str, list[str]]) -> bool | None:
    delivered = fields.get("delivered", ["delivered", "delivrd"])
    failed = fields.get("failed", ["failed", "undelivered", "expired", "rejected"])
    if status in {word.lower() for word in delivered}:
        return True
    return False if status in {word.lower() for word in failed} else None


def _text(body: object, path: str) -> str:
    found = find_path(body, path)
    return clean_text(str(found)) if isinstance(found, str | int) else ""


def _refused(gateway: str) -> HttpResponse:
    # No detail: whoever guesses learns nothing from the answer.
    # The name came in the address, where anybody can write anything: only a known one enters the logs.
    known = find_gateway(gateway)
    log.warning("messages.callback.refused", gateway=known.name if known else "unknown")
    return HttpResponse(status=403)
