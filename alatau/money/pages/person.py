"""One person's payments for an official: by the case that asks for them; the person sees that they were read."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case, purpose_of_reading
from alatau.desk.read import search_cases
from alatau.desk.task_types import get_type
from alatau.money.forms_desks import PersonPaymentsForm
from alatau.money.wallet.look import access_payments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.desk.values import CaseView
    from alatau.money.wallet.values import Payment

#: Roles that have rights to people's data; whose case it is decides about each of them.
READERS = ("caseworker", "supervisor", "auditor")


@open_to(Who.STAFF, roles=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: CityRequest) -> HttpResponse:
    """Ask for the case, and show its person's payments. A request that is sent again is another look."""
    form = PersonPaymentsForm(request.POST if request.method == "POST" else {"case": request.GET["case"]}
                              if "case" in request.GET else None)  # fmt: skip
    facts: dict[str, object] = {"form": form, "payments": None}
    if request.method == "POST" and form.is_valid():
        try:
            case, payments = _look(request, form.cleaned_data["case"], words=form.cleaned_data["words"])
        except NotFoundError:
            form.add_error("case", _("We found no case of yours by this number. Check it against your work."))
        else:
            facts |= {"case": case, "payments": payments}
    is_refused = request.method == "POST" and facts["payments"] is None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "money/desk/person.html", facts, status=status)


def _look(request: CityRequest, number: str, *, words: str) -> tuple[CaseView, Sequence[Payment]]:
    at = read_clocks()
    line = next((each for each in search_cases(number.strip()) if each.number == number.strip()), None)
    if line is None:
        raise NotFoundError
    case = access_case(line.id, by=request.actor, at=at)
    purpose = purpose_of_reading(get_type(case.type), by=request.actor)
    payments = access_payments(case.subject_id, by=request.actor, purpose=purpose, case_id=case.id, at=at, words=words)
    return case, payments
