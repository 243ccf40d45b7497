"""What officials see of a contested row, by their right and purpose, and where they say how it should read."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alatau.access.care import is_address_protected
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.registry.contest import find_contest, keep_correction, read_correction, read_words
from alatau.registry.correct import find_contested_row
from alatau.registry.declare import get_register
from alatau.registry.forms import CorrectionForm
from alatau.registry.present.records import view_row
from alatau.registry.present.say import say_value
from alatau.registry.present.unfold import Reader, ReaderKind

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: Roles that work on contested rows; the kind of case says who of them decides.
WORKERS = ("caseworker", "supervisor")


@open_to(Who.STAFF, roles=WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def contested(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show the row that a case is about, and take how it should read."""
    at = read_clocks()
    case = access_case(CaseId(case_id), by=request.actor, at=at)
    contest = find_contest(case.id)
    if contest is None:
        raise NotFoundError
    register = get_register(contest.register_key)
    column = register.columns.get(contest.column)
    row = find_contested_row(contest, by=request.actor, at=at)
    form = CorrectionForm(request.POST or None, column=column) if column and row and contest.answer is None else None
    if request.method == "POST" and form is not None and form.is_valid():
        keep_correction(case.id, values={contest.column: form.cleaned_data["value"]}, by=request.actor)
        messages.success(request, _("We keep how the row should read. It is taken in when the case is decided so."))
        return redirect("registry:contested", case.id)
    reader = Reader(
        kind=ReaderKind.STAFF, is_protected=is_address_protected(contest.person_id), contested=contest.column
    )
    correction = read_correction(case.id)
    facts = {
        "case": case,
        "contest": contest,
        "register": register,
        "column": column,
        "words": read_words(case.id),
        "row": row and view_row(row, reader=reader, names={}, contests=[contest], came_on=None),
        "correction": column and correction and say_value(column, correction.get(column.name)),
        "form": form,
        "contested_word": _("Contested"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "registry/contested.html", facts, status=status)
