"""Service at a desk: find the person by number, check their document, act for them, close the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.access.consent import give_consent, withdraw_consent
from alatau.access.desk_visit import PURPOSE, close_desk_visit, open_desk_visit
from alatau.access.forms import DeskRepresentationForm, VisitForm
from alatau.access.load import access_person
from alatau.access.lookup import name_kind
from alatau.access.pages.consents import list_cards
from alatau.access.read import find_desk_visit, find_person_by_number
from alatau.access.represent import end_representation, grant_representation
from alatau.access.representations import list_open_representations
from alatau.access.throttle import FIND_PER_STAFF, spend
from alatau.access.values import NewRepresentation, RepresentationId, RepresentationSource
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.access.values import DeskVisitView

#: Roles that serve people at a desk.
DESK_ROLES = ("caseworker", "supervisor")


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: CityRequest) -> HttpResponse:
    """Begin to serve somebody: number, checked document, case."""
    form = VisitForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show_people(request, form)
    given, at = form.cleaned_data, read_clocks()
    try:
        spend(FIND_PER_STAFF, str(request.actor.user_id), at=at)
        person_id = find_person_by_number(given["number"], on=at.city_day)
        if person_id is None:
            raise NotFoundError
        open_desk_visit(person_id, document_kind=given["document"], case_id=given["case"], by=request.actor, at=at)
    except AlatauError as error:
        form.add_error("number", error.sentence())
        return _show_people(request, form, status=error.http_status)
    return redirect("access:visit")


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_GET
def visit(request: CityRequest) -> HttpResponse:
    """Show the person who is being served: their record, consents and representatives."""
    opened = _visit(request)
    if opened is None:
        return redirect("access:people")
    return _show_visit(request, opened, DeskRepresentationForm())


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_POST
def close_visit(request: CityRequest) -> HttpResponse:
    """End the visit."""
    close_desk_visit(by=request.actor, at=read_clocks())
    messages.success(request, _("The visit is closed."))
    return redirect("access:people")


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_POST
def visit_consent(request: CityRequest, key: str) -> HttpResponse:
    """Record the word of the person at the desk: yes, or no longer."""
    opened = _need_visit(request)
    act = give_consent if request.POST.get("act") == "give" else withdraw_consent
    act(opened.person_id, key, language=get_language() or "", by=request.actor, at=read_clocks())
    messages.success(request, _("Recorded. The person can read it under their consents."))
    return redirect("access:visit")


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_POST
def visit_representation(request: CityRequest) -> HttpResponse:
    """Enter a representation from the paper that was shown."""
    opened, form, at = _need_visit(request), DeskRepresentationForm(request.POST), read_clocks()
    if not form.is_valid():
        return _show_visit(request, opened, form)
    given = form.cleaned_data
    try:
        representative = find_person_by_number(given["number"], on=at.city_day)
        if representative is None:
            raise NotFoundError
        new = NewRepresentation(
            kind=given["kind"],
            representative_id=representative,
            represented_id=opened.person_id,
            source=RepresentationSource.DESK,
            ground=given["ground"],
            valid_from=at.city_day,
            valid_until=given["until"],
        )
        grant_representation(new, by=request.actor, at=at)
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _show_visit(request, opened, form, status=error.http_status)
    messages.success(request, _("The representation is in force from today."))
    return redirect("access:visit")


@open_to(Who.STAFF, roles=DESK_ROLES)
@require_POST
def visit_end_representation(request: CityRequest, representation_id: UUID) -> HttpResponse:
    """End a representation of the person at the desk."""
    _need_visit(request)
    end_representation(RepresentationId(representation_id), by=request.actor, at=read_clocks())
    messages.success(request, _("It has ended. Nothing can be done under it any more."))
    return redirect("access:visit")


def _visit(request: CityRequest) -> DeskVisitView | None:
    assert request.actor.user_id is not None
    return find_desk_visit(request.actor.user_id, at=read_clocks())


def _need_visit(request: CityRequest) -> DeskVisitView:
    opened = _visit(request)
    if opened is None:
        raise NotFoundError
    return opened


def _show_people(request: CityRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    return render(request, "access/people.html", {"form": form, "visit": _visit(request)}, status=status)


def _show_visit(request: CityRequest, opened: DeskVisitView, form: forms.Form, *, status: int = 200) -> HttpResponse:
    person = access_person(opened.person_id, by=request.actor, purpose=PURPOSE, case_id=opened.case_id)
    rows = [
        {
            "view": view,
            "kind": name_kind(view.kind),
            "can_end": view.source is not RepresentationSource.REGISTER and view.represented_id == opened.person_id,
        }
        for view in list_open_representations(opened.person_id)
    ]
    facts = {"person": person, "visit": opened, "form": form, "rows": rows, "cards": list_cards(opened.person_id)}
    return render(request, "access/visit.html", facts, status=status)
