"""The city's addresses: the pages of every room from the ground up, the API, and the shell's own pages.

Each room's `pages.py` writes its addresses whole, so that nothing here renames them.
"""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from alatau.web.api import api, declare_root

ROOMS_WITH_PAGES = ("core", "messages", "access", "papers", "desk", "web")

API = api.urls
declare_root(API[0])

urlpatterns = [
    *(
        path("", include(f"alatau.{room}.pages"))
        for room in ROOMS_WITH_PAGES
        if find_spec(f"alatau.{room}.pages") is not None
    ),
    path("api/", API),
]

handler400 = "alatau.web.failures.bad_request"
handler403 = "alatau.web.failures.not_allowed"
handler404 = "alatau.web.failures.not_found"
handler500 = "alatau.web.failures.server_error"
