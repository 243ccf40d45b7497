"""The API's root: one description, every room's router, and one handler that turns a refusal into an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern
from ninja import NinjaAPI

from alatau.core.errors import AlatauError
from alatau.core.problems import problem_response
from alatau.core.routes import Who, open_to
from alatau.papers.api import router as papers_router
from alatau.registry.api import router as registry_router

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLResolver

#: The description is served by `pages.describe_api`, whose audience is declared like every other page's.
api = NinjaAPI(title="Alatau", version="1", docs_url=None, openapi_url=None)

api.add_router("", papers_router)
api.add_router("", registry_router)


def declare_root(places: Sequence[URLPattern | URLResolver]) -> None:
    """Declare the root, which django-ninja keeps to measure paths by: it answers everybody that nothing is there."""
    root = next(place for place in places if isinstance(place, URLPattern) and place.name == "api-root")
    open_to(Who.EVERYONE)(root.callback)


@api.exception_handler(AlatauError)
def answer_refusal(request: HttpRequest, error: AlatauError) -> HttpResponse:
    """Return the refusal as problem details: a code for programs, a sentence for people."""
    return problem_response(request, error)
