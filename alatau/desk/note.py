"""Add words to a case: an official's note, a resident's explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.desk.errors import CaseClosedError
from alatau.desk.load import can_read_case
from alatau.desk.record import is_repeated, lock_case, lock_task, record_step
from alatau.desk.rights import require_role
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseStatus, Step

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId, TaskId

WORDS_MAX = 4000


@transaction.atomic
def add_note(task_id: TaskId, *, words: str, note_id: UUID, by: Actor, at: Moment) -> None:
    """Add an official's note, exactly once per `note_id`. Colleagues read it; the resident does not.

    Raises:
        NotFoundError, StepReusedError, RoleMissingError: in this order; nothing is written.
    """
    assert 0 < len(words.strip()) <= WORDS_MAX, "doors refuse empty and endless notes"
    case, _task = lock_task(task_id)
    if is_repeated(case, Step.NOTED, note_id):
        return
    task_type = get_type(case.type)
    require_role(case, task_type.decided_by | task_type.confirmed_by, by=by, at=at)

    # Nothing is refused below this line.
    record_step(case, Step.NOTED, by=by, at=at, facts={"words": words.strip()}, step_id=note_id)


@transaction.atomic
def explain_case(case_id: CaseId, *, words: str, explanation_id: UUID, by: Actor, at: Moment) -> None:
    """Add what the person of the case, or their representative, has to say; exactly once per `explanation_id`.

    Raises:
        NotFoundError (absent, or not yours), StepReusedError, CaseClosedError: in this order; nothing is written.
    """
    assert 0 < len(words.strip()) <= WORDS_MAX, "doors refuse empty and endless explanations"
    case = lock_case(case_id)
    if not can_read_case(case, by=by, at=at):
        raise NotFoundError
    if is_repeated(case, Step.EXPLAINED, explanation_id):
        return
    # A question can be answered again; what was decided about rights is appealed instead.
    if case.status == CaseStatus.DECIDED and get_type(case.type).appeal_days:
        raise CaseClosedError

    # Nothing is refused below this line.
    record_step(case, Step.EXPLAINED, by=by, at=at, facts={"words": words.strip()}, step_id=explanation_id)
