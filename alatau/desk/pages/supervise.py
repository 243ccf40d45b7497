"""What supervisors and auditors look at: who has how much, how each kind of case goes, any case by its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from alatau.access.read import name_staff
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.desk.forms import name_region
from alatau.desk.pages.queue import READERS
from alatau.desk.read import list_figures, list_loads, search_cases

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

PERIOD = timedelta(days=30)


@open_to(Who.STAFF, roles=("supervisor", "auditor"))
@require_safe
def load(request: CityRequest) -> HttpResponse:
    """Show what each official has on the table, and how each kind of case goes."""
    at = read_clocks()
    loads = list_loads(at=at)
    names = name_staff({each.holder_id for each in loads})
    since = replace(at, city_at=at.city_at - PERIOD, wall_at=at.wall_at - PERIOD)
    figures = [(each, name_region(each.region)) for each in list_figures(since=since, at=at)]
    facts = {
        "loads": [(each, names[each.holder_id].name) for each in loads if each.holder_id in names],
        "figures": figures,
        "days": PERIOD.days,
    }
    return render(request, "desk/load.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def cases(request: CityRequest) -> HttpResponse:
    """Find cases by a part of their number, decided ones too; the newest first."""
    words = request.GET.get("words", "")[:20]
    return render(request, "desk/cases.html", {"words": words, "cases": search_cases(words)})
