"""Stopping the clock, escalating, reopening and appealing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.errors import NotFoundError
from alatau.core.values import system_actor
from alatau.desk.clock import resume_case, suspend_case
from alatau.desk.decide import propose_decision
from alatau.desk.errors import (
    AppealTooLateError,
    CaseClosedError,
    CaseOpenError,
    CaseSuspendedError,
    NotSuspendedError,
    OutcomeUnknownError,
)
from alatau.desk.escalate import escalate_cases
from alatau.desk.models import CaseStep, Decision
from alatau.desk.note import explain_case
from alatau.desk.reopen import appeal_case, can_appeal, reopen_case
from alatau.desk.take import take_task
from alatau.papers.models import DocumentEnding
from tests.desk.people import make_resident
from tests.desk.test_decide import CHANGED, FIELDS, confirm_decision, propose

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from tests.desk.stage import Desk

SWEEP = system_actor("desk.escalate")


def later(at: Moment, days: int) -> Moment:
    return replace(at, city_at=at.city_at + timedelta(days=days), wall_at=at.wall_at + timedelta(days=days))


def suspend(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    suspend_case(desk.task_id, ground="waits_for_resident", words="", by=desk.dana, at=desk.at)


def test_stopped_clock_moves_the_deadline_when_it_runs_again(desk: Desk) -> None:
    due_at = desk.case.due_at
    suspend(desk)
    resume_case(desk.task_id, by=desk.dana, at=later(desk.at, 10))
    assert desk.case.due_at > due_at
    assert desk.open_task.due_at == desk.case.due_at


def test_clock_stops_once_and_starts_once(desk: Desk) -> None:
    suspend(desk)
    with pytest.raises(CaseSuspendedError):
        suspend_case(desk.task_id, ground="waits_for_resident", words="", by=desk.dana, at=desk.at)
    resume_case(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(NotSuspendedError):
        resume_case(desk.task_id, by=desk.dana, at=desk.at)


def test_clock_stops_only_for_a_ground_of_the_kind_of_case(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(OutcomeUnknownError):
        suspend_case(desk.task_id, ground="holiday", words="", by=desk.dana, at=desk.at)


def test_nothing_is_proposed_while_the_clock_stands_still(desk: Desk) -> None:
    suspend(desk)
    with pytest.raises(CaseSuspendedError):
        propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)


def test_escalation_steps_are_recorded_once_each(desk: Desk) -> None:
    assert escalate_cases(by=SWEEP, at=desk.at) == 0
    for days in (40, 40, 41):
        escalate_cases(by=SWEEP, at=later(desk.at, days))
    steps = CaseStep.objects.filter(step="escalated")
    assert [step.facts["level"] for step in steps] == [3]


def test_overdue_task_goes_back_into_the_queue(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    escalate_cases(by=SWEEP, at=later(desk.at, 40))
    assert (desk.open_task.status, desk.case.escalation) == ("waiting", 3)


def test_stopped_clock_is_not_escalated(desk: Desk) -> None:
    suspend(desk)
    assert escalate_cases(by=SWEEP, at=later(desk.at, 60)) == 0


def test_later_decision_supersedes_the_earlier_one_and_its_letter(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    first = Decision.objects.get()
    reopen_case(desk.case_id, words="A court asked.", reopening_id=uuid4(), by=desk.marat, at=desk.at)
    take_task(desk.open_task.id, by=desk.dana, at=desk.at)
    propose_decision(desk.open_task.id, outcome="no_change", fields={"reason": "x"}, by=desk.dana, at=desk.at)
    confirm_decision(desk.open_task.id, by=desk.marat, at=desk.at)
    assert Decision.objects.get(superseded_by=None).supersedes_id == first.id
    assert DocumentEnding.objects.get(document_id=first.document_id).status == "superseded"


def test_open_case_is_neither_reopened_nor_appealed(desk: Desk) -> None:
    with pytest.raises(CaseOpenError):
        reopen_case(desk.case_id, words="x", reopening_id=uuid4(), by=desk.marat, at=desk.at)
    with pytest.raises(CaseOpenError):
        appeal_case(desk.case_id, words="x", appeal_id=uuid4(), by=desk.aigerim, at=desk.at)


def test_appeal_is_taken_until_its_last_day(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    assert can_appeal(desk.case_id, at=later(desk.at, 90))
    with pytest.raises(AppealTooLateError):
        appeal_case(desk.case_id, words="x", appeal_id=uuid4(), by=desk.aigerim, at=later(desk.at, 91))


def test_only_the_person_of_the_case_explains_and_appeals(desk: Desk) -> None:
    stranger = make_resident(name="Yusuf", at=desk.at)
    with pytest.raises(NotFoundError):
        explain_case(desk.case_id, words="x", explanation_id=uuid4(), by=stranger, at=desk.at)
    with pytest.raises(NotFoundError):
        appeal_case(desk.case_id, words="x", appeal_id=uuid4(), by=stranger, at=desk.at)


def test_decided_case_is_appealed_rather_than_explained(desk: Desk) -> None:
    confirm_decision(propose(desk), by=desk.marat, at=desk.at)
    with pytest.raises(CaseClosedError):
        explain_case(desk.case_id, words="x", explanation_id=uuid4(), by=desk.aigerim, at=desk.at)
