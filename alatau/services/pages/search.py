"""Search over the services: works without scripts, and answers while one types where there are scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from alatau.access.requests import wants_part
from alatau.core.routes import Who, open_to
from alatau.services.catalogue.present import say_deadline
from alatau.services.catalogue.services import list_fields
from alatau.services.search.find import LETTERS_MOST, Found, search

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

WHOLE, PART = "services/search/search.html", "services/search/found.html"


@open_to(Who.EVERYONE)
@require_safe
def find_services(request: CityRequest) -> HttpResponse:
    """Show the services that a question means, or how else to come to one."""
    query = " ".join(request.GET.get("q", "").split())[:LETTERS_MOST]
    found = search(query, get_language() or "") if query else Found(services=())
    facts = {
        "query": query,
        "taken_for": found.taken_for,
        "services": [(service, say_deadline(service)) for service in found.services],
        "fields": [] if found.services else list_fields(),
        "letters_most": LETTERS_MOST,
    }
    return render(request, PART if wants_part(request, "found") else WHOLE, facts)


urlpatterns = [path("services/search/", find_services, name="search")]
