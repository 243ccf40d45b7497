"""The sample city's people and how to sign in as each. Exists in sample databases only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from alatau.access.requests import passkey_address
from alatau.access.sample import list_sample_residents, list_sample_staff
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.read import is_sample_city
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.EVERYONE)
@never_cache
@require_GET
def sample_sign_in(request: CityRequest) -> HttpResponse:
    """List the invented people with their numbers, and staff with the code their generator shows now."""
    if not is_sample_city():
        raise NotFoundError
    at = read_clocks()
    facts = {
        "passkey_address": passkey_address(request),
        "residents": list_sample_residents(),
        "staff": list_sample_staff(at=at),
    }
    return render(request, "access/sample_sign_in.html", facts)
