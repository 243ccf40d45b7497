"""The city as an app on a phone: its manifest, and a worker that keeps the frame and an offline page, never a person's.

The worker keeps a fixed list of files that say nothing about anybody, fetched without cookies. It never keeps an answer
that it passes on, so that a lost phone without a connection tells nothing.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.text import direction
from alatau.web.doors import RESIDENT_ENTRANCES, list_resident_doors
from alatau.web.language import list_codes

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Styles and scripts of every page, and the marks of the offline page.
SHELL = (
    "vendor/modern-normalize.css",
    "alatau/tokens.css",
    "alatau/base.css",
    "alatau/components.css",
    "alatau/shell.css",
    "alatau/city.js",
    "vendor/htmx.min.js",
    "alatau/mark.svg",
)
FONTS = {"ar": "arabic-arabic", "en": "latin"}
WORKER = "alatau/worker.js"
#: Side in pixels and purpose of each drawn icon.
ICONS = (("alatau/mark-192.png", 192, "any"), ("alatau/mark-512.png", 512, "any"))
MASKABLE = ("alatau/mark-maskable-512.png", 512, "maskable")


@open_to(Who.EVERYONE)
@require_safe
@cache_control(max_age=86_400, public=True)
def manifest(request: HttpRequest, code: str = "") -> HttpResponse:  # noqa: ARG001  # Django hands it to every view
    """Let a phone keep the city among its apps, named in the reader's language."""
    with translation.override(_spoken(code) if code else translation.get_language()):
        return JsonResponse(_describe(), content_type="application/manifest+json")


@open_to(Who.EVERYONE)
@require_safe
@cache_control(no_cache=True, public=True)
def worker(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001  # Django hands it to every view
    """Return the worker of one language: the list of what it keeps, and its few lines."""
    answer = HttpResponse(write_worker(_spoken(code)), content_type="text/javascript; charset=utf-8")
    # It lies in a folder of its own and looks after the whole city.
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@open_to(Who.EVERYONE)
@require_safe
@cache_control(max_age=3_600, public=True)
def offline(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page that stands in for every other while there is no connection."""
    with translation.override(_spoken(code)):
        return render(request, "web/offline.html", {"language": code, "direction": direction(code)})


def list_kept(code: str) -> list[str]:
    """Return the addresses that the worker of a language keeps; nothing else is ever kept."""
    font = f"vendor/fonts/noto-sans-{FONTS.get(code, 'cyrillic')}-wght-normal.woff2"
    return [reverse("web:offline", args=[code]), *(static(each) for each in (*SHELL, font))]


def write_worker(code: str) -> str:
    """Return the worker's text; it changes whenever a file does that it keeps."""
    facts = {"version": _digest(), "offline": reverse("web:offline", args=[code]), "kept": list_kept(code)}
    return f"const SHELL = {json.dumps(facts)};\n{_read(WORKER).decode()}"


def _describe() -> dict[str, object]:
    doors = list_resident_doors("/")[1 : len(RESIDENT_ENTRANCES)]
    code = translation.get_language() or list_codes()[0]
    return {
        "id": "/",
        "name": str(content().city_name),
        "short_name": str(content().city_name),
        "description": _("The city comes to you"),
        "lang": code,
        "dir": direction(code),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f7",
        "theme_color": "#00708c",
        "categories": ["government"],
        "icons": [
            {"src": static("alatau/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(name), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
                for name, side, purpose in (*ICONS, MASKABLE)
            ),
        ],
        "shortcuts": [{"name": door.label, "url": door.address} for door in doors],
    }


@cache
def _digest() -> str:
    files = sorted({*SHELL, WORKER})
    return hashlib.sha256(b"".join(_read(name) for name in files)).hexdigest()[:16]


@cache
def _read(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if found else b""


def _spoken(code: str) -> str:
    if code not in list_codes():
        raise NotFoundError
    return code


urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("app/<slug:code>/manifest.webmanifest", manifest, name="manifest"),
    path("app/<slug:code>/worker.js", worker, name="worker"),
    path("app/<slug:code>/offline/", offline, name="offline"),
]
