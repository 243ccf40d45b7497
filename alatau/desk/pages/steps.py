"""What officials do with a task: each address takes one form and calls one use case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import UserId
from alatau.desk.attach import FILE_BYTES_MAX, attach_file
from alatau.desk.clock import resume_case, suspend_case
from alatau.desk.decide import confirm_decision, propose_decision, return_decision
from alatau.desk.forms import FileForm, NoteForm, ReasonForm
from alatau.desk.note import add_note
from alatau.desk.pages.queue import WORKERS
from alatau.desk.pages.task import render_task
from alatau.desk.reopen import reopen_case
from alatau.desk.take import SUPERVISOR, assign_task, hand_over_task, release_task, take_task
from alatau.desk.values import CaseId, TaskId

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def take(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Take the task."""
    return _do(request, task_id, lambda: take_task(TaskId(task_id), by=request.actor, at=read_clocks()))


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def release(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Put the task back into the queue."""
    return _do(request, task_id, lambda: release_task(TaskId(task_id), by=request.actor, at=read_clocks()))


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def give(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Hand the task over, or as a supervisor assign it."""
    try:
        to = UserId(UUID(request.POST.get("to", "")))
    except ValueError as error:
        raise NotFoundError from error
    words, at = request.POST.get("words", ""), read_clocks()

    def act() -> None:
        if request.actor.has_role(SUPERVISOR):
            assign_task(TaskId(task_id), to=to, by=request.actor, at=at)
        else:
            hand_over_task(TaskId(task_id), to=to, words=words, by=request.actor, at=at)

    return _do(request, task_id, act)


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def note(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Add a note for colleagues."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _say_problem(request, form, back="desk:task", back_id=task_id)
    given = form.cleaned_data
    return _do(
        request,
        task_id,
        lambda: add_note(
            TaskId(task_id), words=given["words"], note_id=given["request_id"], by=request.actor, at=read_clocks()
        ),
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def suspend(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Stop the clock."""
    ground, words = request.POST.get("ground", ""), request.POST.get("words", "")
    return _do(
        request,
        task_id,
        lambda: suspend_case(TaskId(task_id), ground=ground, words=words, by=request.actor, at=read_clocks()),
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def resume(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Let the clock run again."""
    return _do(request, task_id, lambda: resume_case(TaskId(task_id), by=request.actor, at=read_clocks()))


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def propose(request: CityRequest, task_id: UUID, outcome: str) -> HttpResponse:
    """Propose how the case ends."""
    prefix = f"{outcome}-"
    fields = {name.removeprefix(prefix): str(said) for name, said in request.POST.items() if name.startswith(prefix)}
    try:
        propose_decision(TaskId(task_id), outcome=outcome, fields=fields, by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
        return render_task(request, task_id, typed_for=outcome, status=error.http_status)
    messages.success(request, _("Your proposal now waits for a second official."))
    return redirect("desk:task", task_id)


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def confirm(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Confirm a colleague's proposal."""
    return _do(
        request,
        task_id,
        lambda: confirm_decision(TaskId(task_id), by=request.actor, at=read_clocks()),
        done=_("The case is decided. The letter is issued and the resident is told."),
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def send_back(request: CityRequest, task_id: UUID) -> HttpResponse:
    """Send a proposal back to its author."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _say_problem(request, form, back="desk:task", back_id=task_id)
    words = form.cleaned_data["words"]
    return _do(
        request, task_id, lambda: return_decision(TaskId(task_id), words=words, by=request.actor, at=read_clocks())
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def reopen(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Open a decided case again."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _say_problem(request, form, back="desk:case", back_id=case_id)
    given = form.cleaned_data
    return _do(
        request,
        case_id,
        lambda: reopen_case(
            CaseId(case_id),
            words=given["words"],
            reopening_id=given["request_id"],
            by=request.actor,
            at=read_clocks(),
        ),
        back="desk:case",
    )


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def attach(request: CityRequest, case_id: UUID) -> HttpResponse:
    """Attach a document to the case."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _say_problem(request, form, back="desk:case", back_id=case_id)
    given = form.cleaned_data
    content = given["file"].read(FILE_BYTES_MAX + 1)
    return _do(
        request,
        case_id,
        lambda: attach_file(CaseId(case_id), title=given["title"], content=content, by=request.actor, at=read_clocks()),
        back="desk:case",
    )


def _do(
    request: CityRequest, back_id: UUID, act: Callable[[], object], *, back: str = "desk:task", done: str = ""
) -> HttpResponse:
    """Act, and go back to the page; a refusal is said there. Absent and not yours end as everywhere."""
    try:
        act()
    except NotFoundError:
        raise
    except AlatauError as error:
        messages.warning(request, error.sentence())
    else:
        if done:
            messages.success(request, done)
    return redirect(back, back_id)


def _say_problem(request: CityRequest, form: Form, *, back: str, back_id: UUID) -> HttpResponse:
    for problems in form.errors.values():
        messages.warning(request, str(problems[0]))
    return redirect(back, back_id)
