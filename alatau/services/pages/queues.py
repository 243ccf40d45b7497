"""Queues for places: what anybody may see, one's own tickets, and what can be done with them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.care import list_children_in_care
from alatau.access.read import name_people
from alatau.access.told import told
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind, PersonId
from alatau.services.queues.answer import accept_place, decline_place, leave_queue, restore_ticket, sign_contract
from alatau.services.queues.enter import change_wishes, enter_queue
from alatau.services.queues.explain import explain_offer, explain_position, say_status, say_step, say_stream
from alatau.services.queues.forms import EnterForm, WishesForm
from alatau.services.queues.history import STANDING, Status
from alatau.services.queues.kinds import get_queue, list_queues
from alatau.services.queues.read import (
    access_ticket,
    find_ticket_of,
    list_offers,
    list_public,
    list_steps,
    list_tickets_of,
    position_of,
)
from alatau.services.queues.values import HOLDING, OfferStatus, PlaceOfferId, TicketId

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor, Moment
    from alatau.services.queues.kinds import QueueKind
    from alatau.services.queues.values import TicketView

PAGE = 50
Act: TypeAlias = "Callable[..., None]"
#: What can be done with an offered place, by the word in its address.
ANSWERS: dict[str, Act] = {"accept": accept_place, "decline": decline_place, "sign": sign_contract}
ON_TICKETS: dict[str, Act] = {"restore": restore_ticket, "leave": leave_queue}


@open_to(Who.EVERYONE)
@require_safe
def queues(request: CityRequest) -> HttpResponse:
    """List the queues, and the reader's own tickets in them."""
    at = read_clocks()
    tickets = _list_own(request, at=at)
    facts = {"queues": list_queues().values(), "tickets": [(each, _name(each), say_status(each)) for each in tickets]}
    return render(request, "services/queues/queues.html", facts)


@open_to(Who.EVERYONE)
@require_safe
def queue(request: CityRequest, key: str) -> HttpResponse:
    """Show one queue: what it is for, its order without names, the reader's own tickets, and the way in."""
    return _show_queue(request, get_queue(key))


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def enter(request: CityRequest, key: str) -> HttpResponse:
    """Enter a queue for oneself or for a child."""
    kind, at = get_queue(key), read_clocks()
    form = EnterForm(request.POST, people=_list_enterable(request, kind, at=at), kind=kind)
    if form.is_valid():
        given = form.cleaned_data
        try:
            ticket_id = enter_queue(
                key,
                PersonId(UUID(given["person"])),
                classes=given.get("classes", ()),
                wishes=form.wishes,
                by=request.actor,
                at=at,
            )
        except NotFoundError:
            raise
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, _("You are in the queue. We look for rights to go first in the registers."))
            return redirect("services:ticket", ticket_id)
    return _show_queue(request, kind, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def ticket(request: CityRequest, ticket_id: UUID) -> HttpResponse:
    """Show one ticket: where it stands and why, what is offered, and what happened."""
    at = read_clocks()
    view = access_ticket(TicketId(ticket_id), by=request.actor, at=at)
    kind = get_queue(view.queue)
    offers = list_offers(view.id)
    initial = {"language": view.wishes.language, "zone": view.wishes.zone, "providers": list(view.wishes.providers)}
    facts = {
        "ticket": view,
        "kind": kind,
        "position": position_of(view.id, on=at.city_day),
        "said": say_status(view),
        "why": [
            *explain_position(view, on=at.city_day),
            *(explain_offer(kind, view, each) for each in offers if each.status in HOLDING),
        ],
        "offer": next((each for each in offers if each.status in (OfferStatus.OPEN, OfferStatus.AGREED)), None),
        "given": [(each, kind.providers.get(each.provider)) for each in offers],
        "steps": [{"title": say_step(each.step), "at": each.city_at, "text": ""} for each in list_steps(view.id)],
        "is_standing": view.status in STANDING,
        "can_restore": view.status is Status.INACTIVE and view.restore_by and view.restore_by >= at.city_day,
        "wishes_form": WishesForm(initial=initial, kind=kind),
    }
    return render(request, "services/queues/ticket.html", facts)


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def wishes(request: CityRequest, ticket_id: UUID) -> HttpResponse:
    """Keep what the person now asks of a place."""
    at = read_clocks()
    view = access_ticket(TicketId(ticket_id), by=request.actor, at=at)
    form = WishesForm(request.POST, kind=get_queue(view.queue))
    if form.is_valid():
        return _do(request, view.id, act=lambda: change_wishes(view.id, form.wishes, by=request.actor, at=at))
    messages.warning(request, _("Choose from what the queue has."))
    return redirect("services:ticket", ticket_id)


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def answer(request: CityRequest, offer_id: UUID, word: str) -> HttpResponse:
    """Answer an offered place: accept, decline, sign."""
    act, wanted = ANSWERS.get(word), PlaceOfferId(offer_id)
    if act is None:
        raise NotFoundError
    at = read_clocks()
    return _do(request, find_ticket_of(wanted), act=lambda: act(wanted, by=request.actor, at=at))


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def on_ticket(request: CityRequest, ticket_id: UUID, word: str) -> HttpResponse:
    """Take a ticket up again, or leave the queue."""
    act = ON_TICKETS.get(word)
    if act is None:
        raise NotFoundError
    at = read_clocks()
    return _do(request, TicketId(ticket_id), act=lambda: act(TicketId(ticket_id), by=request.actor, at=at))


def _do(request: CityRequest, ticket_id: TicketId, *, act: Callable[[], None]) -> HttpResponse:
    with told(request):
        act()
    return redirect("services:ticket", ticket_id)


def _show_queue(
    request: CityRequest, kind: QueueKind, *, form: EnterForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    at = read_clocks()
    people = _list_enterable(request, kind, at=at)
    groups = [group.key for group in kind.groups] or [""]
    chosen = request.GET.get("group", "")
    group = chosen if chosen in groups else groups[0]
    lines = list_public(kind.key, group, on=at.city_day)
    sought = request.GET.get("number", "").strip().upper()[:12]
    found = next((line for line in lines if line.number == sought), None)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    facts = {
        "kind": kind,
        "form": form or (EnterForm(people=people, kind=kind) if people else None),
        "tickets": [
            (each, _name(each), say_status(each)) for each in _list_own(request, at=at) if each.queue == kind.key
        ],
        "group": group,
        "page": page,
        "lines": [(line, say_stream(line.stream)) for line in page],
        "sought": sought,
        "found": found,
        "total": len(lines),
    }
    return render(request, "services/queues/queue.html", facts, status=status)


def _list_own(request: CityRequest, *, at: Moment) -> list[TicketView]:
    people = [PersonId(UUID(each)) for each, _name in _list_people(request, at=at)]
    return list_tickets_of(people, on=at.city_day)


def _list_people(request: CityRequest, *, at: Moment) -> list[tuple[str, str]]:
    """Return those for whom the reader can enter a queue: whose affairs are at hand, and children in their care."""
    actor = request.actor
    person_id = actor.subject_id
    if person_id is None or actor.for_organisation_id or actor.kind is ActorKind.VISITOR:
        return []
    people = [(str(person_id), _("Myself") if actor.for_person_id is None else name_people([person_id])[person_id])]
    if actor.kind is ActorKind.RESIDENT and actor.for_person_id is None:
        people += [(str(child.person_id), child.short_name) for child in list_children_in_care(person_id, at=at)]
    return people


def _list_enterable(request: CityRequest, kind: QueueKind, *, at: Moment) -> list[tuple[str, str]]:
    """Return those whom the reader can enter into this queue: into one for children, no grown-up."""
    people, actor = _list_people(request, at=at), request.actor
    if not kind.groups or actor.kind is not ActorKind.RESIDENT or actor.for_person_id is not None:
        return people
    oldest = max(group.to_years for group in kind.groups)
    young = {str(child.person_id) for child in list_children_in_care(_own(actor), at=at) if child.age <= oldest}
    return [(each, name) for each, name in people if each in young]


def _own(actor: Actor) -> PersonId:
    assert actor.person_id is not None, "a resident is a person"
    return actor.person_id


def _name(ticket: TicketView) -> str:
    return name_people([ticket.person_id]).get(ticket.person_id, "")


urlpatterns = [
    path("services/queues/", queues, name="queues"),
    path("services/queues/<slug:key>/", queue, name="queue"),
    path("services/queues/<slug:key>/enter/", enter, name="queue_enter"),
    path("services/tickets/<uuid:ticket_id>/", ticket, name="ticket"),
    path("services/tickets/<uuid:ticket_id>/wishes/", wishes, name="ticket_wishes"),
    path("services/tickets/<uuid:ticket_id>/<slug:word>/", on_ticket, name="ticket_act"),
    path("services/places/<uuid:offer_id>/<slug:word>/", answer, name="place_answer"),
]
