"""Two officials at once, on real connections: one gets the task, and one case number is given once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection

from alatau.core.clock import read_clocks
from alatau.core.values import PersonId, system_actor
from alatau.desk.decide import confirm_decision, propose_decision
from alatau.desk.errors import NothingProposedError, TaskTakenError
from alatau.desk.models import Case, CaseStep, Decision
from alatau.desk.open import open_case
from alatau.desk.take import take_task
from alatau.desk.values import TaskId
from tests.desk.people import make_official
from tests.desk.stage import make_desk
from tests.desk.test_decide import CHANGED, FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def at_once(works: Sequence[Callable[[], object]]) -> list[str]:
    """Run each on a thread with its own connection; return how each ended."""

    def run(work: Callable[[], object]) -> str:
        try:
            work()
        except (TaskTakenError, NothingProposedError) as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def test_of_six_officials_one_takes_the_task(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    officials = [make_official("caseworker", name=f"Official{number}", at=desk.at) for number in range(6)]
    ends = at_once([lambda by=by: take_task(desk.task_id, by=by, at=desk.at) for by in officials])
    assert ends == ["TaskTakenError"] * 5 + ["done"]
    assert CaseStep.objects.filter(step="taken").count() == 1


def test_of_two_confirmations_at_once_one_decides(committed_db: None) -> None:
    desk = make_desk(read_clocks())
    second = make_official("supervisor", name="Raushan", at=desk.at)
    take_task(desk.task_id, by=desk.dana, at=desk.at)
    propose_decision(desk.task_id, outcome=CHANGED, fields=FIELDS, by=desk.dana, at=desk.at)
    task_id = TaskId(desk.open_task.id)
    ends = at_once([lambda by=by: confirm_decision(task_id, by=by, at=desk.at) for by in (desk.marat, second)])
    assert ends == ["NothingProposedError", "done"]
    assert Decision.objects.count() == 1


def test_cases_opened_at_once_get_numbers_of_their_own(committed_db: None) -> None:
    at, request_id = read_clocks(), uuid4()

    def open_one(request: object) -> None:
        open_case(
            "general_question",
            subject_id=PersonId(request_id),
            region="",
            facts={},
            request_id=request,  # type: ignore[arg-type]  # an id
            by=system_actor("desk.replies"),
            at=at,
        )

    at_once([lambda r=r: open_one(r) for r in (request_id, request_id, uuid4(), uuid4())])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
