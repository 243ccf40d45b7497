"""The desk of a queue: enter free places, run a round, read why each place went where it went."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.services.queues.explain import explain_award, explain_passed
from alatau.services.queues.forms import PlacesForm
from alatau.services.queues.kinds import get_queue, list_queues
from alatau.services.queues.places import NewPlaces, enter_places
from alatau.services.queues.read import count_places, count_tickets, get_round, list_rounds
from alatau.services.queues.rounds import run_round
from alatau.services.queues.values import RoundId

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.services.queues.kinds import QueueKind

RUNNERS = ("operator", "supervisor")
READERS = (*RUNNERS, "auditor")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def queue_desks(request: CityRequest) -> HttpResponse:
    """List the queues, with how many wait and how many places are free."""
    queues = [(kind, count_tickets(kind.key), sum(count_places(kind.key).values())) for kind in list_queues().values()]
    return render(request, "services/queues/desks.html", {"queues": queues})


@open_to(Who.STAFF, roles=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def queue_desk(request: CityRequest, key: str) -> HttpResponse:
    """Show one queue to its desk; take free places."""
    kind = get_queue(key)
    form = PlacesForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_bound and not request.actor.has_role(*RUNNERS):
        raise NotFoundError
    if form.is_bound and form.is_valid():
        try:
            _enter(request, kind, form)
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            return redirect("services:queue_desk", key)
    facts = {
        "kind": kind,
        "form": form,
        "can_run": request.actor.has_role(*RUNNERS),
        "tickets": count_tickets(key),
        "places": [
            (_name_group(kind, group), kind.providers[provider].name if provider in kind.providers else provider, *rest)
            for (group, provider, *language), count in count_places(key).items()
            for rest in [(*language, count)]
        ],
        "rounds": list_rounds(key),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "services/queues/desk.html", facts, status=status)


@open_to(Who.STAFF, roles=RUNNERS)
@require_POST
def run(request: CityRequest, key: str) -> HttpResponse:
    """Run a round, and show what it did."""
    round_id = run_round(key, by=request.actor, at=read_clocks())
    return redirect("services:queue_round", round_id)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def queue_round(request: CityRequest, round_id: UUID) -> HttpResponse:
    """Show one round: each place, to whom it went, and why."""
    view = get_round(RoundId(round_id))
    kind = get_queue(view.queue)
    awards = [
        {
            "group": _name_group(kind, str(award["group"])),
            "number": award["number"],
            "provider": kind.providers[key].name if (key := str(award["provider"])) in kind.providers else key,
            "why": explain_award(kind, award),
            "passed": explain_passed(award),
            "passed_numbers": award["passed"],
        }
        for award in view.awards
    ]
    return render(request, "services/queues/round.html", {"round": view, "kind": kind, "awards": awards})


def _enter(request: CityRequest, kind: QueueKind, form: PlacesForm) -> None:
    given = form.cleaned_data
    new = NewPlaces(
        request_id=given["request_id"],
        provider=given["provider"],
        group=given.get("group", ""),
        language=given.get("language", ""),
        count=given["count"],
        free_from=given["free_from"],
    )
    count = enter_places(kind.key, new, by=request.actor, at=read_clocks())
    told = ngettext("%(count)s place entered.", "%(count)s places entered.", count) % {"count": count}
    messages.success(request, told if count else _("These places were entered before."))


def _name_group(kind: QueueKind, key: str) -> str:
    return next((group.name.say() for group in kind.groups if group.key == key), key)


urlpatterns = [
    path("desk/queues/", queue_desks, name="queue_desks"),
    path("desk/queues/<slug:key>/", queue_desk, name="queue_desk"),
    path("desk/queues/<slug:key>/run/", run, name="queue_run"),
    path("desk/rounds/<uuid:round_id>/", queue_round, name="queue_round"),
]
