"""What an official sees of an unsure match: the row beside the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.registry.linkage.show import open_match
from alatau.registry.pages.contested import WORKERS
from alatau.registry.present.match import list_fields, list_others, say_born, say_score

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def match(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show the row and the person that a case asks about."""
    at = read_clocks()
    case = access_case(CaseId(case_id), by=request.actor, at=at)
    found = open_match(case.id, by=request.actor, at=at)
    facts = {
        "case": case,
        "match": found,
        "fields": list_fields(found),
        "others": list_others(found),
        "score": say_score(found),
        "born": say_born(found),
    }
    return render(request, "registry/match.html", facts)
