"""Who looked: the list in words, and the button that asks the city to look into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alatau.access.looks import contest_look, list_looks
from alatau.access.pages.subject import need_subject
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest

#: A cursor has at most this many digits; more would not fit the journal's number.
CURSOR_DIGITS = 18
#: What a representative reads here, as a data word.
LOOKS = "looks"


@open_to(Who.RESIDENT)
@require_GET
def looks(request: CityRequest) -> HttpResponse:
    """List who looked at the data of the resident, or of whom they act for."""
    subject_id = need_subject(request, data=LOOKS)
    cursor = request.GET.get("before", "")
    before = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) <= CURSOR_DIGITS else None
    purpose = request.GET.get("purpose", "")[:64]
    page = list_looks(subject_id, purpose=purpose, before=before)
    return render(request, "access/looks.html", {"page": page, "purpose": purpose})


@open_to(Who.RESIDENT)
@require_POST
def contest(request: CityRequest, line_id: UUID) -> HttpResponse:
    """Ask the city to look into one look."""
    need_subject(request, data=LOOKS)
    contest_look(line_id, by=request.actor, at=read_clocks())
    messages.success(request, _("We will look into it. Two officials answer; the reader alone cannot close it."))
    return redirect("access:looks")
