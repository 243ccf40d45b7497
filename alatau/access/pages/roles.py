"""Roles of staff, for the administrator: who holds what, give, take, make and close sign-ins."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alatau.access.forms import OwnRecordForm, RoleForm, StaffCreateForm
from alatau.access.lookup import get_role
from alatau.access.own_affairs import find_own_record
from alatau.access.own_record import link_record
from alatau.access.pages.proof import fresh_proof
from alatau.access.read import find_person_by_number, list_role_grants, list_staff, name_staff
from alatau.access.regions import name_place
from alatau.access.roles import ADMINISTRATOR, confirm_role, grant_role, revoke_role
from alatau.access.staff import create_staff, make_first_password
from alatau.access.throttle import FIND_PER_STAFF, spend
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import UserId

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.access.values import StaffView
    from alatau.core.text import Text


@open_to(Who.STAFF, roles=(ADMINISTRATOR, "auditor"))
@require_GET
def staff_list(request: CityRequest) -> HttpResponse:
    """List staff and the roles they hold today."""
    return _show_staff(request, StaffCreateForm())


def _show_staff(request: CityRequest, form: forms.Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
    rows = [{"staff": view, "roles": _names_of_held(view.user_id)} for view in list_staff(at=read_clocks())]
    facts = {"rows": rows, "form": form, "can_change": request.actor.has_role(ADMINISTRATOR)}
    return render(request, "access/staff_list.html", facts, status=status)


@open_to(Who.STAFF, roles=(ADMINISTRATOR,))
@never_cache
@require_POST
@fresh_proof
def new_staff(request: CityRequest) -> HttpResponse:
    """Make a sign-in for a colleague; the first password is shown this once."""
    form, at = StaffCreateForm(request.POST), read_clocks()
    if not form.is_valid():
        return _show_staff(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given, password = form.cleaned_data, make_first_password()
    try:
        user_id = create_staff(
            login=given["login"],
            name=given["name"],
            office=given["office"],
            password=password,
            by=request.actor,
            at=at,
        )
    except AlatauError as error:
        form.add_error("login", error.sentence())
        return _show_staff(request, form, status=error.http_status)
    return render(request, "access/staff_made.html", {"given": given, "password": password, "user_id": user_id})


@open_to(Who.STAFF, roles=(ADMINISTRATOR, "auditor"))
@require_GET
def staff_roles(request: CityRequest, user_id: UUID) -> HttpResponse:
    """Show one colleague's roles."""
    day = read_clocks().city_day
    return _show(request, _colleague(user_id), RoleForm(on=day, initial={"valid_from": day}))


@open_to(Who.STAFF, roles=(ADMINISTRATOR,))
@require_http_methods(["POST"])
@fresh_proof
def give_role(request: CityRequest, user_id: UUID) -> HttpResponse:
    """Give a role."""
    at = read_clocks()
    colleague, form = _colleague(user_id), RoleForm(request.POST, on=at.city_day)
    if not form.is_valid():
        return _show(request, colleague, form)
    given = form.cleaned_data
    try:
        grant_role(
            colleague.user_id,
            given["role"],
            ground=given["ground"],
            region=given["region"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            by=request.actor,
            at=at,
        )
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _show(request, colleague, form, status=error.http_status)
    if get_role(given["role"]).needs_two:
        messages.success(request, _("The role is entered. It opens once another administrator confirms it."))
    else:
        messages.success(request, _("The role is given. It shows at the colleague's next page."))
    return redirect("access:staff_roles", user_id=user_id)


@open_to(Who.STAFF, roles=(ADMINISTRATOR,))
@require_POST
@fresh_proof
def confirm(request: CityRequest, user_id: UUID, grant_id: UUID) -> HttpResponse:
    """Say the second yes to a powerful role."""
    _need_grant(user_id, grant_id)
    confirm_role(grant_id, by=request.actor, at=read_clocks())
    messages.success(request, _("The role is confirmed. It shows at the colleague's next page."))
    return redirect("access:staff_roles", user_id=user_id)


@open_to(Who.STAFF, roles=(ADMINISTRATOR,))
@require_POST
@fresh_proof
def take_role(request: CityRequest, user_id: UUID, grant_id: UUID) -> HttpResponse:
    """Take a role back."""
    _need_grant(user_id, grant_id)
    revoke_role(grant_id, by=request.actor, at=read_clocks())
    messages.success(request, _("The role is taken back. It stops at the colleague's next page."))
    return redirect("access:staff_roles", user_id=user_id)


@open_to(Who.STAFF, roles=(ADMINISTRATOR,))
@require_POST
@fresh_proof
def tell_record(request: CityRequest, user_id: UUID) -> HttpResponse:
    """Keep which resident a colleague is."""
    colleague, form, at = _colleague(user_id), OwnRecordForm(request.POST), read_clocks()
    if not form.is_valid():
        return _show(request, colleague, RoleForm(on=at.city_day), record_form=form)
    try:
        spend(FIND_PER_STAFF, str(request.actor.user_id), at=at)
        person_id = find_person_by_number(form.cleaned_data["number"], on=at.city_day)
        if person_id is None:
            raise NotFoundError
        link_record(colleague.user_id, person_id, by=request.actor, at=at)
    except AlatauError as error:
        form.add_error("number", error.sentence())
        return _show(request, colleague, RoleForm(on=at.city_day), record_form=form, status=error.http_status)
    messages.success(request, _("The city now keeps this colleague away from their own affairs."))
    return redirect("access:staff_roles", user_id=user_id)


def _names_of_held(user_id: UserId) -> list[Text]:
    return [get_role(grant.role).name for grant in list_role_grants(user_id) if not grant.awaits_second]


def _colleague(user_id: UUID) -> StaffView:
    colleague = name_staff([UserId(user_id)]).get(UserId(user_id))
    if colleague is None:
        raise NotFoundError
    return colleague


def _need_grant(user_id: UUID, grant_id: UUID) -> None:
    """Refuse an address that names one colleague and the role of another. Raises: NotFoundError."""
    if grant_id not in {grant.id for grant in list_role_grants(UserId(user_id))}:
        raise NotFoundError


def _show(
    request: CityRequest,
    colleague: StaffView,
    form: forms.Form,
    *,
    record_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "colleague": colleague,
        "grants": [
            (grant, get_role(grant.role).name, name_place(grant.region), grant.granted_by != request.actor.user_id)
            for grant in list_role_grants(colleague.user_id)
        ],
        "form": form,
        "record_form": record_form or OwnRecordForm(),
        "has_record": find_own_record(colleague.user_id) is not None,
        "can_change": request.actor.has_role(ADMINISTRATOR) and request.actor.user_id != colleague.user_id,
    }
    return render(request, "access/staff_roles.html", facts, status=status)
