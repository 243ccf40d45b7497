"""Four eyes: proposing, confirming and returning a decision, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from alatau.core.models import JournalContents
from alatau.desk.decide import confirm_decision, propose_decision, return_decision
from alatau.desk.errors import (
    CaseClosedError,
    NothingProposedError,
    NotYourTaskError,
    OutcomeIncompleteError,
    OutcomeUnknownError,
    RoleMissingError,
    SamePersonError,
)
from alatau.desk.models import Decision
from alatau.desk.take import take_task
from alatau.desk.values import TaskId
from alatau.messages.models import Message
from alatau.papers.models import Document

if TYPE_CHECKING:
    from tests.desk.stage import Desk

FIELDS = {"address": "Жағалау көшесі, 5", "reason": "Мекенжай тіркелімі растады."}
CHANGED = "address_confirmed_changed"


def propose(desk: Desk) -> TaskId:
    """Let Dana propose, and return the task of the second official."""
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)
    return TaskId(desk.open_task.id)


def test_proposal_waits_for_a_second_official(desk: Desk) -> None:
    propose(desk)
    assert desk.case.status == "proposed"
    assert (desk.open_task.kind, desk.open_task.status) == ("confirm", "waiting")
    assert not Decision.objects.exists()


def test_confirmed_decision_brings_letter_message_and_event(desk: Desk) -> None:
    decision_id = confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    decision = Decision.objects.get(id=decision_id)
    document = Document.objects.get(id=decision.document_id)
    assert (decision.proposed_by, decision.confirmed_by) == (desk.dana.user_id, desk.marat.user_id)
    assert (document.template, document.case_id) == ("address_notice", desk.case_id)
    assert Message.objects.filter(template="desk.decision_made", case_id=desk.case_id).count() == 1
    event = JournalContents.objects.get(case_id=desk.case_id, line__action="desk.case.decided")
    assert event.body["outcome"] == CHANGED


def test_words_of_a_decision_never_reach_the_journal(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    bodies = str(list(JournalContents.objects.values_list("body", flat=True)))
    assert "Жағалау" not in bodies
    assert "растады" not in bodies


def test_repeated_confirmation_returns_the_first_decision(desk: Desk) -> None:
    task_id = propose(desk)
    first = confirm_decision(task_id, by=desk.marat, at=desk.at)
    assert confirm_decision(task_id, by=desk.marat, at=desk.at) == first
    assert Document.objects.count() == Message.objects.count() == 1


def test_repeated_proposal_changes_nothing(desk: Desk) -> None:
    propose(desk)
    steps = desk.case.steps_taken
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)
    assert desk.case.steps_taken == steps


def test_nobody_confirms_their_own_proposal(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.marat, at=desk.at)
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.marat, at=desk.at)
    with pytest.raises(SamePersonError):
        confirm_decision(TaskId(desk.open_task.id), by=desk.marat, at=desk.at)
    with pytest.raises(SamePersonError):
        return_decision(TaskId(desk.open_task.id), words="No.", by=desk.marat, at=desk.at)


def test_confirming_needs_the_role_of_the_kind_of_case(desk: Desk) -> None:
    task_id = propose(desk)
    with pytest.raises(RoleMissingError):
        confirm_decision(task_id, by=desk.yerlan, at=desk.at)


def test_returned_proposal_is_with_its_author_again(desk: Desk) -> None:
    task_id = propose(desk)
    return_decision(task_id, words="Name the house.", by=desk.marat, at=desk.at)
    assert desk.case.status == "open"
    assert (desk.open_task.kind, desk.open_task.holder_id) == ("work", desk.dana.user_id)
    with pytest.raises(NothingProposedError):
        confirm_decision(task_id, by=desk.marat, at=desk.at)


def test_proposing_needs_the_task_on_the_table(desk: Desk) -> None:
    with pytest.raises(NotYourTaskError):
        propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)


@pytest.mark.parametrize(
    ("outcome", "fields", "refusal"),
    [
        ("nonsense", FIELDS, OutcomeUnknownError),
        (CHANGED, {"reason": "x"}, OutcomeIncompleteError),
        (CHANGED, FIELDS | {"address": "x" * 201}, OutcomeIncompleteError),
    ],
)
def test_incomplete_proposals_are_refused(
    desk: Desk, outcome: str, fields: dict[str, str], refusal: type[Exception]
) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(refusal):
        propose_decision(desk.task_id, outcome=outcome, fields=fields, by=desk.dana, at=desk.at)


def test_decided_case_takes_no_other_proposal(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    with pytest.raises(CaseClosedError):
        propose_decision(desk.task_id, outcome="no_change", fields={"reason": "x"}, by=desk.dana, at=desk.at)


def test_one_official_answers_a_general_question(db: None, moment: object) -> None:
    from tests.desk.stage import make_desk

    desk = make_desk(moment, type_key="general_question")  # type: ignore[arg-type]  # the fixture's own type
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    decided = propose_decision(desk.task_id, outcome="answered", fields={"reason": "Ия."}, by=desk.dana, at=desk.at)
    assert Decision.objects.get(id=decided).confirmed_by is None
    assert desk.case.status == "decided"


def test_database_refuses_a_decision_with_two_eyes(desk: Desk) -> None:
    with pytest.raises(IntegrityError, match="decision_has_four_eyes"), transaction.atomic():
        Decision.objects.create(
            case=desk.case,
            outcome=CHANGED,
            law="x",
            proposed_by=desk.dana.user_id,
            confirmed_by=desk.dana.user_id,
            decided_at=desk.at.wall_at,
            decided_city_at=desk.at.city_at,
        )
