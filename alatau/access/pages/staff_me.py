"""A member of staff's own page: second factors, recovery codes, password, roles, signed-in browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from alatau.access import factors
from alatau.access.forms import PasswordForm
from alatau.access.lookup import get_role
from alatau.access.pages.me import show_sign_in_page
from alatau.access.pages.proof import fresh_proof
from alatau.access.read import list_role_grants
from alatau.access.regions import name_place
from alatau.access.sessions import begin_session
from alatau.access.staff import change_password
from alatau.access.values import Proof
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.STAFF)
@never_cache
@require_GET
def staff_me(request: CityRequest) -> HttpResponse:
    """Show how the member of staff signs in, and which roles they hold."""
    return _show(request, PasswordForm())


@open_to(Who.STAFF)
@require_POST
@fresh_proof
def new_recovery_codes(request: CityRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    assert request.actor.user_id is not None
    codes = factors.make_recovery_codes(request.actor.user_id, by=request.actor, at=read_clocks())
    return render(request, "access/recovery_codes.html", {"codes": codes, "next": "/staff/me/"})


@open_to(Who.STAFF)
@require_POST
@fresh_proof
def set_password(request: CityRequest) -> HttpResponse:
    """Change the password; every other browser is signed out."""
    assert request.actor.user_id is not None
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    given, at = form.cleaned_data, read_clocks()
    try:
        change_password(request.actor.user_id, old=given["old"], new=given["new"], by=request.actor, at=at)
    except AlatauError as error:
        return _show(request, PasswordForm(), problem=error)
    # The session was bound to the old password: it begins anew.
    begin_session(request, request.actor.user_id, proof=Proof.TOTP, at=at)
    messages.success(request, _("Your password is changed. All other browsers are signed out."))
    return redirect("access:staff_me")


def _show(request: CityRequest, form: forms.Form, *, problem: AlatauError | None = None) -> HttpResponse:
    assert request.actor.user_id is not None
    grants = [
        (grant, get_role(grant.role).name, name_place(grant.region))
        for grant in list_role_grants(request.actor.user_id)
    ]
    return show_sign_in_page(request, problem=problem, password_form=form, grants=grants)
