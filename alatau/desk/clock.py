"""Stop the clock of a case while it waits for somebody else, and let it run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.desk.deadlines import deadline_after_stop
from alatau.desk.errors import CaseClosedError, CaseSuspendedError, NotSuspendedError, OutcomeUnknownError
from alatau.desk.record import lock_task, record_step
from alatau.desk.rights import require_holder
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseStatus, Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import TaskId


@transaction.atomic
def suspend_case(task_id: TaskId, *, ground: str, words: str, by: Actor, at: Moment) -> None:
    """Stop the clock for a ground that the kind of case allows.

    Raises:
        NotFoundError, TaskDoneError, NotYourTaskError, CaseClosedError, CaseSuspendedError, OutcomeUnknownError (the
            ground is not allowed): in this order; nothing is written.
    """
    case, task = lock_task(task_id)
    require_holder(task, by=by)
    if case.status != CaseStatus.OPEN:
        raise CaseClosedError
    if case.suspended_at is not None:
        raise CaseSuspendedError
    if ground not in get_type(case.type).suspensions:
        raise OutcomeUnknownError

    # Nothing is refused below this line.
    record_step(case, Step.SUSPENDED, by=by, at=at, facts={"ground": ground, "words": words.strip()})


@transaction.atomic
def resume_case(task_id: TaskId, *, by: Actor, at: Moment) -> None:
    """Let the clock run again; the deadline moves by as many days as it stood still.

    Raises:
        NotFoundError, TaskDoneError, NotYourTaskError, NotSuspendedError: in this order; nothing is written.
    """
    case, task = lock_task(task_id)
    require_holder(task, by=by)
    if case.suspended_at is None:
        raise NotSuspendedError

    # Nothing is refused below this line.
    due_at = deadline_after_stop(
        case.due_at,
        stopped_at=case.suspended_at,
        resumed_at=at.city_at,
        deadline=get_type(case.type).deadline,
        calendar=content().calendar,
    )
    record_step(case, Step.RESUMED, by=by, at=at, facts={"due_at": due_at})
