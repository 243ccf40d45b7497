"""The queue, an official's own table, and the next task."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.read import name_staff
from alatau.access.requests import wants_part
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.desk.errors import TaskTakenError
from alatau.desk.export import export_tasks
from alatau.desk.filters import list_filters, read_filter
from alatau.desk.forms import QueueForm
from alatau.desk.read import PAGE_ROWS, count_tasks, find_next_task, list_regions, list_tasks
from alatau.desk.take import take_task
from alatau.desk.values import HolderFilter, QueueFilter

if TYPE_CHECKING:
    from alatau.access.requests import CityRequest
    from alatau.core.values import UserId
    from alatau.desk.values import TaskRow

#: Roles that work at the desk, and those that look at it as well.
WORKERS = ("caseworker", "supervisor")
READERS = (*WORKERS, "auditor")
#: An official's own tasks whose deadline is near or has passed.
MY_NEAR = QueueFilter(holder=HolderFilter.MINE, is_escalated=True)
#: Tries to take the next task before giving up: each failure means that a colleague was faster.
TRIES = 5


@open_to(Who.STAFF, roles=READERS)
@require_safe
def home(request: CityRequest) -> HttpResponse:  # noqa: ARG001  Django names it
    """Begin where the work is."""
    return redirect("desk:queue")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def queue(request: CityRequest) -> HttpResponse:
    """Show the tasks that wait, narrowed as asked, in fair order."""
    return _show(request, read_filter(request.GET), title=_("Queue"))


@open_to(Who.STAFF, roles=WORKERS)
@require_safe
def mine(request: CityRequest) -> HttpResponse:
    """Show the tasks on the official's own table."""
    return _show(request, replace(read_filter(request.GET), holder=HolderFilter.MINE), title=_("My work"))


@open_to(Who.STAFF, roles=WORKERS)
@require_POST
def take_next(request: CityRequest) -> HttpResponse:
    """Take the task that fair order puts first for this official."""
    asked, at = read_filter(request.POST), read_clocks()
    for _try in range(TRIES):
        row = find_next_task(asked, by=request.actor, at=at)
        if row is None:
            break
        try:
            take_task(row.id, by=request.actor, at=at)
        except TaskTakenError:
            continue
        return redirect("desk:task", row.id)
    messages.info(request, _("Nothing waits for you here. New tasks appear as residents need them."))
    return redirect("desk:queue")


@open_to(Who.STAFF, roles=READERS)
@require_safe
def export(request: CityRequest) -> HttpResponse:
    """Hand out the narrowed queue as a table for spreadsheets."""
    text = export_tasks(read_filter(request.GET), by=request.actor, at=read_clocks())
    # The mark at the start tells spreadsheets that this is UTF-8.
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="queue.csv"'
    return response


def _show(request: CityRequest, asked: QueueFilter, *, title: str) -> HttpResponse:
    at = read_clocks()
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    count = count_tasks(asked, by=request.actor, at=at)
    rows = list_tasks(asked, by=request.actor, at=at, page=page)
    query = request.GET.copy()
    query.pop("page", None)
    facts = {
        "title": title,
        "rows": rows,
        "count": count,
        "holders": {user_id: staff.name for user_id, staff in name_staff(_holders(rows)).items()},
        "form": QueueForm(request.GET, regions=list_regions()),
        "saved": list_filters(by=request.actor),
        "query": query.urlencode(),
        "page": page,
        "next_page": page + 1 if page * PAGE_ROWS < count else None,
        "previous_page": page - 1 if page > 1 else None,
        "can_work": request.actor.has_role(*WORKERS),
        "near": count_tasks(MY_NEAR, by=request.actor, at=at),
    }
    template = "desk/parts/queue_rows.html" if wants_part(request, "rows") else "desk/queue.html"
    return render(request, template, facts)


def _holders(rows: list[TaskRow]) -> set[UserId]:
    return {row.holder_id for row in rows if row.holder_id}
