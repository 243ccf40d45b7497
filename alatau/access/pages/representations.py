"""Who acts for whom: switch, ask, let, say yes, end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.access.ask import ask_representation, withdraw_requests
from alatau.access.forms import AskForm
from alatau.access.lookup import name_kind
from alatau.access.pages.proof import fresh_proof
from alatau.access.represent import accept_representation, end_representation
from alatau.access.representations import list_open_representations, list_representations_held
from alatau.access.requests import safe_next
from alatau.access.sessions import act_under
from alatau.access.values import RepresentationId, RepresentationSource
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.RESIDENT)
@require_GET
def representations(request: CityRequest) -> HttpResponse:
    """List everybody the resident may act for, who may act for them, and what waits for a yes."""
    person_id = request.actor.person_id
    assert person_id is not None
    at = read_clocks()
    held = {view.id for view in list_representations_held(person_id, at=at)}
    rows = [
        {
            "view": view,
            "kind": name_kind(view.kind),
            "is_mine": view.representative_id == person_id,
            "is_in_force": view.is_in_force_on(at.city_day),
            "awaits_me": view.awaits(person_id),
            "can_act": view.id in held,
            "can_end": view.source is not RepresentationSource.REGISTER,
            "is_now": view.id == request.actor.ground_id,
        }
        for view in list_open_representations(person_id)
        # A request shows to the asked side alone: to the asker its row would tell whose number they typed.
        if view.accepted_at is not None or view.awaits(person_id)
    ]
    return render(request, "access/representations.html", {"rows": rows})


@open_to(Who.RESIDENT)
@require_POST
def switch(request: CityRequest) -> HttpResponse:
    """Act for another from the next page on, or for oneself again."""
    chosen = request.POST.get("representation", "")
    following = safe_next(request, request.POST.get("next", "/"))
    if not chosen:
        act_under(request, None)
        return redirect(following)
    assert request.actor.person_id is not None
    held = {str(view.id): view for view in list_representations_held(request.actor.person_id, at=read_clocks())}
    if chosen not in held:
        raise NotFoundError
    act_under(request, UUID(chosen))
    return redirect(following)


@open_to(Who.RESIDENT)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def ask(request: CityRequest) -> HttpResponse:
    """Ask to act for somebody, or let somebody act for oneself."""
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/representation_ask.html", {"form": form})
    given = form.cleaned_data
    try:
        ask_representation(
            lets=given["direction"] == "let",
            kind=given["kind"],
            number=given["number"],
            purposes=frozenset(given["purposes"]),
            until=given["until"],
            by=request.actor,
            at=read_clocks(),
        )
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return render(request, "access/representation_ask.html", {"form": form}, status=error.http_status)
    # The same words whether or not somebody holds the number.
    messages.success(request, _("If this person uses the city, they now see your request. It needs their yes."))
    return redirect("access:representations")


@open_to(Who.RESIDENT)
@require_POST
@fresh_proof
def accept(request: CityRequest, representation_id: UUID) -> HttpResponse:
    """Say yes to a request."""
    accept_representation(RepresentationId(representation_id), by=request.actor, at=read_clocks())
    messages.success(request, _("It is in force from now on. Either of you can end it here."))
    return redirect("access:representations")


@open_to(Who.RESIDENT)
@require_POST
def withdraw(request: CityRequest) -> HttpResponse:
    """Take back all requests that still wait for a yes; the answer is the same when there are none."""
    withdraw_requests(by=request.actor, at=read_clocks())
    messages.success(request, _("Your requests are taken back. Nobody can accept them any more."))
    return redirect("access:representations")


@open_to(Who.RESIDENT)
@require_POST
def end(request: CityRequest, representation_id: UUID) -> HttpResponse:
    """End a representation, or say no to a request."""
    end_representation(RepresentationId(representation_id), by=request.actor, at=read_clocks())
    messages.success(request, _("It has ended. Nothing can be done under it any more."))
    return redirect("access:representations")
