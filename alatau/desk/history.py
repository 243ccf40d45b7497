"""The state of a case as a function of its steps. Pure: the tables keep what this file computes.

A step that the state does not allow is a defect of this room: use cases refuse it before, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.desk.values import CaseStatus, Step, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """All that is known of where a case stands."""

    status: CaseStatus
    due_at: datetime
    task_kind: TaskKind | None = TaskKind.WORK
    task_status: TaskStatus = TaskStatus.WAITING
    holder_id: UUID | None = None
    suspended_at: datetime | None = None
    #: How many escalation steps have been reached.
    escalation: int = 0
    outcome: str = ""
    proposed_by: UUID | None = None
    #: Who worked last: a returned proposal goes back there.
    worker_id: UUID | None = None
    confirmed_by: UUID | None = None
    #: Decisions made so far; a reopened case can have several.
    decisions: int = 0


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One step with what the state needs to know of it."""

    step: Step
    by: UUID | None
    at: datetime
    facts: Mapping[str, object]


def state_of(happenings: Iterable[Happening]) -> CaseState:
    """Return where a case stands after these steps; the first of them opens it."""
    state: CaseState | None = None
    for happening in happenings:
        state = after(state, happening)
    assert state is not None, "a case has at least the step that opened it"
    return state


def after(state: CaseState | None, happening: Happening) -> CaseState:
    """Return where the case stands after one more step."""
    if state is None:
        assert happening.step is Step.OPENED, "a case begins by being opened"
        return CaseState(status=CaseStatus.OPEN, due_at=_moment(happening, "due_at"))
    change = _CHANGES.get(happening.step)
    return state if change is None else change(state, happening)


def _taken(state: CaseState, happening: Happening) -> CaseState:
    assert state.task_status is TaskStatus.WAITING, "a task is taken from the queue"
    return replace(state, task_status=TaskStatus.TAKEN, holder_id=happening.by)


def _given(state: CaseState, happening: Happening) -> CaseState:
    assert state.task_status is not TaskStatus.DONE, "a finished task is with nobody"
    return replace(state, task_status=TaskStatus.TAKEN, holder_id=UUID(str(happening.facts["to"])))


def _released(state: CaseState, _happening: Happening) -> CaseState:
    assert state.task_status is TaskStatus.TAKEN, "only a taken task returns to the queue"
    return replace(state, task_status=TaskStatus.WAITING, holder_id=None)


def _suspended(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is CaseStatus.OPEN, "only work can wait"
    assert state.suspended_at is None, "a clock stops once"
    return replace(state, suspended_at=happening.at)


def _resumed(state: CaseState, happening: Happening) -> CaseState:
    assert state.suspended_at is not None, "only a stopped clock starts again"
    due_at = _moment(happening, "due_at")
    assert due_at >= state.due_at, "a deadline never moves back"
    return replace(state, suspended_at=None, due_at=due_at)


def _escalated(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is not CaseStatus.DECIDED, "a decided case has no deadline left"
    level = int(str(happening.facts["level"]))
    assert level > state.escalation, "each escalation step is reached once"
    freed = happening.facts.get("do") == "release" and state.task_kind is TaskKind.WORK
    if not freed:
        return replace(state, escalation=level)
    return replace(state, escalation=level, task_status=TaskStatus.WAITING, holder_id=None)


def _proposed(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is CaseStatus.OPEN, "a decision is proposed on an open case"
    assert state.holder_id == happening.by, "whoever proposes has the task"
    return replace(
        state,
        status=CaseStatus.PROPOSED,
        task_kind=TaskKind.CONFIRM,
        task_status=TaskStatus.WAITING,
        holder_id=None,
        outcome=str(happening.facts["outcome"]),
        proposed_by=happening.by,
        worker_id=happening.by,
    )


def _returned(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is CaseStatus.PROPOSED, "only a proposal is returned"
    assert happening.by != state.proposed_by, "nobody returns their own proposal"
    return replace(
        state,
        status=CaseStatus.OPEN,
        task_kind=TaskKind.WORK,
        task_status=TaskStatus.TAKEN,
        holder_id=state.worker_id,
        outcome="",
        proposed_by=None,
    )


def _decided(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is not CaseStatus.DECIDED, "a case is decided once, until it is reopened"
    assert happening.by != state.proposed_by or not state.proposed_by, "nobody confirms their own proposal"
    return replace(
        state,
        status=CaseStatus.DECIDED,
        task_kind=None,
        task_status=TaskStatus.DONE,
        holder_id=None,
        outcome=str(happening.facts["outcome"]),
        confirmed_by=happening.by if state.proposed_by else None,
        decisions=state.decisions + 1,
    )


def _reopened(state: CaseState, happening: Happening) -> CaseState:
    assert state.status is CaseStatus.DECIDED, "only a decided case is reopened"
    due_at = _moment(happening, "due_at")
    assert due_at >= state.due_at, "a deadline never moves back"
    return CaseState(status=CaseStatus.OPEN, due_at=due_at, decisions=state.decisions)


def _moment(happening: Happening, name: str) -> datetime:
    value = happening.facts[name]
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


#: Steps that change nothing but the history itself are absent.
_CHANGES: dict[Step, Callable[[CaseState, Happening], CaseState]] = {
    Step.TAKEN: _taken,
    Step.ASSIGNED: _given,
    Step.HANDED_OVER: _given,
    Step.RELEASED: _released,
    Step.SUSPENDED: _suspended,
    Step.RESUMED: _resumed,
    Step.ESCALATED: _escalated,
    Step.PROPOSED: _proposed,
    Step.RETURNED: _returned,
    Step.DECIDED: _decided,
    Step.REOPENED: _reopened,
}
