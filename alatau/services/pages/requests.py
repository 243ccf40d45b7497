"""A resident's requests: the form one thing at a time, the page of review, where each stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.services.catalogue.errors import RequestIncompleteError
from alatau.services.catalogue.fees import find_fee
from alatau.services.catalogue.form_flow import find_next, find_page, find_unanswered, list_known, list_questions
from alatau.services.catalogue.forms import PageForm, initial_of
from alatau.services.catalogue.open_form import open_form
from alatau.services.catalogue.present import (
    FACES,
    STATUS_WORDS,
    list_answer_lines,
    list_evidence_lines,
    list_known_lines,
    reader_of,
    say_deadline,
    say_next,
    say_place,
    say_steps,
)
from alatau.services.catalogue.read import get_request, list_requests, read_file
from alatau.services.catalogue.request_values import RequestFileId, RequestId, RequestStatus
from alatau.services.catalogue.requests import add_file, remove_file, save_draft, withdraw_request
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.values import SELF, FeeTime, FieldType, Otherwise

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.requests import CityRequest
    from alatau.core.values import Moment
    from alatau.services.catalogue.open_form import OpenForm
    from alatau.services.catalogue.request_values import RequestView
    from alatau.services.catalogue.values import FormField, Page

#: Where a question goes back to when it was opened to change one answer.
FROM_REVIEW = "review"


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def requests(request: CityRequest) -> HttpResponse:
    """List the requests of the person at hand: where each stands, and what comes next."""
    found = list_requests(by=request.actor)
    rows = [(each, FACES[each.status], STATUS_WORDS[each.status](), say_next(each)) for each in found]
    return render(request, "services/catalogue/requests.html", {"requests": rows})


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def one_request(request: CityRequest, request_id: UUID) -> HttpResponse:
    """Show where a request stands; a draft goes on where it was left."""
    at = read_clocks()
    form = open_form(RequestId(request_id), by=request.actor, at=at)
    if form.view.status is RequestStatus.DRAFT:
        page = find_unanswered(form.known, with_files=form.with_files)
        return redirect("services:question", request_id, page.key) if page else redirect("services:review", request_id)
    view = form.view
    facts = {
        "request_view": view,
        "face": FACES[view.status],
        "status_word": STATUS_WORDS[view.status](),
        "next": say_next(view),
        "lines": list_answer_lines(view, form.known, is_own=False),
        "steps": say_steps(view),
    }
    return render(request, "services/catalogue/request.html", facts)


@open_to(Who.RESIDENT, Who.SERVED)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: CityRequest, request_id: UUID, page_key: str) -> HttpResponse:
    """Ask one thing of the form; what registers answer is shown and not asked."""
    at = read_clocks()
    form = open_form(RequestId(request_id), by=request.actor, at=at)
    if form.view.status is not RequestStatus.DRAFT:
        return redirect("services:request", request_id)
    page = find_page(form.known, page_key)
    questions = list_questions(form.known, page)
    if request.method != "POST":
        boxes = PageForm(questions=questions, known=form.known, initial=initial_of(questions, form.view.answers))
        return _ask(request, form, page, boxes=boxes)
    boxes = PageForm(request.POST, request.FILES, questions=questions, known=form.known)
    refusal = _take_files(request, form, questions, at=at)
    if refusal or not boxes.is_valid():
        return _ask(request, form, page, boxes=boxes, refusal=refusal)
    save_draft(form.view.id, boxes.answers(), by=request.actor, at=at)
    return _go_on(request, form.view.id, page, asked={each.key for each in questions}, at=at)


def _take_files(request: CityRequest, form: OpenForm, questions: list[FormField], *, at: Moment) -> str:
    """Keep the files that came; return why one was not taken."""
    for each in questions:
        if each.type is not FieldType.FILES:
            continue
        for file in request.FILES.getlist(each.key):
            try:
                content = file.read()
                add_file(form.view.id, each, name=file.name or "", content=content, by=request.actor, at=at)
            except AlatauError as error:
                return error.sentence()
    return ""


def _go_on(request: CityRequest, request_id: RequestId, page: Page, *, asked: set[str], at: Moment) -> HttpResponse:
    form = open_form(request_id, by=request.actor, at=at)
    questions = list_questions(form.known, page)
    # An answer can open further questions on its own page: without scripts they appear when it is sent.
    if "add" in request.POST or not {each.key for each in questions} <= asked:
        return redirect("services:question", request_id, page.key)
    if any(_lacks_files(each, form) for each in questions):
        messages.warning(request, _("Add at least one file, then go on."))
        return redirect("services:question", request_id, page.key)
    if request.GET.get("from") == FROM_REVIEW and find_unanswered(form.known, with_files=form.with_files) is None:
        return redirect("services:review", request_id)
    following = find_next(form.known, page)
    if following is None:
        return redirect("services:review", request_id)
    return redirect("services:question", request_id, following.key)


def _lacks_files(field: FormField, form: OpenForm) -> bool:
    return field.type is FieldType.FILES and field.is_required and field.key not in form.with_files


def _ask(request: CityRequest, form: OpenForm, page: Page, *, boxes: PageForm, refusal: str = "") -> HttpResponse:
    known = form.known
    questions = list_questions(known, page)
    facts = {
        "request_view": form.view,
        "page": page,
        "place": say_place(known, page),
        "form": boxes,
        "boxes": [boxes[each.key] for each in boxes.questions],
        "file_fields": [
            (each, [file for file in form.view.files if file.field == each.key])
            for each in questions
            if each.type is FieldType.FILES
        ],
        "known": list_known_lines(known, list_known(known, page), is_own=form.view.asked_by == SELF),
        "refusal": refusal,
        "whose": form.name,
        "query": "?from=review" if request.GET.get("from") == FROM_REVIEW else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if boxes.errors or refusal else HTTPStatus.OK
    return render(request, "services/catalogue/question.html", facts, status=status)


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def review(request: CityRequest, request_id: UUID) -> HttpResponse:
    """Show everything that will be sent, each line with where it comes from."""
    at = read_clocks()
    form = open_form(RequestId(request_id), by=request.actor, at=at)
    if form.view.status is not RequestStatus.DRAFT:
        return redirect("services:request", request_id)
    missing = find_unanswered(form.known, with_files=form.with_files)
    if missing is not None:
        return redirect("services:question", request_id, missing.key)
    return render(request, "services/catalogue/review.html", _review_facts(form))


def _review_facts(form: OpenForm) -> dict[str, object]:
    view, known = form.view, form.known
    fee, service = find_fee(known), view.service
    unmet = known.list_unmet()
    return {
        "request_view": view,
        "lines": list_answer_lines(view, known, is_own=view.asked_by == SELF),
        "evidence": list_evidence_lines(known, reader=reader_of(view)),
        "stops": [each.says for each in unmet if each.otherwise is Otherwise.STOP],
        "looks": [each.says for each in unmet if each.otherwise is Otherwise.OFFICIAL],
        "fee": fee,
        "is_paid_before": service.fee is not None and service.fee.when is FeeTime.BEFORE,
        "deadline": say_deadline(service),
        "whose": form.name,
    }


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def send(request: CityRequest, request_id: UUID) -> HttpResponse:
    """Send the request; what is still open is asked first."""
    try:
        view = send_request(RequestId(request_id), by=request.actor, at=read_clocks())
    except RequestIncompleteError as error:
        messages.warning(request, error.sentence())
        return redirect("services:question", request_id, str(error.facts["page"]))
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return redirect("services:review", request_id)
    messages.success(request, SENT_WORDS[view.status]())
    return redirect("services:request", request_id)


SENT_WORDS = {
    RequestStatus.FEE_DUE: lambda: _("We have your request. It begins when the fee is paid."),
    RequestStatus.WITH_STAFF: lambda: _("We have your request. An official looks at it."),
    RequestStatus.GRANTED: lambda: _("Done. What you asked for is below."),
    RequestStatus.REFUSED: lambda: _("This request is decided."),
    RequestStatus.WITHDRAWN: lambda: _("You took this request back."),
}


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def withdraw(request: CityRequest, request_id: UUID) -> HttpResponse:
    """Take a request back; a draft is erased."""
    try:
        withdraw_request(RequestId(request_id), by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return redirect("services:request", request_id)
    messages.success(request, _("You took this request back."))
    return redirect("services:requests")


@open_to(Who.RESIDENT, Who.SERVED)
@require_http_methods(["GET", "HEAD", "POST"])
def one_file(request: CityRequest, request_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out a file of one's own request; a POST takes it out of the draft."""
    view = get_request(RequestId(request_id), by=request.actor)
    if request.method == "POST":
        field = next((each.field for each in view.files if each.id == file_id), "")
        remove_file(view.id, RequestFileId(file_id), by=request.actor, at=read_clocks())
        page = next((page for page in view.service.pages if field in {each.key for each in page.fields}), None)
        return redirect("services:question", request_id, page.key) if page else redirect("services:request", request_id)
    return hand_out(view, RequestFileId(file_id))


def hand_out(view: RequestView, file_id: RequestFileId) -> HttpResponse:
    """Return a file so that a browser saves it, whatever is in it."""
    media_type, content = read_file(view.id, file_id)
    ending = media_type.rpartition("/")[2]
    number = next((place for place, each in enumerate(view.files, start=1) if each.id == file_id), 0)
    headers = {
        "Content-Disposition": f'attachment; filename="{view.number or "draft"}-{number}.{ending}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


urlpatterns = [
    path("services/requests/", requests, name="requests"),
    path("services/requests/<uuid:request_id>/", one_request, name="request"),
    path("services/requests/<uuid:request_id>/questions/<slug:page_key>/", question, name="question"),
    path("services/requests/<uuid:request_id>/review/", review, name="review"),
    path("services/requests/<uuid:request_id>/send/", send, name="send"),
    path("services/requests/<uuid:request_id>/withdraw/", withdraw, name="withdraw"),
    path("services/requests/<uuid:request_id>/files/<uuid:file_id>/", one_file, name="request_file"),
]
