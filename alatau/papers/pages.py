"""Pages of documents: a resident's own, and the public ones that verify."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from alatau.access.desk_visit import PURPOSE as VISIT
from alatau.access.requests import client_address
from alatau.access.throttle import Limit, spend
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import ActorKind
from alatau.papers.codes import read_code
from alatau.papers.forms import CodeForm, FileForm
from alatau.papers.load import AUDIT_PURPOSE, CASE_PURPOSE, OWN_PURPOSE, access_document, access_documents
from alatau.papers.values import DocumentId
from alatau.papers.verify import FILE_BYTES_MAX, verify_code, verify_file

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor

#: A person checks a few documents; a machine that guesses codes or wears us out with files is stopped.
CODES_PER_ADDRESS = Limit(kind="verify.code", most=60, window=timedelta(minutes=10))
FILES_PER_ADDRESS = Limit(kind="verify.file", most=20, window=timedelta(minutes=10))

#: Roles that open documents of the cases they work on.
WORKERS = ("caseworker", "supervisor")
READERS = (*WORKERS, "auditor")


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def documents(request: CityRequest) -> HttpResponse:
    """List the documents of the person whose affairs are at hand."""
    subject_id = request.actor.subject_id
    if subject_id is None:
        raise NotFoundError
    purpose = OWN_PURPOSE if request.actor.kind is ActorKind.RESIDENT else VISIT
    found = access_documents(subject_id, by=request.actor, at=read_clocks(), purpose=purpose)
    return render(request, "papers/documents.html", {"documents": found})


@open_to(Who.RESIDENT, Who.STAFF, roles=READERS)
@require_safe
def document_file(request: CityRequest, document_id: UUID) -> HttpResponse:
    """Hand out the file of a document, under a name that tells nothing of its owner."""
    purpose = _purpose_of(request.actor)
    view, pdf = access_document(DocumentId(document_id), by=request.actor, at=read_clocks(), purpose=purpose)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="alatau-{view.code}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@open_to(Who.EVERYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: CityRequest) -> HttpResponse:
    """Take a code, or a file, and say whether it is genuine."""
    if request.method != "POST":
        typed = request.GET.get("code", "")
        return _look_up(request, typed) if typed else _ask(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, file_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        spend(FILES_PER_ADDRESS, client_address(request), at=read_clocks())
        report = verify_file(form.cleaned_data["file"].read(FILE_BYTES_MAX + 1))
    except AlatauError as error:
        form.add_error("file", error.sentence())
        return _ask(request, file_form=form, status=error.http_status)
    return render(request, "papers/report.html", {"report": report, "record": report.record})


@open_to(Who.EVERYONE)
@require_safe
def verify_document(request: CityRequest, code: str) -> HttpResponse:
    """Say in words what the document with this code is: never whom it concerns."""
    spend(CODES_PER_ADDRESS, client_address(request), at=read_clocks())
    try:
        record = verify_code(code)
    except NotFoundError:
        return render(request, "papers/unknown.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "papers/record.html", {"record": record, "file_form": FileForm()})


def _purpose_of(actor: Actor) -> str:
    if actor.kind is not ActorKind.STAFF:
        return OWN_PURPOSE
    return CASE_PURPOSE if actor.has_role(*WORKERS) else AUDIT_PURPOSE


def _look_up(request: CityRequest, typed: str) -> HttpResponse:
    form = CodeForm({"code": typed})
    if not form.is_valid():
        return _ask(request, code_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("papers:verify_document", code=read_code(form.cleaned_data["code"]))


def _ask(
    request: CityRequest,
    *,
    code_form: CodeForm | None = None,
    file_form: FileForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    forms = {"code_form": code_form or CodeForm(), "file_form": file_form or FileForm()}
    return render(request, "papers/verify.html", forms, status=status)


app_name = "papers"
urlpatterns = [
    path("documents/", documents, name="documents"),
    path("documents/<uuid:document_id>/", document_file, name="document_file"),
    path("verify/", verify, name="verify"),
    path("verify/<str:code>", verify_document, name="verify_document"),
]
