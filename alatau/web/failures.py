"""Pages for what went wrong. Each says what happened and what to do next, and shows nothing of the inside."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alatau.core.errors import AlatauError, NotAllowedError, NotFoundError
from alatau.core.problems import problem_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: Never shown back, however long they are.
SECRET_FIELDS = ("csrfmiddlewaretoken", "password", "code", "secret")
#: Shorter values are typed again in a breath; longer ones are handed back to be copied.
WORTH_KEEPING = 24


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What a failure page says."""

    status: HTTPStatus
    code: str
    title: str
    sentence: str
    kept: tuple[str, ...] = ()


class RefusalMiddleware:
    """Turn an `AlatauError` that a page let pass into a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the city's own refusals; anything else is a defect and goes on to the page of status 500."""
        if not isinstance(exception, AlatauError):
            return None
        return show_refusal(request, exception)


def show_refusal(request: HttpRequest, error: AlatauError) -> HttpResponse:
    """Return the page of a refusal, with what the reader typed at length handed back; programs get its details."""
    if request.path.startswith("/api/"):
        return problem_response(request, error)
    failure = Failure(
        status=error.http_status,
        code=error.code,
        title=_title_of(error.http_status),
        sentence=error.sentence(),
        kept=_typed_at_length(request),
    )
    response = _show(request, failure)
    if isinstance(wait := error.facts.get("wait_seconds"), int):
        response.headers["Retry-After"] = str(wait)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request nobody can make sense of, or one that is too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST
    return _show(request, _plain_failure(status))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for a route that the reader's role does not open."""
    return show_refusal(request, NotAllowedError())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for what is absent, or not the reader's: both read alike."""
    return show_refusal(request, NotFoundError())


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own mistake. It asks nothing of the database, which may be what failed."""
    return _show(request, _plain_failure(HTTPStatus.INTERNAL_SERVER_ERROR))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django names it
    """Return the page for a form whose proof of origin is missing or old. Nothing was saved."""
    failure = Failure(
        status=HTTPStatus.FORBIDDEN,
        code="web.form_expired",
        title=_("This page was open for too long"),
        sentence=_("We did not save anything, to protect you. Open the page again and send the form once more."),
        kept=_typed_at_length(request),
    )
    return _show(request, failure)


def _plain_failure(status: HTTPStatus) -> Failure:
    sentences = {
        HTTPStatus.BAD_REQUEST: _("We could not read what your browser sent. Go back and try again."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("What you sent is larger than we can take. Choose a smaller file."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _(
            "Something broke on our side, and we have a note of it. Nothing you did was wrong. Try again in a minute."
        ),
    }
    return Failure(status=status, code=f"web.status_{status}", title=_title_of(status), sentence=sentences[status])


def _title_of(status: HTTPStatus) -> str:
    titles = {
        HTTPStatus.BAD_REQUEST: _("That did not reach us well"),
        HTTPStatus.FORBIDDEN: _("This page is not open to you"),
        HTTPStatus.NOT_FOUND: _("Nothing here"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That is too large"),
        HTTPStatus.TOO_MANY_REQUESTS: _("A little slower, please"),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("Something broke on our side"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("We will be back shortly"),
    }
    return titles.get(status) or _("That did not work")


def _show(request: HttpRequest, failure: Failure) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {"code": failure.code, "title": failure.sentence, "status": int(failure.status)}
        return JsonResponse(problem, status=failure.status, content_type="application/problem+json")
    # The explicit empty messages keep a page about a broken database from asking the database for messages.
    facts = {"failure": failure, "messages": ()}
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        response = render(request, "web/failure_note.html", facts, status=failure.status)
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "afterbegin"
        return response
    return render(request, "web/failure.html", facts, status=failure.status)


def _typed_at_length(request: HttpRequest) -> tuple[str, ...]:
    if request.method != "POST":
        return ()
    typed = ((name, value) for name, values in request.POST.lists() for value in values)
    return tuple(
        value
        for name, value in typed
        if isinstance(value, str) and len(value) >= WORTH_KEEPING and not any(word in name for word in SECRET_FIELDS)
    )
