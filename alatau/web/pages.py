"""The shell's own pages: home, the language and look switches, the catalogue of components, and files for robots."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.web import installable
from alatau.web.api import api
from alatau.web.boundaries import read_boundaries
from alatau.web.catalogue import show_components
from alatau.web.context import LOOK_COOKIE_NAME, LOOKS
from alatau.web.desk_doors import DESK_ENTRANCES
from alatau.web.doors import list_desk_doors
from alatau.web.home import show_home
from alatau.web.language import COOKIE_SECONDS, list_codes, remember_language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.access.requests import CityRequest

app_name = "web"

#: What home shows of a person, as data words.
ON_HOME = ("messages", "case", "documents")


@open_to(Who.EVERYONE, shows=ON_HOME)
@require_safe
def home(request: CityRequest) -> HttpResponse:
    """Show a visitor what the city does, a resident what needs them, and staff their desk."""
    if request.actor.kind is ActorKind.STAFF:
        # To the first door that opens to them: a desk for most, the running of the city for some.
        doors = list_desk_doors(request.path, actor=request.actor, entrances=DESK_ENTRANCES)
        return HttpResponseRedirect(doors[0].address)
    if request.actor.kind is ActorKind.RESIDENT:
        return render(request, "web/home.html", show_home(request.actor, at=read_clocks()))
    return render(request, "web/welcome.html")


@open_to(Who.RESIDENT, shows=ON_HOME)
@require_safe
def feed(request: CityRequest) -> HttpResponse:
    """Show the feed alone, for a page that stays open."""
    return render(request, "web/feed.html", show_home(request.actor, at=read_clocks()))


@open_to(Who.STAFF)
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show every component once."""
    return render(request, "web/design.html", show_components(at=read_clocks()))


@open_to(Who.EVERYONE)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and show the same page in it."""
    response = HttpResponseRedirect(_same_page(request))
    if (code := request.POST.get("language", "")) in list_codes():
        remember_language(response, code)
    return response


@open_to(Who.EVERYONE)
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark; anything else follows the device again."""
    response = HttpResponseRedirect(_same_page(request))
    if (look := request.POST.get("look", "")) in LOOKS:
        response.set_cookie(
            LOOK_COOKIE_NAME, look, max_age=COOKIE_SECONDS, samesite="Lax", secure=settings.PRODUCTION, httponly=True
        )
    else:
        response.delete_cookie(LOOK_COOKIE_NAME)
    return response


def _same_page(request: HttpRequest) -> str:
    """Return the page the reader came from, on this site alone."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and asked.startswith("/") else "/"


@open_to(Who.EVERYONE)
@require_safe
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django hands it to every view
    """Tell search engines that only the first page is for them."""
    return HttpResponse("User-agent: *\nAllow: /$\nAllow: /static/\nDisallow: /\n", content_type="text/plain")


@open_to(Who.EVERYONE)
@require_safe
@cache_control(max_age=86_400, public=True)
def security_contact(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django hands it to every view
    """Tell whoever finds a hole whom to write to (RFC 9116); absent until the operator names somebody."""
    if not settings.ALATAU_SECURITY_CONTACT:
        raise NotFoundError
    expires = read_clocks().wall_at + timedelta(days=180)
    lines = (
        f"Contact: {settings.ALATAU_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(list_codes())}",
        f"Canonical: {settings.ALATAU_PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@open_to(Who.EVERYONE)
@require_safe
@cache_control(max_age=86_400, public=True)
def boundaries(request: HttpRequest, level: str, within: str = "") -> HttpResponse:  # noqa: ARG001  # Django hands it
    """Return shapes of places for a map."""
    return HttpResponse(read_boundaries(level, within), content_type="application/geo+json")


@open_to(Who.EVERYONE)
@require_safe
def describe_api(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django hands it to every view
    """Return the API's description in OpenAPI, for programs and those who write them."""
    return JsonResponse(api.get_openapi_schema())


urlpatterns = [
    path("", home, name="home"),
    path("feed/", feed, name="feed"),
    path("design/", design, name="design"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_contact, name="security_contact"),
    *installable.urlpatterns,
    path("boundaries/<slug:level>/", boundaries, name="boundaries"),
    path("boundaries/<slug:level>/<slug:within>/", boundaries, name="boundaries"),
    path("api/openapi.json", describe_api, name="api_description"),
    path("language/", choose_language, name="language"),
    path("look/", choose_look, name="look"),
]
