"""GovStack's messages as they are read and written; reading is tolerant, writing keeps every length of the standard."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from alatau.access.seal import seal, unseal
from alatau.money.compat.door import Given, answer, guard, read_amount, read_json
from alatau.money.compat.errors import BodyNotReadableError
from alatau.money.compat.lines import AskedLine
from alatau.money.payouts.errors import InstitutionUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from alatau.core.errors import AlatauError

GOOD, BAD = "00", "01"
REQUEST_ID, DESCRIPTION, REASON = 12, 200, 100
RECEIVED = "Request received"
#: What messages about bills call code, description and request id where they refuse.
REFUSED_NAMES = ("code", "reason", "requestID")
#: Names under which peers write a payee's identity.
IDENTITY = ("payeeIdentity", "PayeeFunctionalID", "payeePartyId", "functionalId")
CALLBACKS = ("X-Callback-URL", "X-CallbackURL", "X-Callback_URL")
CORRELATIONS = ("X-CorrelationID", "X-Client-Correlation-ID", "X-Correlation-ID")


def fit(request_id: str) -> str:
    """Return a request id in the twelve characters that the standard asks for."""
    return request_id[:REQUEST_ID].ljust(REQUEST_ID, "0")


def say_received(request_id: str, *, names: Sequence[str], code: str = GOOD, words: str = RECEIVED) -> dict[str, str]:
    """Return the acknowledgement under the three names that this dialect gives its fields."""
    return dict(zip(names, (code, words[:DESCRIPTION], fit(request_id)), strict=True))


def header(request: HttpRequest, names: Sequence[str], *, most: int = 300) -> str:
    """Return the first of the headers that is there; empty for none."""
    return next((request.headers[name].strip()[:most] for name in names if name in request.headers), "")


def read_list(body: bytes) -> list[Given]:
    """Return a body that is a list of objects. Raises: BodyNotReadableError."""
    said = read_json(body)
    return Given({"items": said}).items("items")


def read_line(given: Given, *, identity: str = "", phone: str = "") -> AskedLine:
    """Return a credit instruction of either generation."""
    return AskedLine(
        reference=given.text("InstructionID", "requestId", most=50),
        identity=identity or given.text(*IDENTITY, most=40),
        phone=phone,
        amount=read_amount(given.text("Amount"), given.text("Currency", most=3)),
        words=given.text("Narration", "descriptionText", most=140),
    )


def seal_facts(facts: Mapping[str, object]) -> dict[str, str]:
    """Return facts with people's numbers in them so that a copy of the tables does not show them."""
    return {"sealed": seal(json.dumps(facts, ensure_ascii=False)).decode()}


def unseal_facts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `seal_facts` was given."""
    return cast("dict[str, Any]", json.loads(unseal(str(kept["sealed"]).encode())))


def door(*, names: Sequence[str] = ("responseCode", "responseDescription", "requestID")) -> Callable[..., Any]:
    """Make a view a door of this standard: refusals become its own kind of answer, in English, and nothing is written.

    ``names`` are what this message calls code, description and request id.
    """

    def refuse(request: HttpRequest, error: AlatauError) -> HttpResponse:
        status = HTTPStatus.UNAUTHORIZED if isinstance(error, InstitutionUnknownError) else HTTPStatus.BAD_REQUEST
        body = say_received(_request_id(request), names=names, code=BAD, words=error.sentence())
        return answer(body, status=status)

    return guard(refuse)


def _request_id(request: HttpRequest) -> str:
    """Return the id of a request that was refused, where it can be read at all."""
    try:
        said = read_json(request.body or b"{}")
    except BodyNotReadableError:
        return ""
    return Given(said).text("RequestID") if isinstance(said, dict) else header(request, CORRELATIONS)
