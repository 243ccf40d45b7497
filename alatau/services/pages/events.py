"""Kinds of life events as operators and analysts see them: what tells of each, and how many were detected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.registry.declare import get_register
from alatau.services.events.figures import count_kinds
from alatau.services.events.kinds import get_kind

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: Who sees how many events there are. None of these pages shows a person.
READERS = ("operator", "analyst", "supervisor", "auditor")
#: Days of the list, and of one kind's page.
WEEK, MONTH = 7, 30


@open_to(Who.STAFF, roles=READERS)
@require_safe
def kinds(request: CityRequest) -> HttpResponse:
    """Show every kind of event with how many stand, and how many came on the last days."""
    at = read_clocks()
    figures = count_kinds(at=at, days=WEEK)
    shown = [each for each in figures if not each.is_hidden]
    facts = {
        "figures": figures,
        "detected": sum(each.detected for each in shown),
        "waiting": sum(each.waiting for each in shown),
        "withdrawn": sum(each.withdrawn for each in shown),
    }
    return render(request, "services/events/kinds.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def kind(request: CityRequest, key: str) -> HttpResponse:
    """Show one kind of event: what it is, which registers tell of it, what it brings."""
    found = get_kind(key)
    [figures] = [each for each in count_kinds(at=read_clocks(), days=MONTH) if each.kind.key == key]
    registers = [get_register(name) for name in dict.fromkeys(trigger.register for trigger in found.triggers)]
    facts = {"kind": found, "figures": figures, "registers": registers}
    return render(request, "services/events/kind.html", facts)


urlpatterns = [
    path("services/events/", kinds, name="event_kinds"),
    path("services/events/<slug:key>/", kind, name="event_kind"),
]
