"""One task, with the case behind it: what to do, what happened, what may be done now."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alatau.access.load import access_person
from alatau.access.read import name_staff
from alatau.core.clock import read_clocks
from alatau.core.content import find_language
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import UserId
from alatau.desk.attach import ENDINGS
from alatau.desk.forms import ColleagueForm, FileForm, NoteForm, ProposalForm, ReasonForm, SuspendForm, name_region
from alatau.desk.load import access_case, access_file, purpose_of_reading
from alatau.desk.pages.queue import READERS, WORKERS
from alatau.desk.read import find_case_of_task
from alatau.desk.take import SUPERVISOR, list_colleagues
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId, FileId, TaskId
from alatau.desk.words import KIND_WORDS, STEP_WORDS
from alatau.messages.catalogue import get_template
from alatau.messages.choices import get_choices
from alatau.messages.errors import TemplateUnknownError
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from alatau.access.requests import CityRequest
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseView, StepView, TaskRow

BLANK = re.compile(r"\{\w+\}")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def task(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Show a task with its case; a finished task leads to the case."""
    return render_task(request, task_id)


def render_task(
    request: CityRequest, task_id: UUID, *, typed_for: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Return the page of a task; what was typed for an outcome stays in its form."""
    case_id = find_case_of_task(TaskId(task_id))
    if case_id is None:
        raise NotFoundError
    at = read_clocks()
    view = access_case(case_id, by=request.actor, at=at)
    if view.task is None or view.task.id != task_id:
        return redirect("desk:case", case_id)
    facts = show_case(view, by=request.actor, at=at) | show_task(view, by=request.actor, at=at)
    outcomes = get_type(view.type).outcomes.values()
    said = view.facts.get("prepared")
    prepared = said if isinstance(said, dict) else None
    facts["proposals"] = [
        ProposalForm(request.POST if each.key == typed_for else None, outcome=each, prepared=prepared)
        for each in outcomes
    ]
    return render(request, "desk/task.html", facts, status=status)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def case(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Show a case, decided or not."""
    at = read_clocks()
    view = access_case(CaseId(case_id), by=request.actor, at=at)
    return render(request, "desk/case.html", show_case(view, by=request.actor, at=at) | {"reopen_form": ReasonForm()})


@open_to(Who.STAFF, roles=READERS)
@require_safe
def case_file(request: CityRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Hand out a document of a case."""
    return send_file(CaseId(case_id), FileId(file_id), by=request.actor)


def send_file(case_id: CaseId, file_id: FileId, *, by: Actor) -> HttpResponse:
    """Return a document as a download, never shown inside the city's own pages."""
    view, content = access_file(case_id, file_id, by=by, at=read_clocks())
    response = HttpResponse(content, content_type=view.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="document.{ENDINGS[view.media_type]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def show_case(view: CaseView, *, by: Actor, at: Moment) -> dict[str, object]:
    """Return what the page of a case shows: the person through the one loader, the history in words."""
    task_type = get_type(view.type)
    purpose = purpose_of_reading(task_type, by=by)
    person = access_person(
        view.subject_id, by=by, purpose=purpose, case_id=view.id, data=("name", "number", "region"), at=at
    )
    return {
        "case": view,
        "person": person,
        "task_type": task_type,
        "letter_language": find_language(get_choices(view.subject_id).language).own_name,
        "origin": _say_origin(view),
        "region": name_region(view.region),
        "steps": _tell(view.history),
        "file_form": FileForm(),
        "can_work": by.has_role(*WORKERS),
    }


def show_task(view: CaseView, *, by: Actor, at: Moment) -> dict[str, object]:
    """Return what may be done with the open task now, and the forms for it."""
    task, task_type = view.task, get_type(view.type)
    assert task is not None
    is_mine = task.holder_id == by.user_id
    outcome = task_type.outcomes.get(str(view.proposal["outcome"])) if view.proposal else None
    return {
        "task": task,
        "kind": KIND_WORDS[task.kind],
        "is_mine": is_mine,
        "can_take": task.holder_id is None and by.has_role(*task_type.roles_for(task.kind)),
        "can_give": is_mine or by.has_role(SUPERVISOR),
        "can_judge": task.kind == "confirm" and (is_mine or task.holder_id is None) and _is_second(view, by=by),
        "holder": _holder_name(task),
        "proposal_fields": _say_fields(view) if outcome else [],
        "proposed_outcome": outcome.name if outcome else None,
        "note_form": NoteForm(),
        "return_form": ReasonForm(),
        "suspend_form": SuspendForm(task_type=task_type),
        "give_form": _give_form(task, by=by, at=at),
    }


def _is_second(view: CaseView, *, by: Actor) -> bool:
    proposer = next(step.actor.get("user_id") for step in reversed(view.history) if step.step == "proposed")
    return proposer != str(by.user_id) and by.has_role(*get_type(view.type).confirmed_by)


def _say_fields(view: CaseView) -> list[tuple[str, object]]:
    assert view.proposal is not None
    outcome = get_type(view.type).outcomes[str(view.proposal["outcome"])]
    said = view.proposal["fields"]
    assert isinstance(said, dict)
    return [(each.label.say(), said.get(each.key, "")) for each in outcome.fields]


def _give_form(task: TaskRow, *, by: Actor, at: Moment) -> ColleagueForm:
    others = list_colleagues(task.id, at=at) - {task.holder_id, by.user_id}
    return ColleagueForm(colleagues=sorted(name_staff(others).values(), key=lambda each: each.name))


def _holder_name(task: TaskRow) -> str:
    return name_staff({task.holder_id})[task.holder_id].name if task.holder_id else ""


def _say_origin(view: CaseView) -> dict[str, str] | None:
    """Return the question that the case began with, and the answer; None when something else opened it."""
    key, choice = str(view.facts.get("template", "")), str(view.facts.get("choice", ""))
    try:
        template = get_template(key)
    except TemplateUnknownError:
        return None
    language = find_language().code
    wordings = template.wordings.get(Channel.IN_APP) or next(iter(template.wordings.values()))
    answer = next((each.label(language) for each in template.answers if each.key == choice), "")
    # The words of the kind of message, with its blanks: what filled them is in the person's own messages.
    return {"question": BLANK.sub("…", wordings[language].text), "answer": answer}


def _tell(history: tuple[StepView, ...]) -> list[dict[str, object]]:
    """Return the steps in words, the newest first, each with the name of who took it."""
    users = {UserId(UUID(str(step.actor["user_id"]))) for step in history if step.actor.get("user_id")}
    names = {str(user_id): staff.name for user_id, staff in name_staff(users).items()}
    return [
        {
            "title": STEP_WORDS[step.step],
            "at": step.at,
            "who": names.get(str(step.actor.get("user_id", "")), ""),
            "words": step.facts.get("words", ""),
        }
        for step in reversed(history)
    ]
