"""Take a task from the queue, give it away, or put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.values import UserId
from alatau.desk.errors import (
    ColleagueUnsuitableError,
    NotYourTaskError,
    SamePersonError,
    TaskDoneError,
    TaskTakenError,
)
from alatau.desk.record import lock_task, record_step
from alatau.desk.rights import list_impartial, require_holder, require_impartial, require_role
from alatau.desk.task_types import get_type
from alatau.desk.values import Step, TaskId, TaskKind, TaskStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.models import Case, Task

#: Role that may move other people's tasks.
SUPERVISOR = "supervisor"


@transaction.atomic
def take_task(task_id: TaskId, *, by: Actor, at: Moment) -> None:
    """Put a waiting task on the actor's table. Of two officials at once, one gets it. A repeat changes nothing.

    Raises:
        NotFoundError, TaskDoneError, TaskTakenError, RoleMissingError, OwnAffairError, SamePersonError: in this order;
            nothing is written.
    """
    case, task = lock_task(task_id)
    if task.status == TaskStatus.DONE:
        raise TaskDoneError
    if task.holder_id == by.user_id:
        return
    if task.holder_id is not None:
        raise TaskTakenError
    require_role(case, get_type(case.type).roles_for(task.kind), by=by, at=at)
    require_impartial(case, by=by, at=at)
    if task.kind == TaskKind.CONFIRM and case.proposed_by == by.user_id:
        raise SamePersonError

    # Nothing is refused below this line.
    record_step(case, Step.TAKEN, by=by, at=at, facts={"kind": task.kind})


@transaction.atomic
def assign_task(task_id: TaskId, *, to: UserId, by: Actor, at: Moment) -> None:
    """Put a task on a colleague's table, as a supervisor; it may be on another's until now. A repeat changes nothing.

    Raises:
        NotFoundError, TaskDoneError, RoleMissingError, ColleagueUnsuitableError, SamePersonError: in this order;
            nothing is written.
    """
    case, task = lock_task(task_id)
    if task.status == TaskStatus.DONE:
        raise TaskDoneError
    if task.holder_id == to:
        return
    require_role(case, frozenset({SUPERVISOR}), by=by, at=at)
    _require_suitable(case, task, to=to, at=at)

    # Nothing is refused below this line.
    record_step(case, Step.ASSIGNED, by=by, at=at, facts={"kind": task.kind, "to": to})


@transaction.atomic
def hand_over_task(task_id: TaskId, *, to: UserId, words: str, by: Actor, at: Moment) -> None:
    """Hand the actor's task to a colleague, with a word about where it stands. A repeat changes nothing.

    Raises:
        NotFoundError, TaskDoneError, NotYourTaskError, ColleagueUnsuitableError, SamePersonError: in this order;
            nothing is written.
    """
    case, task = lock_task(task_id)
    if task.status != TaskStatus.DONE and task.holder_id == to:
        return
    require_holder(task, by=by)
    _require_suitable(case, task, to=to, at=at)

    # Nothing is refused below this line.
    record_step(case, Step.HANDED_OVER, by=by, at=at, facts={"kind": task.kind, "to": to, "words": words.strip()})


@transaction.atomic
def release_task(task_id: TaskId, *, by: Actor, at: Moment) -> None:
    """Put the actor's task, or as a supervisor anybody's, back into the queue. A repeat changes nothing.

    Raises:
        NotFoundError, TaskDoneError, NotYourTaskError, RoleMissingError (a supervisor of another region): in this
            order; nothing is written.
    """
    case, task = lock_task(task_id)
    if task.status == TaskStatus.DONE:
        raise TaskDoneError
    if task.holder_id is None:
        return
    if task.holder_id != by.user_id and not by.has_role(SUPERVISOR):
        raise NotYourTaskError
    if task.holder_id != by.user_id:
        require_role(case, frozenset({SUPERVISOR}), by=by, at=at)

    # Nothing is refused below this line.
    record_step(case, Step.RELEASED, by=by, at=at, facts={"kind": task.kind})


@transaction.atomic
def list_colleagues(task_id: TaskId, *, at: Moment) -> set[UserId]:
    """Return the officials a task can be given to.

    Raises:
        NotFoundError: there is no such task.
    """
    case, task = lock_task(task_id)
    suitable = list_impartial(case, get_type(case.type).roles_for(task.kind), at=at)
    return suitable - ({UserId(case.proposed_by)} if task.kind == TaskKind.CONFIRM and case.proposed_by else set())


def _require_suitable(case: Case, task: Task, *, to: UserId, at: Moment) -> None:
    if to not in list_impartial(case, get_type(case.type).roles_for(task.kind), at=at):
        raise ColleagueUnsuitableError
    if task.kind == TaskKind.CONFIRM and case.proposed_by == to:
        raise SamePersonError
