"""What somebody left, for the officials whose case it is: how much there is, and who inherits."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.access.read import name_people
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import PersonId
from alatau.desk.load import access_case
from alatau.desk.values import CaseId, CaseStatus
from alatau.money.estate.divide import find_estate, name_heirs
from alatau.money.estate.values import EstateStatus
from alatau.money.forms_desks import HeirsForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

WORKERS = ("caseworker", "supervisor")


@open_to(Who.STAFF, roles=WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def estate(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show an estate, and take who inherits it."""
    case = access_case(CaseId(case_id), by=request.actor, at=read_clocks())
    found = find_estate(case.id)
    if found is None:
        raise NotFoundError
    is_open = found.status is EstateStatus.OPEN and case.status is CaseStatus.OPEN
    form = HeirsForm(request.POST if request.method == "POST" else None) if is_open else None
    if form is not None and form.is_bound and form.is_valid() and _keep(request, form, case_id=case.id):
        return redirect("money:estate", case.id)
    names = name_people([PersonId(heir.holder_id) for heir in found.heirs])
    facts = {
        "case": case,
        "estate": found,
        "heirs": [(names.get(PersonId(heir.holder_id), ""), heir) for heir in found.heirs],
        "form": form,
        "frozen": _("Frozen"),
        "settled": _("Settled"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "money/desk/estate.html", facts, status=status)


def _keep(request: CityRequest, form: HeirsForm, *, case_id: UUID) -> bool:
    given = form.cleaned_data
    try:
        name_heirs(case_id, given["heirs"], certificate=given["certificate"], by=request.actor, at=read_clocks())
    except AlatauError as error:
        form.add_error("heirs", error.sentence())
        return False
    messages.success(request, _("The heirs are kept. The money is divided when the case is decided so."))
    return True
