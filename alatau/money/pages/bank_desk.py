"""The bank's book against ours, for staff: statements, what differs, and how it was cleared up."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.bank.differences import clear_difference
from alatau.money.bank.read import count_waiting, list_differences, list_statements
from alatau.money.forms_bank import ClearForm
from alatau.money.present.bank import DIFFERENCE_WORDS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

CLEARERS = ("operator", "supervisor")
READERS = (*CLEARERS, "caseworker", "auditor")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def book(request: CityRequest) -> HttpResponse:
    """Show the bank's statements and what differs. No person is named: their cases are on the desk."""
    return _show(request)


@open_to(Who.STAFF, roles=CLEARERS)
@require_POST
def clear(request: CityRequest, difference_id: UUID) -> HttpResponse:
    """Say how a difference was cleared up."""
    form = ClearForm(request.POST)
    if not form.is_valid():
        return _show(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with transaction.atomic():
        clear_difference(difference_id, note=form.cleaned_data["note"], by=request.actor, at=read_clocks())
    messages.success(request, _("The difference is cleared."))
    return redirect("money:bank_book")


def _show(request: CityRequest, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    facts = {
        "differences": [(each, DIFFERENCE_WORDS[each.kind]) for each in list_differences()],
        "statements": list_statements(),
        "waiting": count_waiting(),
        "can_clear": request.actor.has_role(*CLEARERS),
        "form": ClearForm(),
    }
    return render(request, "money/desk/bank.html", facts, status=status)
