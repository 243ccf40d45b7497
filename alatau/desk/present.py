"""How rows of this room become values."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.core.values import PersonId, UserId
from alatau.desk.deadlines import working_days_left
from alatau.desk.models import CaseFile, CaseStep, Decision, Task
from alatau.desk.task_types import get_type
from alatau.desk.values import (
    CaseId,
    CaseStatus,
    CaseView,
    DecisionId,
    DecisionView,
    FileId,
    FileView,
    Step,
    StepView,
    TaskId,
    TaskKind,
    TaskRow,
    TaskStatus,
)
from alatau.papers.values import DocumentId

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.desk.models import Case


def view_case(case: Case, *, at: Moment) -> CaseView:
    """Return a case with its history, newest proposal, decision in force and open task. Cost: four queries."""
    task_type = get_type(case.type)
    history = tuple(view_step(step) for step in CaseStep.objects.filter(case=case).order_by("number"))
    task = Task.objects.filter(case=case).exclude(status=TaskStatus.DONE).first()
    decision = Decision.objects.filter(case=case, superseded_by=None).first()
    proposals = [step.facts for step in history if step.step is Step.PROPOSED]
    return CaseView(
        id=CaseId(case.id),
        number=case.number,
        type=case.type,
        type_name=task_type.name,
        subject_id=PersonId(case.subject_id),
        region=case.region,
        status=CaseStatus(case.status),
        is_suspended=case.suspended_at is not None,
        opened_at=case.opened_city_at,
        due_at=case.due_at,
        facts=case.facts,
        decision=view_decision(decision) if decision else None,
        history=history,
        files=tuple(view_file(row) for row in CaseFile.objects.filter(case=case).order_by("number")),
        proposal=proposals[-1] if case.status == CaseStatus.PROPOSED else None,
        task=view_task(task, case, at=at) if task else None,
    )


def view_task(task: Task, case: Case, *, at: Moment) -> TaskRow:
    """Return a task as a line of the queue."""
    due_at = task.due_at.astimezone(ZoneInfo(content().time_zone))
    return TaskRow(
        id=TaskId(task.id),
        case_id=CaseId(case.id),
        case_number=case.number,
        type=case.type,
        type_name=get_type(case.type).name,
        kind=TaskKind(task.kind),
        status=TaskStatus(task.status),
        region=task.region,
        skill=task.skill,
        opened_at=task.opened_at,
        due_at=due_at,
        days_left=working_days_left(due_at, now=at.city_at, calendar=content().calendar),
        is_overdue=at.city_at > due_at and case.suspended_at is None,
        is_suspended=case.suspended_at is not None,
        escalation=case.escalation,
        holder_id=UserId(task.holder_id) if task.holder_id else None,
    )


def view_step(row: CaseStep) -> StepView:
    """Return a step of the history."""
    return StepView(number=row.number, step=Step(row.step), at=row.city_at, actor=row.actor, facts=row.facts)


def view_decision(row: Decision) -> DecisionView:
    """Return a decision."""
    return DecisionView(
        id=DecisionId(row.id),
        outcome=row.outcome,
        outcome_name=get_type(row.case.type).outcomes[row.outcome].name,
        decided_at=row.decided_city_at,
        document_id=DocumentId(row.document_id) if row.document_id else None,
    )


def view_file(row: CaseFile) -> FileView:
    """Return an attached document without its bytes."""
    return FileView(
        id=FileId(row.id),
        title=row.title,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
        attached_at=row.attached_at,
    )
