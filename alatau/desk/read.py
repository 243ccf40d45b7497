"""Questions about the queue: what waits, who has what, how long it takes. No answer names the person of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q

from alatau.access.own_affairs import list_own_affairs
from alatau.access.read import list_scopes
from alatau.access.regions import covers
from alatau.core.values import UserId
from alatau.desk.models import Case, Decision, Task
from alatau.desk.present import view_task
from alatau.desk.task_types import get_type, list_types
from alatau.desk.values import CaseId, CaseStatus, DueFilter, HolderFilter, QueueFilter, TaskKind, TaskRow, TaskStatus

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from alatau.core.text import Text
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import TaskId

PAGE_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in a list of officials."""

    id: CaseId
    number: str
    type_name: Text
    status: CaseStatus
    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much an official has on the table."""

    holder_id: UserId
    tasks: int
    overdue: int
    escalated: int


@dataclass(frozen=True, kw_only=True)
class TypeFigures:
    """How one kind of case goes in one region."""

    type_name: Text
    region: str
    open: int
    overdue: int
    suspended: int
    decided: int
    #: Mean time from opening to decision; None while nothing was decided.
    mean_time: timedelta | None


def list_tasks(
    asked: QueueFilter, *, by: Actor, at: Moment, page: int = 1, page_rows: int = PAGE_ROWS
) -> list[TaskRow]:
    """Return a page of the queue in fair order: the nearest deadline first, then the oldest. Stopped clocks come last.

    Cost: one query.
    """
    rows = _narrow(asked, by=by, at=at).order_by("is_stopped", "due_at", "opened_at", "id").select_related("case")
    first = (page - 1) * page_rows
    return [view_task(task, task.case, at=at) for task in rows[first : first + page_rows]]


def count_tasks(asked: QueueFilter, *, by: Actor, at: Moment) -> int:
    """Return how many tasks the filter finds."""
    return _narrow(asked, by=by, at=at).count()


def find_next_task(asked: QueueFilter, *, by: Actor, at: Moment) -> TaskRow | None:
    """Return the task that fair order puts first for this official; their own proposals and affairs are left out.

    Cost: one query that walks the queue from its head, besides those for roles and regions: a few milliseconds where
    50,000 tasks wait.
    """
    assert by.user_id is not None, "staff have a user"
    scopes = {(role, place) for role, place in list_scopes(by.user_id, at=at) if role in by.roles}
    rows = _narrow(asked, by=by, at=at).filter(_within(scopes), status=TaskStatus.WAITING, is_stopped=False)
    rows = rows.exclude(case__subject_id__in=list_own_affairs(by.user_id, at=at))
    rows = rows.exclude(kind=TaskKind.CONFIRM, case__proposed_by=by.user_id)
    task = rows.order_by("is_stopped", "due_at", "opened_at", "id").select_related("case").first()
    return view_task(task, task.case, at=at) if task else None


def _within(scopes: set[tuple[str, str]]) -> Q:
    """Return the condition that a task is of a trade and a place of these roles; one without a place is anybody's."""
    trades: dict[tuple[frozenset[str], TaskKind], list[str]] = {}
    for key, task_type in list_types().items():
        for kind in TaskKind:
            places = frozenset(place for role, place in scopes if role in task_type.roles_for(kind))
            if places:
                trades.setdefault((places, kind), []).append(key)
    regions = list_regions() if any("" not in places for places, _kind in trades) else []
    within = Q(pk__in=[])
    for (places, kind), keys in trades.items():
        within |= _in_places(places, regions) & Q(case__type__in=keys, kind=kind)
    return within


def _in_places(places: frozenset[str], regions: list[str]) -> Q:
    if "" in places:
        return Q()
    return Q(region__in=["", *(region for region in regions if any(covers(place, region) for place in places))])


def find_case_of_task(task_id: TaskId) -> CaseId | None:
    """Return the case a task belongs to; None when there is no such task."""
    found = Task.objects.filter(id=task_id).values_list("case_id", flat=True).first()
    return CaseId(found) if found else None


def list_regions() -> list[str]:
    """Return the place codes of regions that have open tasks."""
    rows = Task.objects.exclude(status=TaskStatus.DONE).exclude(region="").order_by("region")
    return list(rows.values_list("region", flat=True).distinct())


def search_cases(words: str) -> list[CaseLine]:
    """Return the newest cases whose number holds these words; of the persons nothing."""
    rows = Case.objects.filter(number__icontains=words.strip()).order_by("-opened_city_at", "-number")[:PAGE_ROWS]
    return [
        CaseLine(
            id=CaseId(case.id),
            number=case.number,
            type_name=get_type(case.type).name,
            status=CaseStatus(case.status),
            opened_at=case.opened_city_at,
            due_at=case.due_at,
        )
        for case in rows
    ]


def list_loads(*, at: Moment) -> list[Load]:
    """Return what each official has on the table, the fullest first."""
    open_tasks = Task.objects.filter(status=TaskStatus.TAKEN).values("holder_id")
    rows = open_tasks.annotate(
        tasks=Count("id"),
        overdue=Count("id", filter=Q(due_at__lt=at.city_at, is_stopped=False)),
        escalated=Count("id", filter=Q(case__escalation__gt=0)),
    )
    return [
        Load(holder_id=UserId(row["holder_id"]), tasks=row["tasks"], overdue=row["overdue"], escalated=row["escalated"])
        for row in rows.order_by("-tasks", "holder_id")
        if row["holder_id"] is not None
    ]


def list_figures(*, since: Moment, at: Moment) -> list[TypeFigures]:
    """Return open, overdue and decided cases by kind and region; decisions since a moment."""
    is_open = ~Q(status=CaseStatus.DECIDED)
    rows = Case.objects.values("type", "region").annotate(
        open=Count("id", filter=is_open),
        overdue=Count("id", filter=is_open & Q(due_at__lt=at.city_at, suspended_at=None)),
        suspended=Count("id", filter=is_open & Q(suspended_at__isnull=False)),
    )
    decided: dict[tuple[str, str], dict[str, Any]] = {
        (row["case__type"], row["case__region"]): dict(row)
        for row in Decision.objects.filter(decided_city_at__gte=since.city_at)
        .values("case__type", "case__region")
        .annotate(decided=Count("id"), mean_time=Avg(F("decided_city_at") - F("case__opened_city_at")))
    }
    return [
        TypeFigures(
            type_name=get_type(row["type"]).name,
            region=row["region"],
            open=row["open"],
            overdue=row["overdue"],
            suspended=row["suspended"],
            decided=decided.get((row["type"], row["region"]), {}).get("decided", 0),
            mean_time=decided.get((row["type"], row["region"]), {}).get("mean_time"),
        )
        for row in rows.order_by("type", "region")
    ]


def _narrow(asked: QueueFilter, *, by: Actor, at: Moment) -> QuerySet[Task]:
    rows = Task.objects.exclude(status=TaskStatus.DONE)
    exact = {"region": asked.region, "skill": asked.skill, "kind": asked.kind, "case__type": asked.type}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.words:
        rows = rows.filter(case__number__icontains=asked.words.strip())
    if asked.is_escalated:
        rows = rows.filter(case__escalation__gt=0)
    return _of_holder(_due(rows, asked.due, at=at), asked.holder, by=by)


def _due(rows: QuerySet[Task], due: DueFilter, *, at: Moment) -> QuerySet[Task]:
    tonight = at.city_at.replace(hour=23, minute=59, second=59)
    match due:
        case DueFilter.OVERDUE:
            return rows.filter(due_at__lt=at.city_at, is_stopped=False)
        case DueFilter.TODAY:
            return rows.filter(due_at__lte=tonight, is_stopped=False)
        case DueFilter.WEEK:
            return rows.filter(due_at__lte=tonight + timedelta(days=7), is_stopped=False)
        case DueFilter.ANY:
            return rows


def _of_holder(rows: QuerySet[Task], holder: HolderFilter, *, by: Actor) -> QuerySet[Task]:
    match holder:
        case HolderFilter.FREE:
            return rows.filter(status=TaskStatus.WAITING)
        case HolderFilter.MINE:
            return rows.filter(holder_id=by.user_id)
        case HolderFilter.TAKEN:
            return rows.filter(status=TaskStatus.TAKEN)
        case HolderFilter.ANY:
            return rows
