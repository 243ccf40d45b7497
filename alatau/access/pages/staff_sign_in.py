"""Staff sign in: name and password, then a second factor, enrolled at the first sign-in. Nothing opens before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from alatau.access import factors
from alatau.access.errors import FactorRefusedError, SignInRefusedError
from alatau.access.forms import FactorForm, StaffForm
from alatau.access.pending import NEW_SECRET, begin_pending, find_pending
from alatau.access.requests import NEXT, client_address, safe_next
from alatau.access.seal import seal, unseal
from alatau.access.sessions import begin_session
from alatau.access.staff import check_staff_password
from alatau.access.staff_lock import begin_try, end_tries
from alatau.access.throttle import TRY_PER_ADDRESS, spend
from alatau.access.values import Proof
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from alatau.access.pending import Pending
    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment

DESK = "/desk/"


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_sign_in(request: CityRequest) -> HttpResponse:
    """Check name and password, and go on to the second factor."""
    following = safe_next(request, request.POST.get("next") or request.GET.get("next", DESK), DESK)
    form = StaffForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/staff_sign_in.html", {"form": form, "next": following})
    at = read_clocks()
    login = form.cleaned_data["login"]
    try:
        address = client_address(request)
        user_id = check_staff_password(login, form.cleaned_data["password"], address=address, at=at)
    except AlatauError as error:
        facts = {"form": form, "next": following, "problem": error.sentence()}
        return render(request, "access/staff_sign_in.html", facts, status=error.http_status)
    begin_pending(request, user_id, login, at=at)
    request.session[NEXT] = following
    return redirect("access:staff_factor" if factors.has_second_factor(user_id) else "access:staff_enrol")


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_factor(request: CityRequest) -> HttpResponse:
    """Check the second factor and sign in."""
    at = read_clocks()
    pending = find_pending(request, at=at)
    if pending is None or not factors.has_second_factor(pending.user_id):
        return redirect("access:staff_sign_in")
    form = FactorForm(request.POST or None)
    if request.method != "POST":
        return _show_factor(request, form, pending)
    try:
        spend(TRY_PER_ADDRESS, client_address(request), at=at)
        begin_try(pending.login, address=client_address(request), at=at)
        proof = check_factor(request, pending, at=at)
    except AlatauError as error:
        return _show_factor(request, form, pending, problem=error)
    return _finish(request, pending, proof=proof, at=at)


@open_to(Who.EVERYONE)
@never_cache
@require_GET
def staff_challenge(request: CityRequest) -> HttpResponse:
    """Return the challenge for a passkey of whoever gave the password."""
    pending = find_pending(request, at=read_clocks())
    if pending is None:
        raise SignInRefusedError
    if factors.has_second_factor(pending.user_id):
        return JsonResponse(factors.begin_passkey(pending.user_id))
    return JsonResponse(factors.begin_adding_passkey(pending.user_id))


@open_to(Who.EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_enrol(request: CityRequest) -> HttpResponse:
    """Add the first second factor, show the recovery codes once, and sign in."""
    at = read_clocks()
    pending = find_pending(request, at=at)
    if pending is None or factors.has_second_factor(pending.user_id):
        return redirect("access:staff_sign_in")
    if request.method != "POST":
        return show_enrolment(request, pending)
    try:
        proof = _enrol(request, pending, at=at)
    except AlatauError as error:
        return show_enrolment(request, pending, problem=error)
    codes = factors.make_recovery_codes(pending.user_id, by=pending.actor, at=at)
    following = request.session.get(NEXT, DESK)
    _finish(request, pending, proof=proof, at=at)
    return render(request, "access/recovery_codes.html", {"codes": codes, "next": following})


def check_factor(request: CityRequest, pending: Pending, *, at: Moment) -> Proof:
    """Return how the second factor was given. Raises: FactorRefusedError, or SignInRefusedError for a passkey."""
    if credential := request.POST.get("credential"):
        factors.check_passkey(credential, user_id=pending.user_id, at=at)
        return Proof.PASSKEY
    code = request.POST.get("code", "").strip()
    proof = factors.check_totp(pending.user_id, code, at=at) or factors.check_recovery_code(
        pending.user_id, code, at=at
    )
    if proof is None:
        raise FactorRefusedError
    return proof


def show_enrolment(request: CityRequest, pending: Pending, *, problem: AlatauError | None = None) -> HttpResponse:
    """Show the QR code and the passkey button; the secret stays the same until it is confirmed."""
    sealed = request.session.get(NEW_SECRET)
    secret = unseal(sealed.encode()) if sealed else factors.make_totp_secret()
    request.session[NEW_SECRET] = seal(secret).decode()
    picture = segno.make(factors.totp_address(pending.user_id, secret), micro=False)
    facts = {
        "form": FactorForm(),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "qr": picture.svg_data_uri(scale=5, border=2, light="white"),
        "problem": problem.sentence() if problem else "",
    }
    return render(request, "access/staff_enrol.html", facts, status=problem.http_status if problem else 200)


def _enrol(request: CityRequest, pending: Pending, *, at: Moment) -> Proof:
    if credential := request.POST.get("credential"):
        name = request.POST.get("name", "").strip()[:60] or _("My passkey")
        factors.add_passkey(pending.user_id, name=name, credential=credential, by=pending.actor, at=at)
        return Proof.PASSKEY
    sealed = request.session.get(NEW_SECRET)
    if not sealed:
        raise SignInRefusedError
    secret, code = unseal(sealed.encode()), request.POST.get("code", "").strip()
    factors.add_totp(pending.user_id, secret=secret, code=code, by=pending.actor, at=at)
    return Proof.TOTP


def _finish(request: CityRequest, pending: Pending, *, proof: Proof, at: Moment) -> HttpResponse:
    following = safe_next(request, request.session.get(NEXT, DESK), DESK)
    begin_session(request, pending.user_id, proof=proof, at=at)
    end_tries(pending.login, address=client_address(request), at=at)
    return redirect(following)


def _show_factor(
    request: CityRequest, form: forms.Form, pending: Pending, *, problem: AlatauError | None = None
) -> HttpResponse:
    kinds = {factor.kind for factor in factors.list_factors(pending.user_id)}
    facts = {
        "form": form if problem is None else FactorForm(),
        "has_passkey": factors.FactorKind.PASSKEY in kinds,
        "problem": problem.sentence() if problem else "",
    }
    return render(request, "access/staff_factor.html", facts, status=problem.http_status if problem else 200)
