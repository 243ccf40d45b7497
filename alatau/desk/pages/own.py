"""A person's own cases: where they stand, what comes next, and what the person can add."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.desk.attach import FILE_BYTES_MAX, attach_file
from alatau.desk.forms import AppealForm, FileForm, OwnWordsForm
from alatau.desk.load import access_case, list_own_cases
from alatau.desk.note import explain_case
from alatau.desk.pages.task import send_file
from alatau.desk.reopen import appeal_case, can_appeal
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId, CaseStatus, FileId, Step
from alatau.desk.words import OWN_STEP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.desk.values import CaseView


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def own_cases(request: CityRequest) -> HttpResponse:
    """List the cases of the person whose affairs are at hand."""
    found = list_own_cases(by=request.actor, at=read_clocks())
    return render(request, "desk/own_cases.html", {"cases": [(each, say_next(each)) for each in found]})


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def own_case(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show one case: state, next step, history, and what the person can add."""
    return _show(request, case_id, forms={})


def _show(
    request: CityRequest, case_id: UUID, *, forms: Mapping[str, Form], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    at = read_clocks()
    view = access_case(CaseId(case_id), by=request.actor, at=at)
    task_type = get_type(view.type)
    facts = {
        "case": view,
        "task_type": task_type,
        "next": say_next(view),
        "steps": [
            {"title": OWN_STEP_WORDS[step.step], "at": step.at, "text": _own_words(step.step, step.facts)}
            for step in view.history
            if step.step in OWN_STEP_WORDS
        ],
        "can_explain": view.status != CaseStatus.DECIDED or not task_type.appeal_days,
        "can_attach": view.status != CaseStatus.DECIDED,
        "can_appeal": can_appeal(view.id, at=at),
        "explain_form": OwnWordsForm(),
        "appeal_form": AppealForm(),
        "file_form": FileForm(),
    }
    return render(request, "desk/own_case.html", facts | dict(forms), status=status)


@open_to(Who.RESIDENT, Who.SERVED)
@require_safe
def own_file(request: CityRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out a document of the person's own case."""
    return send_file(CaseId(case_id), FileId(file_id), by=request.actor)


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def explain(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Add what the person has to say."""
    form = OwnWordsForm(request.POST)
    return _do(
        request,
        case_id,
        forms={"explain_form": form},
        act=lambda given: explain_case(
            CaseId(case_id),
            words=given["words"],
            explanation_id=given["request_id"],
            by=request.actor,
            at=read_clocks(),
        ),
        done=_("We added your words to the case."),
    )


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def attach(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Attach a document to the person's own case."""
    form = FileForm(request.POST, request.FILES)
    return _do(
        request,
        case_id,
        forms={"file_form": form},
        act=lambda given: attach_file(
            CaseId(case_id),
            title=given["title"],
            content=given["file"].read(FILE_BYTES_MAX + 1),
            by=request.actor,
            at=read_clocks(),
        ),
        done=_("We added your document to the case."),
    )


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def appeal(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Say that the person does not agree with the decision."""
    form = AppealForm(request.POST)
    return _do(
        request,
        case_id,
        forms={"appeal_form": form},
        act=lambda given: appeal_case(
            CaseId(case_id), words=given["words"], appeal_id=given["request_id"], by=request.actor, at=read_clocks()
        ),
        done=_("We have your appeal. You will be told who looks into it."),
    )


def say_next(view: CaseView) -> str:
    """Say in one sentence what comes next for the person."""
    if view.decision is not None and view.status == CaseStatus.DECIDED:
        return get_type(view.type).outcomes[view.decision.outcome].told.say()
    if view.is_suspended:
        return _("We are waiting for something before we can go on.")
    if view.status == CaseStatus.PROPOSED:
        return _("A second official is checking the decision.")
    if view.task is not None and view.task.holder_id is not None:
        return _("An official is working on your case.")
    return _("Your case waits for an official.")


def _own_words(step: Step, facts: object) -> str:
    """Return the words of a step that the person wrote; what officials write among themselves stays there."""
    if step in {Step.EXPLAINED, Step.APPEALED} and isinstance(facts, dict):
        return str(facts.get("words", ""))
    return ""


def _do(
    request: CityRequest,
    case_id: UUID,
    *,
    forms: Mapping[str, Form],
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Act on the one form, and go back to the case; a refusal is said there, beside what was typed."""
    (form,) = forms.values()
    if not form.is_valid():
        return _show(request, case_id, forms=forms, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        act(form.cleaned_data)
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return _show(request, case_id, forms=forms, status=error.http_status)
    messages.success(request, done)
    return redirect("desk:own_case", case_id)
