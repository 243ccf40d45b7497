"""A resident's own records: register by register, row by row, and the way to say that something is wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.registry.contest import contest_row, list_contests
from alatau.registry.declare import get_register
from alatau.registry.forms import ContestForm
from alatau.registry.pages.whose import find_whose
from alatau.registry.present.own import list_own, promise_of_answer, show_own
from alatau.registry.present.unfold import ReaderKind, is_closed_to_others
from alatau.registry.read_records import read_records

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment
    from alatau.registry.pages.whose import Whose
    from alatau.registry.records import RecordRow
    from alatau.registry.values import Register


@open_to(Who.RESIDENT)
@require_safe
def records(request: CityRequest) -> HttpResponse:
    """List the registers: what they hold about the person, what they hold nothing of, and what nobody knows."""
    at = read_clocks()
    whose = find_whose(request, at=at)
    found = read_records(whose.person_id, by=whose.actor, at=at)
    facts = list_own(found, reader=whose.reader, contests=list_contests(whose.person_id), at=at)
    return render(request, "registry/records.html", facts | {"whose": whose, "contested_word": _("Contested")})


@open_to(Who.RESIDENT)
@require_safe
def record(request: CityRequest, key: str) -> HttpResponse:
    """Show what one register holds about the person."""
    at = read_clocks()
    whose = find_whose(request, at=at)
    register = _open_register(key, whose)
    found = read_records(whose.person_id, by=whose.actor, at=at, only=register)
    names: dict[UUID, str] = {child.person_id: child.short_name for child in whose.children}
    assert whose.actor.person_id is not None
    names[whose.actor.person_id] = _("You")
    if whose.is_other:
        names.setdefault(whose.person_id, _("The person you act for"))
    facts = show_own(register, found, reader=whose.reader, names=names, contests=list_contests(whose.person_id), at=at)
    return render(request, "registry/record.html", facts | {"whose": whose, "contested_word": _("Contested")})


@open_to(Who.RESIDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: CityRequest, key: str, row_key: UUID) -> HttpResponse:
    """Take what the person says is wrong with a row, and open the case about it."""
    at = read_clocks()
    whose = find_whose(request, at=at)
    register = _open_register(key, whose)
    row = _find_row(register, row_key, whose=whose, at=at)
    form = ContestForm(request.POST or None, row=row, reader=whose.reader)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        contest_row(
            row, column=given["column"], words=given["words"], request_id=given["request_id"], by=whose.actor, at=at
        )
        messages.success(request, _("We marked the record as contested. You will be told what the owner answers."))
        return redirect(reverse("registry:record", args=[register.key]) + whose.query)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    facts = {"register": register, "form": form, "whose": whose, "promise": promise_of_answer(at)}
    return render(request, "registry/contest.html", facts, status=status)


def _open_register(key: str, whose: Whose) -> Register:
    register = get_register(key)
    if whose.reader.kind is not ReaderKind.SUBJECT and is_closed_to_others(register):
        # That somebody stands there would tell already: it reads like a register that does not exist.
        raise NotFoundError
    return register


def _find_row(register: Register, row_key: UUID, *, whose: Whose, at: Moment) -> RecordRow:
    found = read_records(whose.person_id, by=whose.actor, at=at, only=register)
    row = next((row for row in found.rows if row.key == row_key), None)
    if row is None:
        raise NotFoundError
    return row
