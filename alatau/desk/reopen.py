"""Open a decided case again, and the door of appeal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.desk.deadlines import deadline_of_reopening
from alatau.desk.errors import AppealTooLateError, CaseOpenError
from alatau.desk.load import can_read_case
from alatau.desk.models import Decision
from alatau.desk.record import is_repeated, lock_case, record_step
from alatau.desk.rights import require_impartial, require_role
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId, CaseStatus, Step

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo
    from uuid import UUID

    from alatau.core.values import Actor, Moment


@transaction.atomic
def reopen_case(case_id: CaseId, *, words: str, reopening_id: UUID, by: Actor, at: Moment) -> None:
    """Open a decided case again with a fresh deadline, exactly once per `reopening_id`.

    The decision and its letter stay in force until a later decision supersedes them.

    Raises:
        NotFoundError, StepReusedError, CaseOpenError, RoleMissingError, OwnAffairError: in this order; nothing is
            written.
    """
    assert words.strip(), "doors refuse a reopening without a reason"
    case = lock_case(case_id)
    if is_repeated(case, Step.REOPENED, reopening_id):
        return
    if case.status != CaseStatus.DECIDED:
        raise CaseOpenError
    task_type = get_type(case.type)
    require_role(case, task_type.confirmed_by or task_type.decided_by, by=by, at=at)
    require_impartial(case, by=by, at=at)

    # Nothing is refused below this line.
    due_at = deadline_of_reopening(
        case.due_at, reopened_at=at.city_at, deadline=task_type.deadline, calendar=content().calendar
    )
    facts = {"words": words.strip(), "due_at": due_at}
    record_step(case, Step.REOPENED, by=by, at=at, facts=facts, step_id=reopening_id)


@transaction.atomic
def appeal_case(case_id: CaseId, *, words: str, appeal_id: UUID, by: Actor, at: Moment) -> None:
    """Say that the person does not agree with the decision, exactly once per `appeal_id`.

    The event is what the rooms above work on; here the case only remembers it.

    Raises:
        NotFoundError (absent, or not yours), StepReusedError, CaseOpenError, AppealTooLateError: in this order; nothing
            is written.
    """
    assert words.strip(), "doors refuse an appeal without words"
    case = lock_case(case_id)
    if not can_read_case(case, by=by, at=at):
        raise NotFoundError
    if is_repeated(case, Step.APPEALED, appeal_id):
        return
    if case.status != CaseStatus.DECIDED:
        raise CaseOpenError
    if not can_appeal(CaseId(case.id), at=at):
        raise AppealTooLateError

    # Nothing is refused below this line.
    decision = Decision.objects.get(case=case, superseded_by=None)
    facts = {"words": words.strip(), "decision": decision.id}
    record_step(case, Step.APPEALED, by=by, at=at, facts=facts, step_id=appeal_id)


def can_appeal(case_id: CaseId, *, at: Moment) -> bool:
    """Tell whether the time to appeal against the case's decision runs."""
    decision = Decision.objects.filter(case_id=case_id, superseded_by=None).select_related("case").first()
    if decision is None or decision.case.status != CaseStatus.DECIDED:
        return False
    days = get_type(decision.case.type).appeal_days
    return days > 0 and at.city_day <= last_day_to_appeal(decision.decided_city_at, days=days, zone=at.city_at.tzinfo)


def last_day_to_appeal(decided_at: datetime, *, days: int, zone: tzinfo | None) -> date:
    """Return the last whole day on which an appeal is taken; a free one moves to the next working day."""
    decided_on = decided_at.astimezone(zone).date()
    return content().calendar.next_working_day(decided_on + timedelta(days=days))
