"""What officials see of a request whose case is theirs: what was asked, answered, read, and why they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.desk.load import access_case
from alatau.desk.values import CaseId
from alatau.services.catalogue.known import Known
from alatau.services.catalogue.present import list_answer_lines, list_evidence_lines, reader_of
from alatau.services.catalogue.read import find_request_of_case
from alatau.services.catalogue.reasons import say_reasons
from alatau.services.catalogue.request_values import RequestFileId
from alatau.services.pages.requests import hand_out

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.desk.values import CaseView
    from alatau.services.catalogue.request_values import RequestView

#: Roles that work on requests or check that work; the kind of case says who of them opens which.
READERS = ("caseworker", "supervisor", "registrar", "auditor")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def request_of_case(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show the request that a case is about; the look is in the journal before the answer."""
    case, view = _open(request, case_id)
    known = Known(service=view.service, answers=view.answers, evidence=view.evidence, on=read_clocks().city_day)
    facts = {
        "case": case,
        "request_view": view,
        "lines": list_answer_lines(view, known, is_own=False),
        "evidence": list_evidence_lines(known, reader=reader_of(view, is_staff=True)),
        "reasons": say_reasons(view.service, case.facts),
    }
    return render(request, "services/catalogue/request_of_case.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def file_of_case(request: CityRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out a file that came with the request."""
    _case, view = _open(request, case_id)
    return hand_out(view, RequestFileId(file_id))


def _open(request: CityRequest, case_id: UUID) -> tuple[CaseView, RequestView]:
    case = access_case(CaseId(case_id), by=request.actor, at=read_clocks())
    view = find_request_of_case(case.id)
    if view is None:
        raise NotFoundError
    return case, view


urlpatterns = [
    path("services/cases/<uuid:case_id>/", request_of_case, name="request_of_case"),
    path("services/cases/<uuid:case_id>/files/<uuid:file_id>/", file_of_case, name="file_of_case"),
]
