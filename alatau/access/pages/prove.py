"""Prove again who one is, before a sensitive act: residents by code or passkey, staff by second factor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.access import factors
from alatau.access.errors import SignInRefusedError
from alatau.access.forms import CodeForm, FactorForm
from alatau.access.requests import client_address, safe_next
from alatau.access.sessions import note_proof
from alatau.access.sign_in_code import ask_code_of, check_code
from alatau.access.throttle import TRY_PER_ADDRESS, Limit, spend
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment

#: Tries to prove oneself again: a found open browser is no place to guess.
PROVE_PER_USER = Limit(kind="prove.user", most=10, window=timedelta(minutes=15))
PROVE_REQUEST = "access.prove_request"


@open_to(Who.RESIDENT, Who.STAFF)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: CityRequest) -> HttpResponse:
    """Take the proof and go back to the page that asked for it."""
    following = safe_next(request, request.POST.get("next") or request.GET.get("next", "/"))
    if request.method != "POST":
        return _show(request, following)
    at = read_clocks()
    try:
        spend(TRY_PER_ADDRESS, client_address(request), at=at)
        spend(PROVE_PER_USER, str(request.actor.user_id), at=at)
        _check(request, at=at)
    except AlatauError as error:
        return _show(request, following, problem=error)
    note_proof(request, at=at)
    return redirect(following)


@open_to(Who.RESIDENT)
@require_POST
def send_proof_code(request: CityRequest) -> HttpResponse:
    """Send the resident a code for the proof."""
    following = safe_next(request, request.POST.get("next", "/"))
    assert request.actor.person_id is not None
    try:
        asked = ask_code_of(request.actor.person_id, address=client_address(request), at=read_clocks())
    except AlatauError as error:
        return _show(request, following, problem=error)
    request.session[PROVE_REQUEST] = str(asked)
    return _show(request, following)


@open_to(Who.RESIDENT, Who.STAFF)
@never_cache
@require_GET
def prove_challenge(request: CityRequest) -> JsonResponse:
    """Return the challenge for one of the user's own passkeys."""
    return JsonResponse(factors.begin_passkey(request.actor.user_id))


def _check(request: CityRequest, *, at: Moment) -> None:
    user_id = request.actor.user_id
    assert user_id is not None
    if credential := request.POST.get("credential"):
        factors.check_passkey(credential, user_id=user_id, at=at)
        return
    code = request.POST.get("code", "").strip()
    if request.actor.kind is ActorKind.STAFF:
        if factors.check_totp(user_id, code, at=at) is None:
            raise SignInRefusedError
        return
    asked = request.session.get(PROVE_REQUEST)
    if not asked or check_code(UUID(asked), code, at=at) != request.actor.person_id:
        raise SignInRefusedError


def _show(request: CityRequest, following: str, *, problem: AlatauError | None = None) -> HttpResponse:
    assert request.actor.user_id is not None
    is_staff = request.actor.kind is ActorKind.STAFF
    kinds = {factor.kind for factor in factors.list_factors(request.actor.user_id)}
    facts = {
        "form": FactorForm() if is_staff else CodeForm(),
        "next": following,
        "is_staff": is_staff,
        "has_passkey": factors.FactorKind.PASSKEY in kinds,
        "code_sent": PROVE_REQUEST in request.session,
        "problem": problem.sentence() if problem else "",
    }
    return render(request, "access/prove.html", facts, status=problem.http_status if problem else 200)
