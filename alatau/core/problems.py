"""A refusal as an HTTP answer for programs: problem details by RFC 9457. Pages say `error.sentence()` themselves."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import get_language

from alatau.core.money import Amount
from alatau.core.text import Text

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.core.errors import AlatauError

CONTENT_TYPE = "application/problem+json"


def problem_response(request: HttpRequest, error: AlatauError) -> JsonResponse:
    """Return the refusal with its code, its facts and its sentence in the reader's language."""
    details = problem_details(error, request_id=getattr(request, "request_id", ""))
    response = JsonResponse(details, content_type=CONTENT_TYPE)
    response.status_code = int(error.http_status)
    response.headers["Content-Language"] = get_language() or ""
    wait = error.facts.get("wait_seconds", error.facts.get("retry_after_seconds"))
    if isinstance(wait, int):
        response.headers["Retry-After"] = str(wait)
    return response


def problem_details(error: AlatauError, *, request_id: str = "") -> dict[str, object]:
    """Return the members of the answer; ``code`` is what programs decide by, ``detail`` is for people."""
    return {
        "type": f"urn:alatau:problem:{error.code}",
        "title": error.http_status.phrase,
        "status": int(error.http_status),
        "detail": error.sentence(),
        "code": error.code,
        "facts": {name: _plain(fact) for name, fact in error.facts.items()},
        "request_id": request_id,
    }


def _plain(fact: object) -> object:
    """Return the fact as JSON holds it: money as whole units beside its currency, never as a fraction."""
    match fact:
        case Amount():
            return {"units": fact.units, "currency": fact.currency.code}
        case Text():
            return fact.say()
        case date() | datetime():
            return fact.isoformat()
        case bool() | int() | None:
            return fact
        case Decimal():
            return str(fact)
        case list() | tuple() | set() | frozenset():
            return [_plain(part) for part in fact]
    return str(fact)
