"""Each answer carries the id that joins it to its log line."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from alatau.core.middleware import RequestLogMiddleware


def answer(request_id: str = "", *, status: int = 200) -> tuple[HttpResponse, dict[str, object]]:
    seen: dict[str, object] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(structlog.contextvars.get_contextvars(), on_request=request.request_id)
        return HttpResponse(status=status)

    headers = {"X-Request-ID": request_id} if request_id else {}
    return RequestLogMiddleware(view)(RequestFactory(headers=headers).get("/")), seen


def test_a_request_gets_an_id_that_the_answer_repeats() -> None:
    response, seen = answer()
    assert UUID(response.headers["X-Request-ID"])
    assert seen == {"request_id": response.headers["X-Request-ID"], "on_request": response.headers["X-Request-ID"]}


def test_an_id_of_the_proxy_is_kept_when_it_is_one() -> None:
    given = str(uuid4())
    assert answer(given)[0].headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["Aigerim", "87010000001", "a" * 5000, "\u0661"])
def test_free_text_from_outside_never_becomes_an_id(given: str) -> None:
    assert answer(given.encode().decode("latin-1"))[0].headers["X-Request-ID"] != given


def test_nothing_of_a_request_is_left_for_the_next_one() -> None:
    answer()
    assert structlog.contextvars.get_contextvars() == {}
