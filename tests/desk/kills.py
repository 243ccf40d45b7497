"""The commit paths of cases, for kills at each of their named points."""

from __future__ import annotations

from uuid import UUID

from alatau.access.models import User
from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import Actor, PersonId, system_actor
from alatau.desk.attach import attach_file
from alatau.desk.decide import confirm_decision, propose_decision
from alatau.desk.load import access_case
from alatau.desk.models import Case, CaseFile, CaseStep, Decision, Task
from alatau.desk.open import open_case
from alatau.desk.take import take_task
from alatau.desk.values import CaseId, TaskId
from alatau.messages.models import Message
from alatau.papers.models import Document, DocumentFile
from alatau.papers.values import Verdict
from alatau.papers.verify import verify_file
from tests.desk.people import official
from tests.desk.stage import make_desk
from tests.faults.kill import Scenario

FIELDS = {"address": "Жағалау көшесі, 5", "reason": "Тіркелім растады."}


def open_one() -> None:
    """Open the same case in every process."""
    open_case(
        "address_check",
        subject_id=PersonId(UUID(int=2)),
        region="",
        facts={},
        request_id=UUID(int=1),
        by=system_actor("desk.replies"),
        at=read_clocks(),
    )


def check_one() -> None:
    assert Case.objects.get().number.endswith("-000001")
    assert Task.objects.count() == CaseStep.objects.count() == count_lines("desk.case.opened") == 1


def take_first() -> None:
    desk = make_desk(read_clocks())
    take_task(desk.task_id, by=desk.dana, at=read_clocks())


def propose() -> None:
    task_id = TaskId(Task.objects.get(kind="work").id)
    propose_decision(task_id, outcome="address_confirmed_changed", fields=FIELDS, by=dana(), at=read_clocks())


def check_proposed() -> None:
    assert Case.objects.get().status == "proposed"
    assert Task.objects.filter(kind="confirm", status="waiting").count() == 1
    assert count_lines("desk.case.proposed") == 1


def take_and_propose() -> None:
    take_first()
    propose()


def confirm() -> None:
    task_id = TaskId(Task.objects.get(kind="confirm").id)
    marat = official(User.objects.get(login="marat").id, "caseworker", "supervisor")
    confirm_decision(task_id, by=marat, at=read_clocks())


def check_decided() -> None:
    """One decision, one letter that verifies, one message and one event: nothing lost, nothing twice."""
    assert Case.objects.get().status == "decided"
    assert Decision.objects.get().document_id == Document.objects.get().id
    assert verify_file(bytes(DocumentFile.objects.get().pdf)).verdict is Verdict.OURS
    assert Message.objects.filter(template="desk.decision_made").count() == 1
    assert count_lines("desk.case.decided") == count_lines("papers.document.issued") == 1


def attach() -> None:
    case_id = CaseId(Case.objects.get().id)
    attach_file(case_id, title="Rental agreement", content=b"%PDF-1.7", by=dana(), at=read_clocks())


def check_attached() -> None:
    assert CaseFile.objects.count() == count_lines("desk.case.filed") == 1


def look() -> None:
    access_case(CaseId(Case.objects.get().id), by=dana(), at=read_clocks())


def check_looked() -> None:
    assert count_lines("desk.case.looked") == 1


def dana() -> Actor:
    return official(User.objects.get(login="dana").id, "caseworker")


def count_lines(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()


SCENARIOS = (
    Scenario(points=("desk.open.", "desk.step."), act=open_one, check=check_one),
    Scenario(points=("desk.propose.",), prepare=take_first, act=propose, check=check_proposed),
    Scenario(points=("desk.decide.",), prepare=take_and_propose, act=confirm, check=check_decided),
    Scenario(points=("desk.attach.",), prepare=take_first, act=attach, check=check_attached),
    Scenario(points=("desk.look.",), prepare=take_first, act=look, check=check_looked),
)
