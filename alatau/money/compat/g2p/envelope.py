"""The envelope of G2P Connect: who sends, under which id, signed how; and the acknowledgement or answer to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.money.compat.door import Given, answer, guard, read_institution
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.g2p.signature import SENDER, is_signed, sign_message
from alatau.money.payouts.errors import HandedRequestReusedError, InstitutionUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from alatau.core.values import Moment
    from alatau.money.payouts.institutions import InstitutionView

VERSION = "1.0.0"
NO_CORRELATION = "0"


class SignatureError(AlatauError):
    """The message is not signed, or not by the key that the operator admitted."""

    code = "money.signature_wrong"
    http_status = HTTPStatus.FORBIDDEN

    def sentence(self) -> str:
        return "The signature is missing or wrong."


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A message that came, opened."""

    institution: InstitutionView
    header: Given
    message: Given
    body: bytes
    at: Moment

    @property
    def transaction_id(self) -> str:
        """Return the sender's id of what it asks. Raises: BodyNotReadableError."""
        return self.message.needed("transaction_id", most=99)


def open_envelope(request: HttpRequest) -> Envelope:
    """Return what came, its sender known and its signature checked where one was agreed.

    Raises:
        InstitutionUnknownError, BodyNotReadableError, SignatureError: in this order.
    """
    institution, at = read_institution(request), read_clocks()
    try:
        said = json.loads(request.body)
        header, message = said["header"], said["message"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BodyNotReadableError(field="header and message") from error
    if not isinstance(header, dict) or not isinstance(message, dict):
        raise BodyNotReadableError(field="header and message")
    line = said.get("signature") or request.headers.get("Signature", "")
    if institution.public_key and not is_signed(str(line), header, message, key=institution.public_key, at=at):
        raise SignatureError
    if header.get("is_msg_encrypted") is True:
        raise BodyNotReadableError(field="an encrypted message")
    return Envelope(institution=institution, header=Given(header), message=Given(message), body=request.body, at=at)


def acknowledge(correlation_id: str, *, at: Moment) -> HttpResponse:
    """Return that a message was taken, and the id under which its result is asked for."""
    told = {"ack_status": "ACK", "timestamp": at.wall_at.isoformat(), "correlation_id": correlation_id}
    return answer({"message": told})


def close_envelope(
    message: Mapping[str, Any], *, action: str, receiver: str, count: int, status: str = "succ", at: Moment
) -> dict[str, Any]:
    """Return an answer in its envelope, signed by the city."""
    header = {
        "version": VERSION,
        "message_id": str(uuid4()),
        "message_ts": at.wall_at.isoformat(),
        "action": action,
        "status": status,
        "total_count": count,
        "completed_count": count,
        "sender_id": SENDER,
        "receiver_id": receiver,
        "is_msg_encrypted": False,
    }
    return {"signature": sign_message(header, message, at=at), "header": header, "message": dict(message)}


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view a door of this standard: refusals become its own kind of answer, and nothing is written."""
    return guard(_refuse)(view)


def _refuse(_request: HttpRequest, error: AlatauError) -> HttpResponse:
    if isinstance(error, InstitutionUnknownError | SignatureError):
        unknown = isinstance(error, InstitutionUnknownError)
        code = "err.request.unauthorized" if unknown else "err.signature.invalid"
        return answer({"errors": [{"code": code, "message": error.sentence()}]}, status=401 if unknown else 403)
    told = {
        "ack_status": "NACK",
        "timestamp": read_clocks().wall_at.isoformat(),
        "correlation_id": NO_CORRELATION,
        "error": {"code": "err.request.bad", "message": error.sentence()},
    }
    return answer({"message": told}, status=409 if isinstance(error, HandedRequestReusedError) else 400)
