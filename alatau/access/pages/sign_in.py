"""Residents sign in: number and one-time code, or a passkey."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.access.errors import SignInRefusedError
from alatau.access.factors import begin_passkey, check_passkey
from alatau.access.forms import CodeForm, NumberForm
from alatau.access.outside import list_outside_providers
from alatau.access.requests import NEXT, client_address, safe_next
from alatau.access.sessions import begin_session, end_session
from alatau.access.sign_in_code import ask_code, ask_code_again, check_code
from alatau.access.throttle import TRY_PER_ADDRESS, spend
from alatau.access.user import open_resident_user
from alatau.access.values import Proof
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind, UserId

if TYPE_CHECKING:
    from django import forms

    from alatau.access.requests import CityRequest

#: Session key of the request for a code that this browser made.
CODE_REQUEST = "access.code_request"


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: CityRequest) -> HttpResponse:
    """Ask for the number and have a code sent."""
    following = safe_next(request, request.GET.get("next") or request.session.get(NEXT, "/"))
    if request.actor.kind is not ActorKind.VISITOR and request.method != "POST":
        return redirect(following)
    form = NumberForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show_sign_in(request, form, following)
    try:
        at = read_clocks()
        request_id = ask_code(form.cleaned_data["number"], address=client_address(request), at=at)
    except AlatauError as error:
        form.add_error("number", error.sentence())
        return _show_sign_in(request, form, following, status=error.http_status)
    request.session[CODE_REQUEST] = str(request_id)
    request.session[NEXT] = safe_next(request, request.POST.get("next", "/"))
    return redirect("access:sign_in_code")


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: CityRequest) -> HttpResponse:
    """Check the code and sign the resident in."""
    request_id = request.session.get(CODE_REQUEST)
    if not request_id:
        return redirect("access:sign_in")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/sign_in_code.html", {"form": form})
    at = read_clocks()
    try:
        address = client_address(request)
        spend(TRY_PER_ADDRESS, address, at=at)
        person_id = check_code(UUID(request_id), form.cleaned_data["code"], address=address, at=at)
        user_id = open_resident_user(person_id, at=at)
    except AlatauError as error:
        return _refuse(request, form, error=error)
    return _finish(request, user_id, proof=Proof.CODE)


@open_to(Who.EVERYONE)
@require_POST
def send_code_again(request: CityRequest) -> HttpResponse:
    """Send another code for the same number; the earlier one stops working."""
    request_id = request.session.get(CODE_REQUEST)
    if not request_id:
        return redirect("access:sign_in")
    try:
        again = ask_code_again(UUID(request_id), address=client_address(request), at=read_clocks())
    except AlatauError as error:
        return _refuse(request, CodeForm({}), error=error)
    request.session[CODE_REQUEST] = str(again)
    return redirect("access:sign_in_code")


@open_to(Who.EVERYONE)
@never_cache
@require_GET
def passkey_challenge(_request: CityRequest) -> JsonResponse:
    """Return the challenge that any passkey of this city may answer."""
    return JsonResponse(begin_passkey())


@open_to(Who.EVERYONE)
@never_cache
@require_POST
def sign_in_by_passkey(request: CityRequest) -> HttpResponse:
    """Sign in whoever holds the passkey that answered: a passkey is something one has and something one is or knows."""
    at = read_clocks()
    try:
        spend(TRY_PER_ADDRESS, client_address(request), at=at)
        user_id = check_passkey(request.POST.get("credential", ""), at=at)
    except AlatauError as error:
        form = NumberForm()
        return _show_sign_in(request, form, "/", status=error.http_status, problem=error.sentence())
    return _finish(request, user_id, proof=Proof.PASSKEY)


@open_to(Who.EVERYONE)
@require_POST
def sign_out(request: CityRequest) -> HttpResponse:
    """Sign this browser out."""
    end_session(request, at=read_clocks())
    return redirect("/")


def _finish(request: CityRequest, user_id: UserId, *, proof: Proof) -> HttpResponse:
    following = safe_next(request, request.session.get(NEXT, "/"))
    try:
        begin_session(request, user_id, proof=proof, at=read_clocks())
    except SignInRefusedError as error:
        return _show_sign_in(request, NumberForm(), following, status=error.http_status, problem=error.sentence())
    return redirect(following)


def _show_sign_in(
    request: CityRequest, form: forms.Form, following: str, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    facts = {
        "form": form,
        "next": following,
        "problem": problem,
        "outside": list_outside_providers(),
        "is_sample": not settings.PRODUCTION,
        "title": _("Sign in"),
    }
    return render(request, "access/sign_in.html", facts, status=status)


def _refuse(request: CityRequest, form: forms.Form, *, error: AlatauError) -> HttpResponse:
    form.is_valid()
    form.errors.pop("code", None)
    form.add_error("code", error.sentence())
    return render(request, "access/sign_in_code.html", {"form": form}, status=error.http_status)
