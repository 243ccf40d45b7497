"""Gives each request an id and writes one log line about its answer: route, status and time, nothing a person typed."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog

from alatau.core.metrics import REQUEST_SECONDS, REQUESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

log = structlog.get_logger(__name__)

HEADER = "X-Request-ID"
#: Name of the route of requests that no pattern matched. Their paths are never kept: anything may stand in them.
UNMATCHED = "unmatched"
#: Answers slower than this are worth a warning.
SLOW_SECONDS = 2.0


class RequestLogMiddleware:
    """One line and one measurement per request, both by the name of the route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        request_id = _request_id(request.headers.get(HEADER, ""))
        request.request_id = request_id  # type: ignore[attr-defined]  # error pages and problem details show it
        with _bound(request_id):
            response = self.get_response(request)
            response.headers.setdefault(HEADER, request_id)
            _record(request, response.status_code, seconds=perf_counter() - started)
        return response


def _request_id(given: str) -> str:
    """Return the id a proxy gave if it is a UUID, else a new one: free text from outside never enters the logs."""
    try:
        return str(UUID(given))
    except ValueError:
        return str(uuid4())


@contextmanager
def _bound(request_id: str) -> Iterator[None]:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    try:
        yield
    finally:
        structlog.contextvars.clear_contextvars()


def _record(request: HttpRequest, status: int, *, seconds: float) -> None:
    match = request.resolver_match
    route = (match.view_name or "unnamed") if match else UNMATCHED
    method = request.method if request.method in KNOWN_METHODS else "OTHER"
    REQUESTS.labels(route=route, method=method, status=f"{status // 100}xx").inc()
    REQUEST_SECONDS.labels(route=route, method=method).observe(seconds)
    level = log.warning if status >= SERVER_ERROR or seconds > SLOW_SECONDS else log.info
    level("core.request.answered", route=route, method=method, status=status, duration_ms=round(seconds * 1000, 1))


KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SERVER_ERROR = 500
