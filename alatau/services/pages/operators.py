"""The operators who ask whether somebody may play: admit, count customers, change keys, end."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.services.restriction.forms import CustomersForm, OperatorForm
from alatau.services.restriction.operators import (
    admit_operator,
    end_operator,
    list_operators,
    rotate_keys,
    tell_customers,
)
from alatau.services.restriction.rules import get_rules
from alatau.services.restriction.values import OperatorId

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.services.restriction.values import OperatorKeys

ADMITTERS = ("administrator",)
READERS = (*ADMITTERS, "auditor")


@open_to(Who.STAFF, roles=READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: CityRequest) -> HttpResponse:
    """List the operators with their quotas; admit another, whose keys are shown this once."""
    form = OperatorForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _show(request, form=form)
    if not request.actor.has_role(*ADMITTERS):
        raise NotFoundError
    if not form.is_valid():
        return _show(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        keys = admit_operator(
            given["name"],
            licence=given["licence"],
            customers=given["customers"],
            by=request.actor,
            at=read_clocks(),
        )
    except AlatauError as error:
        form.add_error(None, error.sentence())
        return _show(request, form=form, status=error.http_status)
    return _show(request, form=OperatorForm(), keys=keys)


@open_to(Who.STAFF, roles=ADMITTERS)
@never_cache
@require_POST
def rotate(request: CityRequest, operator_id: UUID) -> HttpResponse:
    """Give an operator new keys, and show them this once."""
    keys = rotate_keys(OperatorId(operator_id), by=request.actor, at=read_clocks())
    return _show(request, form=OperatorForm(), keys=keys)


@open_to(Who.STAFF, roles=ADMITTERS)
@require_POST
def count(request: CityRequest, operator_id: UUID) -> HttpResponse:
    """Keep how many customers an operator has."""
    form = CustomersForm(request.POST)
    if form.is_valid():
        customers = form.cleaned_data["customers"]
        tell_customers(OperatorId(operator_id), customers, by=request.actor, at=read_clocks())
        messages.success(request, _("The quota follows the number of customers."))
    else:
        messages.warning(request, _("Enter the number of customers in figures."))
    return redirect("services:operators")


@open_to(Who.STAFF, roles=ADMITTERS)
@require_POST
def end(request: CityRequest, operator_id: UUID) -> HttpResponse:
    """Take an operator's keys out of use."""
    end_operator(OperatorId(operator_id), by=request.actor, at=read_clocks())
    messages.success(request, _("Its keys open nothing any more."))
    return redirect("services:operators")


def _show(
    request: CityRequest,
    *,
    form: OperatorForm,
    keys: OperatorKeys | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    facts = {
        "form": form,
        "keys": keys,
        "overlap_days": get_rules().key_overlap_days,
        "can_admit": request.actor.has_role(*ADMITTERS),
        "operators": list_operators(on=read_clocks().city_day),
    }
    return render(request, "services/restriction/operators.html", facts, status=status)


urlpatterns = [
    path("desk/restriction/", operators, name="operators"),
    path("desk/restriction/<uuid:operator_id>/keys/", rotate, name="operator_rotate"),
    path("desk/restriction/<uuid:operator_id>/customers/", count, name="operator_count"),
    path("desk/restriction/<uuid:operator_id>/end/", end, name="operator_end"),
]
