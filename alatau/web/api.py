"""The API's root: one description, every room's router, and one handler that turns a refusal into an answer."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ninja import NinjaAPI

from alatau.core.errors import AlatauError
from alatau.core.problems import problem_response
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

ROOMS_WITH_API = ("core", "messages", "access", "papers", "desk")

#: The description is served by `pages.describe_api`, whose audience is declared like every other page's.
api = NinjaAPI(title="Alatau", version="1", docs_url=None, openapi_url=None)

for _room in ROOMS_WITH_API:
    if find_spec(f"alatau.{_room}.api") is not None:
        api.add_router("", import_module(f"alatau.{_room}.api").router)


def declare_root(places: list[URLPattern]) -> None:
    """Declare the root, which django-ninja keeps to measure paths by: it answers everybody that nothing is there."""
    root = next(place for place in places if place.name == "api-root")
    open_to(Who.EVERYONE)(root.callback)


@api.exception_handler(AlatauError)
def answer_refusal(request: HttpRequest, error: AlatauError) -> HttpResponse:
    """Return the refusal as problem details: a code for programs, a sentence for people."""
    return problem_response(request, error)
