"""Pages for what went wrong. Each says what happened and what to do next, and shows nothing of the inside."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render
from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotAllowedError, NotFoundError
from alatau.core.problems import problem_response
from alatau.web.errors import (
    FormExpiredError,
    FormsOnlyError,
    RequestTooLargeError,
    RequestUnreadableError,
    ServerFaultError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: Fields whose name holds one of these are never shown back, however long they are.
SECRET_WORDS = ("csrf", "password", "code", "secret", "credential", "number")
#: Shorter values are typed again in a breath; longer ones are handed back to be copied.
WORTH_KEEPING = 24


class RefusalMiddleware:
    """Turn an `AlatauError` that a page let pass into a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. A reload of an address that only takes forms gets a page, not an empty sheet."""
        response = self.get_response(request)
        is_blank = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        # Programs read the status; only people need a page.
        if is_blank and "text/html" in request.headers.get("Accept", ""):
            page = show_refusal(request, FormsOnlyError())
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the city's own refusals; anything else is a defect and goes on to the page of status 500."""
        return show_refusal(request, exception) if isinstance(exception, AlatauError) else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request nobody can make sense of, or one that is too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    # The body is broken or too large: there is nothing in it to hand back.
    return show_refusal(request, RequestTooLargeError() if too_large else RequestUnreadableError(), keep_typed=False)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for a route that the reader's role does not open."""
    return show_refusal(request, NotAllowedError())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for what is absent, or not the reader's: both read alike."""
    return show_refusal(request, NotFoundError())


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own mistake. It asks nothing of the database, which may be what failed."""
    return show_refusal(request, ServerFaultError(), keep_typed=False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for a form whose proof of origin is missing or old."""
    return show_refusal(request, FormExpiredError())


def show_refusal(request: HttpRequest, error: AlatauError, *, keep_typed: bool = True) -> HttpResponse:
    """Return a refusal as the asker reads it: problem details, a note for a fragment, or a page.

    What the reader typed at length comes back with it, to be copied.
    """
    if request.path.startswith("/api/"):
        return problem_response(request, error)
    facts = {
        "error": error,
        "title": _title(error),
        "kept": _typed_at_length(request) if keep_typed else (),
        # Explicitly none: a page about a broken database must not ask the database for messages.
        "messages": (),
    }
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        response = render(request, "web/failure_note.html", facts, status=error.http_status)
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "afterbegin"
    else:
        response = render(request, "web/failure.html", facts, status=error.http_status)
    if isinstance(wait := error.facts.get("wait_seconds"), int):
        response.headers["Retry-After"] = str(wait)
    return response


def _title(error: AlatauError) -> str:
    if isinstance(error, FormExpiredError):
        return _("This page was open for too long")
    titles = {
        HTTPStatus.BAD_REQUEST: _("That did not reach us well"),
        HTTPStatus.FORBIDDEN: _("This page is not open to you"),
        HTTPStatus.NOT_FOUND: _("Nothing here"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("There is no page here"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That is too large"),
        HTTPStatus.TOO_MANY_REQUESTS: _("A little slower, please"),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something broke on our side"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("We will be back shortly"),
    }
    return titles.get(error.http_status) or _("That did not work")


def _typed_at_length(request: HttpRequest) -> tuple[str, ...]:
    if request.method != "POST":
        return ()
    typed = ((name.lower(), value) for name, values in request.POST.lists() for value in values)
    return tuple(
        value for name, value in typed if len(value) >= WORTH_KEEPING and not any(word in name for word in SECRET_WORDS)
    )
