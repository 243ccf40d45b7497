"""What goes in and out of this room: ids, states, kinds of events and the rows of its lists. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.text import Text
    from alatau.core.values import PersonId, UserId
    from alatau.papers.values import DocumentId

CaseId = NewType("CaseId", UUID)
TaskId = NewType("TaskId", UUID)
DecisionId = NewType("DecisionId", UUID)
FileId = NewType("FileId", UUID)


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"  # somebody has to work on it
    PROPOSED = "proposed"  # a decision waits for a second official
    DECIDED = "decided"


class TaskKind(StrEnum):
    """What a task asks of whoever takes it."""

    WORK = "work"  # look into the case and propose a decision
    CONFIRM = "confirm"  # check a colleague's proposal


class TaskStatus(StrEnum):
    """Where a task stands."""

    WAITING = "waiting"  # in the queue
    TAKEN = "taken"  # on somebody's table
    DONE = "done"


class Step(StrEnum):
    """What can happen to a case. The state of a case is a function of its steps, in order."""

    OPENED = "opened"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    RELEASED = "released"
    NOTED = "noted"
    FILED = "filed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ESCALATED = "escalated"
    PROPOSED = "proposed"
    RETURNED = "returned"
    DECIDED = "decided"
    REOPENED = "reopened"
    EXPLAINED = "explained"
    APPEALED = "appealed"


class DueFilter(StrEnum):
    """Which deadlines a list shows."""

    ANY = ""
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


class HolderFilter(StrEnum):
    """Whose tasks a list shows."""

    ANY = ""
    FREE = "free"
    MINE = "mine"
    TAKEN = "taken"


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What a list of tasks is narrowed to; empty fields narrow nothing."""

    region: str = ""
    skill: str = ""
    type: str = ""
    kind: str = ""
    due: DueFilter = DueFilter.ANY
    holder: HolderFilter = HolderFilter.ANY
    is_escalated: bool = False
    #: Part of a case number.
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One line of the queue. It names no person: whom a case is about is read when the task is opened."""

    id: TaskId
    case_id: CaseId
    case_number: str
    type: str
    type_name: Text
    kind: TaskKind
    status: TaskStatus
    region: str
    skill: str
    opened_at: datetime
    due_at: datetime
    #: Working days left; negative when overdue.
    days_left: int
    is_overdue: bool
    is_suspended: bool
    escalation: int
    holder_id: UserId | None


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step of a case's history."""

    number: int
    step: Step
    at: datetime
    actor: Mapping[str, object]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FileView:
    """One document attached to a case."""

    id: FileId
    title: str
    media_type: str
    size_bytes: int
    attached_at: datetime


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """One decision of a case."""

    id: DecisionId
    outcome: str
    outcome_name: Text
    decided_at: datetime
    document_id: DocumentId | None


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as its officials, or the person it is about, read it."""

    id: CaseId
    number: str
    type: str
    type_name: Text
    subject_id: PersonId
    region: str
    status: CaseStatus
    is_suspended: bool
    opened_at: datetime
    due_at: datetime
    facts: Mapping[str, object]
    decision: DecisionView | None
    history: tuple[StepView, ...]
    files: tuple[FileView, ...]
    #: The proposal that waits for a second official.
    proposal: Mapping[str, object] | None
    task: TaskRow | None
