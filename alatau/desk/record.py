"""Write a step of a case: the history, the columns computed from it, the queue and the journal, as one.

Every use case of this room locks its case with `lock_case` and writes with `record_step`; nothing else changes a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.values import LineKind, NewLine
from alatau.desk.errors import StepReusedError
from alatau.desk.history import Happening, after, state_of
from alatau.desk.models import Case, CaseStep, Task
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId, Step, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.desk.history import CaseState
    from alatau.desk.values import TaskId

declare_points("desk.step.written", "desk.step.queued", "desk.step.announced")

#: Steps that rooms above may act on; the others are traces of who did what.
EVENTS = frozenset({Step.OPENED, Step.ESCALATED, Step.DECIDED, Step.REOPENED, Step.EXPLAINED, Step.APPEALED})
#: Facts of a step that are codes, ids and figures. Words people wrote stay in the history and never reach the journal.
CODES = frozenset(
    {"outcome", "level", "do", "ground", "to", "kind", "document", "decision", "due_at", "sha256", "size_bytes"}
)


def lock_case(case_id: CaseId) -> Case:
    """Return the case, held until the transaction ends: two officials act on it one after the other.

    Raises:
        NotFoundError: there is no such case.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFoundError
    return case


def lock_task(task_id: TaskId) -> tuple[Case, Task]:
    """Return the task with its case, held until the transaction ends. The case is always locked first.

    Raises:
        NotFoundError: there is no such task.
    """
    case_id = Task.objects.filter(id=task_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFoundError
    case = lock_case(CaseId(case_id))
    return case, Task.objects.get(id=task_id)


def read_state(case: Case) -> CaseState:
    """Return where the case stands, computed from its steps."""
    return state_of(
        Happening(step=Step(row.step), by=row.by_user_id, at=row.city_at, facts=row.facts)
        for row in CaseStep.objects.filter(case=case).order_by("number")
    )


def is_repeated(case: Case, step: Step, step_id: UUID | None) -> bool:
    """Tell whether this very step was recorded already.

    Raises:
        StepReusedError: the id names another step.
    """
    known = CaseStep.objects.filter(id=step_id).first() if step_id else None
    if known is not None and (known.case_id != case.id or known.step != step):
        raise StepReusedError
    return known is not None


def record_step(
    case: Case,
    step: Step,
    *,
    by: Actor,
    at: Moment,
    facts: Mapping[str, object] | None = None,
    step_id: UUID | None = None,
) -> CaseState:
    """Write one step of a locked case and all that follows from it; return the new state."""
    said = {name: plain(value) for name, value in (facts or {}).items()}
    happening = Happening(step=step, by=by.user_id, at=at.city_at, facts=said)
    state = after(None if step is Step.OPENED else read_state(case), happening)
    CaseStep.objects.create(
        id=step_id or uuid4(),
        case=case,
        number=case.steps_taken + 1,
        step=step,
        actor=actor_facts(by),
        by_user_id=by.user_id,
        facts=said,
        city_at=at.city_at,
        wall_at=at.wall_at,
    )
    _keep_state(case, state)
    reach("desk.step.written")
    _move_task(case, state, at=at.city_at)
    reach("desk.step.queued")
    append_lines([_line(case, step, said, by=by)], at=at)
    reach("desk.step.announced")
    return state


def _keep_state(case: Case, state: CaseState) -> None:
    case.status = state.status
    case.due_at = state.due_at
    case.suspended_at = state.suspended_at
    case.escalation = state.escalation
    case.outcome = state.outcome
    case.proposed_by = state.proposed_by
    case.steps_taken += 1
    case.save()


def _move_task(case: Case, state: CaseState, *, at: datetime) -> None:
    """Let the queue say what the state says."""
    task = Task.objects.filter(case=case).exclude(status=TaskStatus.DONE).first()
    if task is not None and task.kind != state.task_kind:
        task.status, task.holder_id, task.closed_at = TaskStatus.DONE, None, at
        task.save()
        task = None
    if state.task_kind is None:
        return
    if task is None:
        task = Task(
            case=case,
            kind=state.task_kind,
            skill=get_type(case.type).skill,
            region=case.region,
            opened_at=at,
        )
    task.status, task.holder_id, task.due_at = state.task_status, state.holder_id, state.due_at
    task.is_stopped = state.suspended_at is not None
    task.save()


def _line(case: Case, step: Step, facts: Mapping[str, object], *, by: Actor) -> NewLine:
    codes = {name: value for name, value in facts.items() if name in CODES}
    return NewLine(
        kind=LineKind.EVENT if step in EVENTS else LineKind.AUDIT,
        action=f"desk.case.{step}",
        actor=by,
        subject_id=case.subject_id,
        case_id=case.id,
        body={"type": case.type, "number": case.steps_taken} | codes,
    )
