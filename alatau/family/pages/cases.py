"""What an official sees of a family: with a case, for its lawful purpose, and with a look that each person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from alatau.access.read import name_people
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.family.pages.own import read_person
from alatau.family.present.card import show_card
from alatau.family.present.explain import show_explained
from alatau.family.read import SUPPORT, access_card, explain_figure

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: Roles that work on families.
WORKERS = ("caseworker", "supervisor")


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def case_card(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show the card of the family that a case is about."""
    at = read_clocks()
    case = access_case(CaseId(case_id), by=request.actor, at=at)
    facts = {"case": case}
    try:
        card = access_card(case.subject_id, by=request.actor, at=at, purpose=SUPPORT, case_id=case.id)
    except (CardsNotComputedError, CardNotFoundError) as error:
        return render(request, "family/case_no_card.html", facts | {"words": error.sentence()})
    names = name_people(member.person_id for member in card.members if member.is_open)
    return render(request, "family/case_card.html", facts | show_card(card, names=names))


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def case_figure(request: CityRequest, case_id: UUID, name: str) -> HttpResponse:
    """Show what one figure of the family is made of."""
    at = read_clocks()
    case = access_case(CaseId(case_id), by=request.actor, at=at)
    of = read_person(request.GET.get("of", ""))
    explained = explain_figure(case.subject_id, name, of=of, by=request.actor, at=at, purpose=SUPPORT, case_id=case.id)
    names = name_people([of]) if of else {}
    return render(request, "family/case_figure.html", {"case": case, "node": show_explained(explained, names=names)})
