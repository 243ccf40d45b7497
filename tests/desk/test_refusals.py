"""Every use case refuses in its documented order: of two reasons at once, the earlier one is said."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.errors import NotFoundError
from alatau.desk.attach import FILE_BYTES_MAX, FILES_MAX, attach_file
from alatau.desk.clock import resume_case, suspend_case
from alatau.desk.decide import confirm_decision, propose_decision, return_decision
from alatau.desk.errors import (
    CaseClosedError,
    CaseOpenError,
    CaseSuspendedError,
    ColleagueUnsuitableError,
    FileRefusedError,
    NothingProposedError,
    NotSuspendedError,
    NotYourTaskError,
    OutcomeUnknownError,
    OwnAffairError,
    RoleMissingError,
    SamePersonError,
    StepReusedError,
    TaskDoneError,
    TaskTakenError,
    TooManyFilesError,
)
from alatau.desk.models import CaseFile, CaseStep
from alatau.desk.note import add_note, explain_case
from alatau.desk.reopen import appeal_case, reopen_case
from alatau.desk.take import assign_task, hand_over_task, list_colleagues, release_task, take_task
from alatau.desk.values import CaseId, TaskId
from tests.desk.people import make_official, make_resident
from tests.desk.test_decide import CHANGED, FIELDS, propose

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.core.values import UserId
    from tests.desk.stage import Desk

NOWHERE = TaskId(uuid4())
PDF = b"%PDF-1.7"


def decided(desk: Desk) -> TaskId:
    """Let the case be decided, and return the task of the second official."""
    task_id = propose(desk)
    confirm_decision(task_id, by=desk.marat, at=desk.at)
    return task_id


def user(desk: Desk, name: str) -> UserId:
    """Return the sign-in of one of the desk's people."""
    user_id = getattr(desk, name).user_id
    assert user_id is not None
    return user_id


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: take_task(NOWHERE, by=desk.yerlan, at=desk.at),
        lambda desk: release_task(NOWHERE, by=desk.yerlan, at=desk.at),
        lambda desk: assign_task(NOWHERE, to=user(desk, "dana"), by=desk.yerlan, at=desk.at),
        lambda desk: hand_over_task(NOWHERE, to=user(desk, "dana"), words="", by=desk.yerlan, at=desk.at),
        lambda desk: list_colleagues(NOWHERE, at=desk.at),
        lambda desk: suspend_case(NOWHERE, ground="x", words="", by=desk.yerlan, at=desk.at),
        lambda desk: resume_case(NOWHERE, by=desk.yerlan, at=desk.at),
        lambda desk: propose_decision(NOWHERE, outcome="x", fields={}, by=desk.yerlan, at=desk.at),
        lambda desk: confirm_decision(NOWHERE, by=desk.yerlan, at=desk.at),
        lambda desk: return_decision(NOWHERE, words="x", by=desk.yerlan, at=desk.at),
        lambda desk: add_note(NOWHERE, words="x", note_id=uuid4(), by=desk.yerlan, at=desk.at),
        lambda desk: reopen_case(CaseId(NOWHERE), words="x", reopening_id=uuid4(), by=desk.yerlan, at=desk.at),
        lambda desk: appeal_case(CaseId(NOWHERE), words="x", appeal_id=uuid4(), by=desk.aigerim, at=desk.at),
        lambda desk: explain_case(CaseId(NOWHERE), words="x", explanation_id=uuid4(), by=desk.aigerim, at=desk.at),
        lambda desk: attach_file(CaseId(NOWHERE), title="x", content=PDF, by=desk.yerlan, at=desk.at),
    ],
)
def test_absent_task_or_case_is_not_found_before_anything_else(desk: Desk, act: Callable[[Desk], object]) -> None:
    with pytest.raises(NotFoundError):
        act(desk)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, task: take_task(task, by=desk.yerlan, at=desk.at),
        lambda desk, task: release_task(task, by=desk.yerlan, at=desk.at),
        lambda desk, task: assign_task(task, to=user(desk, "yerlan"), by=desk.yerlan, at=desk.at),
        lambda desk, task: hand_over_task(task, to=user(desk, "yerlan"), words="", by=desk.yerlan, at=desk.at),
        lambda desk, task: suspend_case(task, ground="x", words="", by=desk.yerlan, at=desk.at),
        lambda desk, task: resume_case(task, by=desk.yerlan, at=desk.at),
    ],
)
def test_finished_task_is_told_before_the_right_to_it(desk: Desk, act: Callable[[Desk, TaskId], object]) -> None:
    task_id = decided(desk)
    steps = CaseStep.objects.count()
    with pytest.raises(TaskDoneError) as refusal:
        act(desk, task_id)
    assert refusal.value.sentence().startswith("This task is finished.")
    assert CaseStep.objects.count() == steps


def test_taken_task_is_told_before_a_missing_role(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(TaskTakenError) as refusal:
        take_task(desk.task_id, by=desk.yerlan, at=desk.at)
    assert "ask for a hand-over" in refusal.value.sentence()


def test_missing_role_is_told_before_an_own_affair(desk: Desk) -> None:
    from dataclasses import replace

    with pytest.raises(RoleMissingError):
        take_task(desk.task_id, by=replace(desk.yerlan, person_id=desk.aigerim.person_id), at=desk.at)
    with pytest.raises(OwnAffairError):
        take_task(desk.task_id, by=replace(desk.dana, for_person_id=desk.aigerim.person_id), at=desk.at)


def test_proposer_cannot_take_the_confirming_of_their_own_proposal(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.marat, at=desk.at)
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.marat, at=desk.at)
    with pytest.raises(SamePersonError):
        take_task(TaskId(desk.open_task.id), by=desk.marat, at=desk.at)


def test_only_a_supervisor_assigns_whoever_it_is_for(desk: Desk) -> None:
    with pytest.raises(RoleMissingError):
        assign_task(desk.task_id, to=user(desk, "yerlan"), by=desk.dana, at=desk.at)
    with pytest.raises(ColleagueUnsuitableError):
        assign_task(desk.task_id, to=user(desk, "yerlan"), by=desk.marat, at=desk.at)


def test_proposal_is_never_assigned_or_handed_to_its_author(desk: Desk) -> None:
    second = make_official("supervisor", name="Raushan", at=desk.at)
    take_task(desk.task_id, by=desk.marat, at=desk.at)
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.marat, at=desk.at)
    task_id = TaskId(desk.open_task.id)
    with pytest.raises(SamePersonError):
        assign_task(task_id, to=user(desk, "marat"), by=second, at=desk.at)
    take_task(task_id, by=second, at=desk.at)
    with pytest.raises(SamePersonError):
        hand_over_task(task_id, to=user(desk, "marat"), words="", by=second, at=desk.at)


def test_hand_over_needs_the_task_on_the_table(desk: Desk) -> None:
    with pytest.raises(NotYourTaskError) as refusal:
        hand_over_task(desk.task_id, to=user(desk, "yerlan"), words="", by=desk.dana, at=desk.at)
    assert refusal.value.sentence() == "This task is not with you. Take it first, then repeat this step."


def test_supervisor_of_another_region_moves_nothing(desk: Desk) -> None:
    stranger = make_official("supervisor", name="Madi", at=desk.at, region="750000000")
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(RoleMissingError):
        release_task(desk.task_id, by=stranger, at=desk.at)
    with pytest.raises(RoleMissingError):
        assign_task(desk.task_id, to=user(desk, "marat"), by=stranger, at=desk.at)
    assert desk.open_task.holder_id == desk.dana.user_id


def test_clock_refuses_by_table_then_state_then_ground(desk: Desk) -> None:
    with pytest.raises(NotYourTaskError):
        suspend_case(desk.task_id, ground="nonsense", words="", by=desk.dana, at=desk.at)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(NotSuspendedError):
        resume_case(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(OutcomeUnknownError):
        suspend_case(desk.task_id, ground="nonsense", words="", by=desk.dana, at=desk.at)
    suspend_case(desk.task_id, ground="waits_for_authority", words="", by=desk.dana, at=desk.at)
    with pytest.raises(CaseSuspendedError):
        suspend_case(desk.task_id, ground="nonsense", words="", by=desk.dana, at=desk.at)


def test_clock_of_a_proposal_cannot_be_stopped(desk: Desk) -> None:
    task_id = propose(desk)
    take_task(task_id, by=desk.marat, at=desk.at)
    with pytest.raises(CaseClosedError):
        suspend_case(task_id, ground="waits_for_resident", words="", by=desk.marat, at=desk.at)


def test_stopped_clock_is_told_before_a_wrong_outcome(desk: Desk) -> None:
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    suspend_case(desk.task_id, ground="waits_for_resident", words="", by=desk.dana, at=desk.at)
    with pytest.raises(CaseSuspendedError) as refusal:
        propose_decision(desk.task_id, outcome="nonsense", fields={}, by=desk.dana, at=desk.at)
    assert "Let it run again" in refusal.value.sentence()


def test_role_lost_since_the_task_was_taken_stops_the_proposal(desk: Desk) -> None:
    from dataclasses import replace

    take_task(desk.task_id, by=desk.dana, at=desk.at)
    with pytest.raises(RoleMissingError):
        propose_decision(
            desk.task_id, outcome="nonsense", fields={}, by=replace(desk.dana, roles=frozenset()), at=desk.at
        )


def test_nothing_is_confirmed_or_returned_before_a_proposal(desk: Desk) -> None:
    with pytest.raises(NothingProposedError):
        confirm_decision(desk.task_id, by=desk.yerlan, at=desk.at)
    with pytest.raises(NothingProposedError):
        return_decision(desk.task_id, words="x", by=desk.yerlan, at=desk.at)


def test_page_left_open_on_an_earlier_proposal_confirms_nothing(desk: Desk) -> None:
    earlier = propose(desk)
    return_decision(earlier, words="Name the house.", by=desk.marat, at=desk.at)
    propose_decision(
        TaskId(desk.open_task.id), outcome=CHANGED, fields=FIELDS | {"address": "x"}, by=desk.dana, at=desk.at
    )
    with pytest.raises(NothingProposedError):
        confirm_decision(earlier, by=desk.marat, at=desk.at)
    with pytest.raises(NothingProposedError):
        confirm_decision(desk.task_id, by=desk.marat, at=desk.at)
    assert desk.case.status == "proposed"


def test_proposal_on_a_colleagues_table_is_confirmed_by_nobody_else(desk: Desk) -> None:
    second = make_official("supervisor", name="Raushan", at=desk.at)
    task_id = propose(desk)
    take_task(task_id, by=second, at=desk.at)
    with pytest.raises(TaskTakenError):
        confirm_decision(task_id, by=desk.marat, at=desk.at)
    with pytest.raises(TaskTakenError):
        return_decision(task_id, words="x", by=desk.marat, at=desk.at)


def test_form_id_of_another_step_is_refused(desk: Desk) -> None:
    used = uuid4()
    add_note(desk.task_id, words="x", note_id=used, by=desk.dana, at=desk.at)
    with pytest.raises(StepReusedError):
        explain_case(desk.case_id, words="x", explanation_id=used, by=desk.aigerim, at=desk.at)
    decided(desk)
    with pytest.raises(StepReusedError):
        reopen_case(desk.case_id, words="x", reopening_id=used, by=desk.marat, at=desk.at)
    with pytest.raises(StepReusedError):
        appeal_case(desk.case_id, words="x", appeal_id=used, by=desk.aigerim, at=desk.at)


def test_note_needs_a_role_of_the_kind_of_case(desk: Desk) -> None:
    with pytest.raises(RoleMissingError):
        add_note(desk.task_id, words="x", note_id=uuid4(), by=desk.yerlan, at=desk.at)
    assert not CaseStep.objects.filter(step="noted").exists()


def test_case_is_reopened_by_those_who_confirm_it_alone(desk: Desk) -> None:
    with pytest.raises(CaseOpenError):
        reopen_case(desk.case_id, words="x", reopening_id=uuid4(), by=desk.yerlan, at=desk.at)
    decided(desk)
    with pytest.raises(RoleMissingError):
        reopen_case(desk.case_id, words="x", reopening_id=uuid4(), by=desk.dana, at=desk.at)


def test_repeated_reopening_and_appeal_change_nothing(desk: Desk) -> None:
    decided(desk)
    appeal, reopening = uuid4(), uuid4()
    for _ in range(2):
        appeal_case(desk.case_id, words="The house is 6.", appeal_id=appeal, by=desk.aigerim, at=desk.at)
    for _ in range(2):
        reopen_case(desk.case_id, words="A court asked.", reopening_id=reopening, by=desk.marat, at=desk.at)
    steps = list(CaseStep.objects.order_by("number").values_list("step", flat=True))
    assert steps[-2:] == ["appealed", "reopened"]


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>", b"PK\x03\x04", b" %PDF-1.7", b"GIF89a", PDF + b"0" * FILE_BYTES_MAX],
    ids=["empty", "script", "archive", "shifted", "gif", "large"],
)
def test_wrong_or_large_files_are_refused_before_anything_else(desk: Desk, content: bytes) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        attach_file(CaseId(NOWHERE), title="x", content=content, by=desk.yerlan, at=desk.at)
    assert "8 MB" in refusal.value.sentence()


@pytest.mark.parametrize("content", [PDF, b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
def test_file_of_a_known_kind_is_kept_once_with_its_hash(desk: Desk, content: bytes) -> None:
    first = attach_file(desk.case_id, title=" Lease ", content=content, by=desk.dana, at=desk.at)
    again = attach_file(desk.case_id, title="The same", content=content, by=desk.aigerim, at=desk.at)
    assert first == again
    assert CaseFile.objects.get().title == "Lease"
    assert CaseStep.objects.get(step="filed").facts["sha256"] == CaseFile.objects.get().digest


def test_largest_file_is_still_kept(desk: Desk) -> None:
    content = PDF.ljust(FILE_BYTES_MAX, b"0")
    attach_file(desk.case_id, title="Plan", content=content, by=desk.dana, at=desk.at)
    assert CaseFile.objects.get().size_bytes == FILE_BYTES_MAX


def test_files_are_attached_by_the_right_people_to_an_open_case_only(desk: Desk) -> None:
    with pytest.raises(RoleMissingError):
        attach_file(desk.case_id, title="x", content=PDF, by=desk.yerlan, at=desk.at)
    with pytest.raises(NotFoundError):
        attach_file(desk.case_id, title="x", content=PDF, by=make_resident(name="Yusuf", at=desk.at), at=desk.at)
    decided(desk)
    with pytest.raises(CaseClosedError):
        attach_file(desk.case_id, title="x", content=PDF, by=desk.dana, at=desk.at)


def test_case_holds_so_many_files_and_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FILES_MAX >= 10
    monkeypatch.setattr("alatau.desk.attach.FILES_MAX", 2)
    for number in range(2):
        attach_file(desk.case_id, title="x", content=PDF + bytes([number]), by=desk.dana, at=desk.at)
    with pytest.raises(TooManyFilesError) as refusal:
        attach_file(desk.case_id, title="x", content=PDF, by=desk.dana, at=desk.at)
    assert "one PDF" in refusal.value.sentence()
