"""Saved filters of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from alatau.core.routes import Who, open_to
from alatau.desk.filters import read_filter, remove_filter, save_filter
from alatau.desk.pages.queue import READERS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

NAME_MAX = 60


@open_to(Who.STAFF, roles=READERS)
@require_POST
def save(request: CityRequest) -> HttpResponse:
    """Keep the filter of the queue under a name."""
    name = request.POST.get("name", "").strip()[:NAME_MAX]
    if name:
        save_filter(name, read_filter(request.POST), by=request.actor)
    fields = ("region", "skill", "type", "kind", "due", "holder", "is_escalated", "words")
    query = request.POST.copy()
    for field in set(query) - set(fields):
        query.pop(field)
    return redirect(f"{reverse('desk:queue')}?{query.urlencode()}")


@open_to(Who.STAFF, roles=READERS)
@require_POST
def remove(request: CityRequest, filter_id: UUID) -> HttpResponse:
    """Forget one of the official's filters."""
    remove_filter(filter_id, by=request.actor)
    return redirect("desk:queue")
