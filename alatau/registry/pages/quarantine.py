"""Rows in quarantine: what is wrong with them, and what the registrar does about them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.content import find_language
from alatau.core.routes import Who, open_to
from alatau.registry.declare import get_register
from alatau.registry.errand import ask_to_release, list_errands
from alatau.registry.forms import ReleaseForm, ReturnForm
from alatau.registry.ingest.quarantine import PAGE
from alatau.registry.pages.registers import READERS, WRITERS
from alatau.registry.present.quarantine import count_reasons, make_table, view_row, view_rows
from alatau.registry.quarantine import list_report, open_row, see_row
from alatau.registry.reader.ask_operator import count_faults, list_rows
from alatau.registry.send_back import list_letters, open_letter
from alatau.registry.send_back import send_back as send_back_rows
from alatau.registry.values import ErrandState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from alatau.access.requests import CityRequest


@open_to(Who.STAFF, roles=READERS)
@require_safe
def quarantine(request: CityRequest, key: str) -> HttpResponse:
    """List the rows that wait, with what touches a person hidden."""
    register = get_register(key)
    reason = request.GET.get("reason", "")[:40]
    rows = list_rows(register, reason=reason, after=_read_place(request.GET.get("after", "")), limit=PAGE)
    errands = list_errands(register.key)
    facts = {
        "register": register,
        "rows": view_rows(register, rows),
        "reasons": count_reasons(register, count_faults(register)),
        "reason": reason,
        "after": f"{rows[-1].load}.{rows[-1].line}" if len(rows) == PAGE else "",
        "return_form": ReturnForm(),
        "letters": list_letters(register),
        "can_decide": request.actor.has_role(*WRITERS),
        "errands": errands,
        "is_waiting": any(errand.state is ErrandState.WAITING for errand in errands),
    }
    return render(request, "registry/quarantine.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def row(request: CityRequest, key: str, place: str) -> HttpResponse:
    """Show one row with what is wrong with it; what touches a person is hidden."""
    register = get_register(key)
    facts = {
        "register": register,
        "row": view_row(register, see_row(register, place=_read_place(place))),
        "can_decide": request.actor.has_role(*WRITERS),
    }
    return render(request, "registry/quarantined.html", facts)


@open_to(Who.STAFF, roles=WRITERS)
@require_POST
def open_one(request: CityRequest, key: str, place: str) -> HttpResponse:
    """Open one row to correct it; that leaves its trace."""
    register = get_register(key)
    found = open_row(register, place=_read_place(place), by=request.actor, at=read_clocks())
    form = ReleaseForm(register=register, values=found.values, initial={"errand_id": uuid4()})
    facts = {"register": register, "row": view_row(register, found), "form": form, "can_decide": True}
    return render(request, "registry/quarantined.html", facts)


@open_to(Who.STAFF, roles=WRITERS)
@require_POST
def release(request: CityRequest, key: str, place: str) -> HttpResponse:
    """Hand the corrected row to the worker, which takes it in when it passes the checks."""
    register = get_register(key)
    form = ReleaseForm(request.POST, register=register, values={})
    if not form.is_valid():
        return redirect("registry:quarantined", register.key, place)
    ask_to_release(
        register,
        place=_read_place(place),
        values=form.corrected(),
        note=form.cleaned_data["note"],
        errand_id=form.cleaned_data["errand_id"],
        by=request.actor,
        at=read_clocks(),
    )
    return redirect("registry:quarantine", register.key)


@open_to(Who.STAFF, roles=WRITERS)
@require_POST
def send_back(request: CityRequest, key: str) -> HttpResponse:
    """Send the chosen rows back to the register's owner, by a letter."""
    register = get_register(key)
    chosen = [_read_place(each) for each in request.POST.getlist("row")]
    form = ReturnForm(request.POST)
    if form.is_valid() and chosen:
        note, language = form.cleaned_data["note"], find_language().code
        count = send_back_rows(register, chosen, note=note, language=language, by=request.actor, at=read_clocks())
        said = ngettext("%(count)s row went back to its owner.", "%(count)s rows went back to their owner.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.warning(request, _("Choose the rows first, and say what the owner has to do."))
    return redirect("registry:quarantine", register.key)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def letter(request: CityRequest, key: str, letter_id: UUID) -> HttpResponse:
    """Hand out a letter by which rows went back."""
    register = get_register(key)
    pdf = open_letter(register, letter_id, by=request.actor, at=read_clocks())
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{register.code}-returned.pdf"'
    return response


@open_to(Who.STAFF, roles=WRITERS)
@require_POST
def report(request: CityRequest, key: str) -> HttpResponse:
    """Hand out the rows as they came, with what is wrong with each, for the register's owner."""
    register = get_register(key)
    reason = request.POST.get("reason", "")[:40]
    rows = list_report(register, reason=reason, by=request.actor, at=read_clocks())
    response = HttpResponse(_write(make_table(register, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{register.code}-quarantine.csv"'
    return response


def _write(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    # The mark at the start tells spreadsheets that this is UTF-8.
    return "\ufeff" + text.getvalue()


def _read_place(given: str) -> tuple[int, int]:
    """Return a load and a line out of "3.17"; the beginning out of anything else."""
    load, _point, line = given.partition(".")
    is_place = all(part.isascii() and part.isdigit() and len(part) < 15 for part in (load, line))
    return (int(load), int(line)) if is_place else (0, 0)
