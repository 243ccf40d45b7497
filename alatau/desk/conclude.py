"""End a case: the decision, its letter, the message to the person and the event, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4, uuid5

from alatau.access.load import access_person
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.desk.models import Case, Decision
from alatau.desk.record import record_step
from alatau.desk.task_types import get_type
from alatau.desk.values import DecisionId, Step
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.papers.issue import issue_document
from alatau.papers.read import letter_facts
from alatau.papers.values import DocumentId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.desk.task_types import Outcome

declare_points("desk.decide.letter_issued", "desk.decide.kept", "desk.decide.told")


def conclude_case(
    case: Case, outcome: Outcome, *, fields: Mapping[str, str], proposed_by: UUID | None, by: Actor, at: Moment
) -> DecisionId:
    """Write a decision and everything that follows from it; the caller holds the case and has refused what it must.

    A later decision of a reopened case supersedes the earlier one, and so does its letter.
    """
    assert proposed_by is not None, "staff propose, and staff have a user"
    task_type = get_type(case.type)
    earlier = Decision.objects.filter(case=case, superseded_by=None).first()
    decision_id = uuid4()
    document_id = None
    if not task_type.is_internal:
        document_id = _issue_letter(
            case, outcome, fields=fields, earlier=earlier, request_id=uuid5(decision_id, "letter"), by=by, at=at
        )
    reach("desk.decide.letter_issued")
    Decision.objects.create(
        id=decision_id,
        case=case,
        outcome=outcome.key,
        facts=dict(fields),
        law=task_type.deadline.law.say(content().languages[0].code),
        proposed_by=proposed_by,
        confirmed_by=by.user_id if task_type.four_eyes else None,
        document_id=document_id,
        decided_at=at.wall_at,
        decided_city_at=at.city_at,
        supersedes=earlier,
    )
    reach("desk.decide.kept")
    if not task_type.is_internal:
        send_message(
            outcome.message,
            to=PersonId(case.subject_id),
            facts={"case_number": case.number},
            by=by,
            at=at,
            case_id=case.id,
            key=f"desk.decision:{decision_id}",
        )
    reach("desk.decide.told")
    facts = {"outcome": outcome.key, "decision": decision_id}
    facts |= {"document": document_id} if document_id else {}
    record_step(case, Step.DECIDED, by=by, at=at, facts=facts)
    return DecisionId(decision_id)


def _issue_letter(
    case: Case,
    outcome: Outcome,
    *,
    fields: Mapping[str, str],
    earlier: Decision | None,
    request_id: UUID,
    by: Actor,
    at: Moment,
) -> DocumentId:
    subject_id, task_type = PersonId(case.subject_id), get_type(case.type)
    person = access_person(subject_id, by=by, purpose=task_type.purpose, case_id=case.id, data=("name",), at=at)
    given: dict[str, object] = {
        "name": person.name,
        "case_number": case.number,
        "decided_on": at.city_day,
        "case_name": task_type.name,
        "law": task_type.deadline.law,
    }
    return issue_document(
        outcome.letter,
        subject_id=subject_id,
        facts={**{name: said for name, said in given.items() if name in letter_facts(outcome.letter)}, **fields},
        language=get_choices(subject_id).language,
        case_id=case.id,
        by=by,
        at=at,
        request_id=request_id,
        supersedes=DocumentId(earlier.document_id) if earlier and earlier.document_id else None,
    )
