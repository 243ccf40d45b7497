"""The catalogue by situations of life, a service's own page, and the way into its form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.requests import with_next
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.services.catalogue.errors import NotForYouError
from alatau.services.catalogue.present import list_shelves, price_of, say_deadline
from alatau.services.catalogue.read import find_draft, list_requests
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import start_request
from alatau.services.catalogue.services import get_service, list_fields
from alatau.services.catalogue.values import CODE_DIGITS, FeeTime, Judge
from alatau.services.catalogue.whose import list_whose

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor, Moment
    from alatau.services.catalogue.request_values import RequestView, Whose
    from alatau.services.catalogue.values import Service

#: Stands for oneself among those for whom somebody asks.
MYSELF = "self"


@open_to(Who.EVERYONE)
@require_safe
def home(request: CityRequest) -> HttpResponse:
    """Show the catalogue by situations of life, and what the reader has under way."""
    under_way = [each for each in _list_own(request) if each.status is RequestStatus.DRAFT or each.status.is_open]
    facts = {"shelves": list_shelves(), "count_open": len(under_way), "is_resident": _is_resident(request.actor)}
    return render(request, "services/catalogue/home.html", facts)


@open_to(Who.EVERYONE)
@require_safe
def service(request: CityRequest, code: int) -> HttpResponse:
    """Show one service: what it is, for whom, how long, for how much, and one way in."""
    at = read_clocks()
    found = get_service(_digits_of(code))
    field = next(each for each in list_fields() if each.code == found.field_code)
    facts = {
        "service": found,
        "field": field,
        "situation": field.situations[found.situation_code],
        "deadline": say_deadline(found),
        "price": price_of(found, on=at.city_day),
        "is_paid_before": found.fee is not None and found.fee.when is FeeTime.BEFORE,
        "is_at_once": found.outcome.by is Judge.MACHINE,
        "evidence": [each.name for each in found.evidence.values()],
    }
    return render(request, "services/catalogue/service.html", facts | _way_in(request, found, at=at))


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def start(request: CityRequest, code: int) -> HttpResponse:
    """Begin the form, or return to the one that was left."""
    try:
        request_id = start_request(_digits_of(code), _chosen(request), by=request.actor, at=read_clocks())
    except NotForYouError as error:
        messages.warning(request, error.sentence())
        return redirect("services:service", _digits_of(code))
    return redirect("services:request", request_id)


def _digits_of(code: int) -> str:
    """Return a code as it is written: an address leads to it with and without the zeros in front."""
    return f"{code:0{CODE_DIGITS}}"


def _way_in(request: CityRequest, found: Service, *, at: Moment) -> dict[str, object]:
    """Return how this reader gets into the form: signing in first, a draft that waits, or for whom to begin."""
    if not _is_resident(request.actor):
        address = reverse("services:service", args=[found.code])
        can_sign_in = request.actor.kind is ActorKind.VISITOR
        return {"sign_in": with_next(reverse("access:sign_in"), address) if can_sign_in else "", "whose": []}
    whose = list_whose(found, by=request.actor, at=at)
    return {
        "whose": [(each.representation_id or MYSELF, _name(each)) for each in whose],
        "draft": find_draft(found.code, by=request.actor),
    }


def _name(whose: Whose) -> str:
    return whose.name or _("For myself")


def _chosen(request: CityRequest) -> UUID | None:
    said = request.POST.get("whose", MYSELF)
    if said == MYSELF:
        return None
    try:
        return UUID(said)
    except ValueError as error:
        raise NotFoundError from error


def _is_resident(actor: Actor) -> bool:
    return actor.kind is ActorKind.RESIDENT or (actor.kind is ActorKind.STAFF and actor.for_person_id is not None)


def _list_own(request: CityRequest) -> list[RequestView]:
    return list_requests(by=request.actor) if _is_resident(request.actor) else []


urlpatterns = [
    path("services/", home, name="home"),
    path("services/<int:code>/", service, name="service"),
    path("services/<int:code>/start/", start, name="start"),
]
