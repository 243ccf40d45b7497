"""The API's root: one description, every room's router, and one handler that turns a refusal into an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alatau.core.errors import AlatauError
from alatau.core.problems import problem_response
from alatau.core.routes import Who, open_to
from alatau.money.api import router as money_router
from alatau.papers.api import router as papers_router
from alatau.registry.api import router as registry_router
from alatau.services.api import router as services_router
from alatau.web.errors import DatabaseAwayError, RequestNotValidError, RequestUnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLResolver

#: The description is served by `pages.describe_api`, whose audience is declared like every other page's.
api = NinjaAPI(title="Alatau", version="1", docs_url=None, openapi_url=None)

# First: operators of games ask a thousand times a second, and each pattern before theirs would be tried.
api.add_router("", services_router)
api.add_router("", papers_router)
api.add_router("", registry_router)
api.add_router("", money_router)


#: Faults of one request that are told: enough to mend it, and no more than can be read.
FAULTS_MOST = 50
#: Seconds after which a program that met a database which was away comes again.
RETRY_SECONDS = 2

log = structlog.get_logger(__name__)


def declare_root(places: Sequence[URLPattern | URLResolver]) -> None:
    """Declare the root, which django-ninja keeps to measure paths by: it answers everybody that nothing is there."""
    root = next(place for place in places if isinstance(place, URLPattern) and place.name == "api-root")
    open_to(Who.EVERYONE)(root.callback)


@api.exception_handler(AlatauError)
def answer_refusal(request: HttpRequest, error: AlatauError) -> HttpResponse:
    """Return the refusal as problem details: a code for programs, a sentence for people."""
    return problem_response(request, error)


@api.exception_handler(ValidationError)
def answer_mistyped(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return which fields a body or address has wrong, and how; never what was sent."""
    faults = [[".".join(map(str, fault["loc"])), fault["type"]] for fault in error.errors[:FAULTS_MOST]]
    return problem_response(request, RequestNotValidError(faults=faults))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def answer_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return that the database is away, and when to come again."""
    log.error("web.api.database_away", error=type(error).__name__)
    return problem_response(request, DatabaseAwayError(wait_seconds=RETRY_SECONDS))


@api.exception_handler(HttpError)
def answer_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001  # django-ninja hands it
    """Return that the body is not what its type says."""
    return problem_response(request, RequestUnreadableError())
