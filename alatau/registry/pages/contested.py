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
from alatau.registry.contest import find_contest, read_correction, read_words
from alatau.registry.correct import find_contested_row, propose_correction
from alatau.registry.declare import get_register
from alatau.registry.errors import RowRefusedError
from alatau.registry.forms import CorrectionForm, RowCorrectionForm
from alatau.registry.ingest.convert.checks import NUMBERS
from alatau.registry.present.records import view_row
from alatau.registry.present.say import NOTHING, say_value
from alatau.registry.present.unfold import Reader, ReaderKind
from alatau.registry.rows.types import read_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment
    from alatau.registry.contest import ContestView
    from alatau.registry.records import RecordRow
    from alatau.registry.rows.types import Given
    from alatau.registry.values import Register

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
    reader = Reader(
        kind=ReaderKind.STAFF, is_protected=is_address_protected(contest.person_id), contested=contest.column
    )
    form = _make_form(request, contest=contest, row=row, reader=reader)
    if (
        row is not None
        and form is not None
        and form.is_valid()
        and _keep(request, form, contest=contest, row=row, at=at)
    ):
        return redirect("registry:contested", case.id)
    facts = {
        "case": case,
        "contest": contest,
        "register": register,
        "column": column,
        "words": read_words(case.id),
        "row": row and view_row(row, reader=reader, names={}, contests=[contest], came_on=None),
        "corrections": _say_corrections(register, read_correction(case.id) or {}),
        "form": form,
        "contested_word": _("Contested"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "registry/contested.html", facts, status=status)


def _make_form(
    request: CityRequest, *, contest: ContestView, row: RecordRow | None, reader: Reader
) -> CorrectionForm | RowCorrectionForm | None:
    """Return the boxes for what is contested; none when the row is gone, or the contest was answered."""
    if row is None or contest.answer is not None:
        return None
    column = row.register.columns.get(contest.column)
    given = request.POST or None
    return CorrectionForm(given, column=column) if column else RowCorrectionForm(given, row=row, reader=reader)


def _say_corrections(register: Register, correction: Mapping[str, Given]) -> list[tuple[str, str]]:
    """Return how values should read, in words."""
    columns = [(register.columns[name], value) for name, value in correction.items() if name in register.columns]
    return [
        (
            column.title(),
            str(value or NOTHING) if column.type in NUMBERS else say_value(column, read_value(column, value)),
        )
        for column, value in columns
    ]


def _keep(
    request: CityRequest,
    form: CorrectionForm | RowCorrectionForm,
    *,
    contest: ContestView,
    row: RecordRow,
    at: Moment,
) -> bool:
    """Keep what was typed; when the register's checks refuse it, say so with the boxes."""
    try:
        propose_correction(contest, row, values=form.corrected(), by=request.actor, at=at)
    except RowRefusedError as error:
        form.add_error("value" if contest.column else None, error.sentence())
        return False
    messages.success(request, _("We keep how the row should read. It is taken in when the case is decided so."))
    return True
