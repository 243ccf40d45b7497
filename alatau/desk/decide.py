"""Decide a case with four eyes: one official proposes, another confirms or returns.

The decision, its letter, its message and its event are one transaction: all exist when, and only when, it commits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.desk.conclude import conclude_case
from alatau.desk.errors import (
    CaseClosedError,
    CaseSuspendedError,
    NothingProposedError,
    OutcomeIncompleteError,
    OutcomeUnknownError,
    SamePersonError,
    TaskTakenError,
)
from alatau.desk.models import Case, CaseStep, Decision, Task
from alatau.desk.record import lock_task, record_step
from alatau.desk.rights import require_holder, require_impartial, require_role
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseStatus, DecisionId, Step, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.desk.task_types import Outcome
    from alatau.desk.values import TaskId

declare_points("desk.propose.proposed")


@transaction.atomic
def propose_decision(
    task_id: TaskId, *, outcome: str, fields: Mapping[str, str], by: Actor, at: Moment
) -> DecisionId | None:
    """Propose how a case ends; where its kind asks for one official only, decide it. Returns the decision, if made.

    A repeat by the same official changes nothing.

    Raises:
        NotFoundError, CaseClosedError, TaskDoneError, NotYourTaskError, CaseSuspendedError, RoleMissingError,
            OwnAffairError, OutcomeUnknownError, OutcomeIncompleteError: in this order; nothing is written.
    """
    case, task = lock_task(task_id)
    task_type = get_type(case.type)
    if _was_proposed(case, outcome, by=by):
        return _last_decision(case) if case.status == CaseStatus.DECIDED else None
    if case.status == CaseStatus.DECIDED:
        raise CaseClosedError
    require_holder(task, by=by)
    if case.suspended_at is not None:
        raise CaseSuspendedError
    require_role(case, task_type.decided_by, by=by, at=at)
    require_impartial(case, by=by, at=at)
    chosen = task_type.outcomes.get(outcome)
    if chosen is None:
        raise OutcomeUnknownError
    said = _check_fields(chosen, fields)

    # Nothing is refused below this line.
    if not task_type.four_eyes:
        return conclude_case(case, chosen, fields=said, proposed_by=by.user_id, by=by, at=at)
    record_step(case, Step.PROPOSED, by=by, at=at, facts={"outcome": outcome, "fields": said})
    reach("desk.propose.proposed")
    return None


@transaction.atomic
def confirm_decision(task_id: TaskId, *, by: Actor, at: Moment) -> DecisionId:
    """Confirm a colleague's proposal: the case is decided, the letter issued, the person told.

    A repeat changes nothing. The task may wait in the queue or be with the actor; it cannot be with somebody else.

    Raises:
        NotFoundError, NothingProposedError, SamePersonError, RoleMissingError, OwnAffairError, TaskTakenError: in this
            order; nothing is written.
    """
    case, task = lock_task(task_id)
    if case.status == CaseStatus.DECIDED and task.kind == TaskKind.CONFIRM:
        decided = Decision.objects.filter(case=case, confirmed_by=by.user_id, superseded_by=None).first()
        if decided is not None:
            return DecisionId(decided.id)
    proposal = _lock_proposal(case, task, by=by, at=at)

    # Nothing is refused below this line.
    chosen = get_type(case.type).outcomes[case.outcome]
    return conclude_case(case, chosen, fields=proposal, proposed_by=case.proposed_by, by=by, at=at)


@transaction.atomic
def return_decision(task_id: TaskId, *, words: str, by: Actor, at: Moment) -> None:
    """Send a proposal back to the one who made it, with a word about what is missing.

    Raises:
        NotFoundError, NothingProposedError, SamePersonError, RoleMissingError, OwnAffairError, TaskTakenError: in this
            order; nothing is written.
    """
    assert words.strip(), "doors refuse a return without a reason"
    case, task = lock_task(task_id)
    _lock_proposal(case, task, by=by, at=at)

    # Nothing is refused below this line.
    record_step(case, Step.RETURNED, by=by, at=at, facts={"words": words.strip()})


def _was_proposed(case: Case, outcome: str, *, by: Actor) -> bool:
    """Tell whether the last proposal of this round is this very one."""
    if case.status == CaseStatus.OPEN or case.outcome != outcome or by.user_id is None:
        return False
    if case.status == CaseStatus.PROPOSED:
        return case.proposed_by == by.user_id
    return Decision.objects.filter(case=case, proposed_by=by.user_id, superseded_by=None, confirmed_by=None).exists()


def _last_decision(case: Case) -> DecisionId:
    return DecisionId(Decision.objects.get(case=case, superseded_by=None).id)


def _lock_proposal(case: Case, task: Task, *, by: Actor, at: Moment) -> dict[str, str]:
    """Return what the proposal fills the letter with, after every reason to refuse a second official."""
    # Each proposal has a task of its own: a page left open on an earlier one must not confirm words nobody read there.
    if case.status != CaseStatus.PROPOSED or task.status == TaskStatus.DONE:
        raise NothingProposedError
    if case.proposed_by == by.user_id:
        raise SamePersonError
    require_role(case, get_type(case.type).confirmed_by, by=by, at=at)
    require_impartial(case, by=by, at=at)
    if task.holder_id is not None and task.holder_id != by.user_id:
        raise TaskTakenError
    proposed = CaseStep.objects.filter(case=case, step=Step.PROPOSED).order_by("-number")[0]
    fields: dict[str, str] = proposed.facts["fields"]
    return fields


def _check_fields(outcome: Outcome, fields: Mapping[str, str]) -> dict[str, str]:
    said = {each.key: fields.get(each.key, "").strip() for each in outcome.fields}
    for each in outcome.fields:
        if not 0 < len(said[each.key]) <= each.length_max:
            raise OutcomeIncompleteError(field=each.key)
    return said
