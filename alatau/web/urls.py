"""The city's addresses: the pages of every room from the ground up, the shell's own, and the API.

Each room's `pages` writes its addresses whole, so that nothing here renames them.
"""

from __future__ import annotations

from django.urls import include, path

from alatau.web.api import api, declare_root

API = api.urls
declare_root(API[0])

urlpatterns = [
    # First: programs ask often, and each pattern before theirs would be tried.
    path("api/", API),
    path("", include("alatau.core.pages")),
    path("", include("alatau.messages.pages")),
    path("", include("alatau.access.pages")),
    path("", include("alatau.papers.pages")),
    path("", include("alatau.desk.pages")),
    path("", include("alatau.registry.pages")),
    path("", include("alatau.family.pages")),
    path("", include("alatau.money.pages")),
    path("", include("alatau.money.compat.addresses")),
    path("", include("alatau.services.pages")),
    path("", include("alatau.web.pages")),
]

handler400 = "alatau.web.failures.bad_request"
handler403 = "alatau.web.failures.not_allowed"
handler404 = "alatau.web.failures.not_found"
handler500 = "alatau.web.failures.server_error"
