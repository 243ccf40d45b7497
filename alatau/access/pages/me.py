"""A resident's own page: who they are to the city, how they sign in, where they are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from alatau.access import factors
from alatau.access.forms import PasskeyNameForm
from alatau.access.load import access_person
from alatau.access.pages.proof import fresh_proof
from alatau.access.requests import passkey_address
from alatau.access.sessions import end_other_session, list_sessions
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.errors import AlatauError


@open_to(Who.RESIDENT)
@require_GET
def me(request: CityRequest) -> HttpResponse:
    """Show who the resident is to the city, and the ways on."""
    assert request.actor.person_id is not None
    person = access_person(request.actor.person_id, by=request.actor, purpose="own")
    return render(request, "access/me.html", {"person": person})


@open_to(Who.RESIDENT, Who.STAFF)
@never_cache
@require_GET
def my_sign_in(request: CityRequest) -> HttpResponse:
    """Show the ways to sign in and the signed-in browsers; staff have a page of their own for it."""
    if request.actor.kind is ActorKind.STAFF:
        return redirect("access:staff_me")
    return show_sign_in_page(request)


@open_to(Who.RESIDENT, Who.STAFF)
@never_cache
@require_GET
def new_passkey_challenge(request: CityRequest) -> JsonResponse:
    """Return what the browser asks the new passkey's keeper for."""
    assert request.actor.user_id is not None
    return JsonResponse(factors.begin_adding_passkey(request.actor.user_id))


@open_to(Who.RESIDENT, Who.STAFF)
@require_POST
@fresh_proof
def add_passkey(request: CityRequest) -> HttpResponse:
    """Keep a new passkey."""
    assert request.actor.user_id is not None
    name = request.POST.get("name", "").strip()[:60] or _("My passkey")
    credential = request.POST.get("credential", "")
    factors.add_passkey(request.actor.user_id, name=name, credential=credential, by=request.actor, at=read_clocks())
    messages.success(request, _("The passkey was added. You can sign in with it from now on."))
    return redirect(home_of(request))


@open_to(Who.RESIDENT, Who.STAFF)
@require_POST
def rename_passkey(request: CityRequest, factor_id: int) -> HttpResponse:
    """Give a passkey another name."""
    form = PasskeyNameForm(request.POST)
    if form.is_valid():
        factors.rename_passkey(factor_id, form.cleaned_data["name"], by=request.actor, at=read_clocks())
    return redirect(home_of(request))


@open_to(Who.RESIDENT, Who.STAFF)
@require_POST
@fresh_proof
def remove_factor(request: CityRequest, factor_id: int) -> HttpResponse:
    """Remove a passkey or a code generator."""
    factors.remove_factor(factor_id, by=request.actor, at=read_clocks())
    messages.success(request, _("It was removed. It no longer opens anything."))
    return redirect(home_of(request))


@open_to(Who.RESIDENT, Who.STAFF)
@require_POST
def end_session(request: CityRequest, sign_in_id: UUID) -> HttpResponse:
    """Sign another browser out."""
    end_other_session(sign_in_id, by=request.actor, at=read_clocks())
    messages.success(request, _("That browser is signed out."))
    return redirect(home_of(request))


def show_sign_in_page(request: CityRequest, *, problem: AlatauError | None = None, **more: object) -> HttpResponse:
    """Draw the page for residents or staff."""
    assert request.actor.user_id is not None
    is_staff = request.actor.kind is ActorKind.STAFF
    facts = {
        "factors": factors.list_factors(request.actor.user_id),
        "sessions": list_sessions(request, at=read_clocks()),
        "name_form": PasskeyNameForm(),
        "passkey_address": passkey_address(request),
        "problem": problem.sentence() if problem else "",
        "is_staff": is_staff,
        **more,
    }
    template = "access/staff_me.html" if is_staff else "access/my_sign_in.html"
    return render(request, template, facts, status=problem.http_status if problem else 200)


def home_of(request: CityRequest) -> str:
    """Return the route of the reader's own sign-in page."""
    return "access:staff_me" if request.actor.kind is ActorKind.STAFF else "access:my_sign_in"
