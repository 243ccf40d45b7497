"""The shell's own pages: home, the language and look switches, the catalogue of components, and files for robots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.web.context import LOOK_COOKIE_NAME, LOOKS
from alatau.web.language import COOKIE_SECONDS, remember_language

if TYPE_CHECKING:
    from django.http import HttpRequest

app_name = "web"


@open_to(Who.EVERYONE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what the city does, a resident what needs them, and staff their desk."""
    if request.actor.kind is ActorKind.STAFF:
        return HttpResponseRedirect("/desk/")
    if request.actor.kind is ActorKind.RESIDENT:
        return render(request, "web/home.html", {})
    return render(request, "web/welcome.html")


@open_to(Who.EVERYONE)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and show the same page in it."""
    response = HttpResponseRedirect(_same_page(request))
    if (code := request.POST.get("language", "")) in dict(settings.LANGUAGES):
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


urlpatterns = [
    path("", home, name="home"),
    path("language/", choose_language, name="language"),
    path("look/", choose_look, name="look"),
]
