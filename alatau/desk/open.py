"""Open a case, with its first task in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.canonical import plain
from alatau.desk.deadlines import first_deadline
from alatau.desk.errors import OpeningReusedError
from alatau.desk.models import Case, Task
from alatau.desk.record import record_step
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseId, CaseStatus, Step, TaskId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId

declare_points("desk.open.numbered", "desk.open.kept")

#: Opens every case number; the year and a count follow.
SERIES = "A"

_NEXT_NUMBER = """
INSERT INTO desk_casecounter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = desk_casecounter.last + 1
RETURNING last
"""


@transaction.atomic
def open_case(
    type_key: str,
    *,
    subject_id: PersonId,
    region: str,
    facts: Mapping[str, object],
    request_id: UUID,
    by: Actor,
    at: Moment,
) -> CaseId:
    """Open a case about a person, exactly once per `request_id`, and put its first task into the queue.

    A repeat with the same type and person returns the first case. `facts` are codes and ids of what caused it.

    Raises:
        TaskTypeContentError, OpeningReusedError: in this order; nothing is written.
    """
    task_type = get_type(type_key)
    # Two openings with one request id: the second waits here, then finds the case of the first.
    _lock_request(request_id)

    opened = Case.objects.filter(request_id=request_id).first()
    if opened is not None:
        if (opened.type, opened.subject_id) != (type_key, subject_id):
            raise OpeningReusedError(task_type=type_key)
        return CaseId(opened.id)

    # Nothing is refused below this line.
    due_at = first_deadline(at.city_at, task_type.deadline, content().calendar)
    number = _draw_number(at.city_day.year)
    reach("desk.open.numbered")
    case = Case(
        number=number,
        type=type_key,
        subject_id=subject_id,
        region=region,
        facts=plain(dict(facts)),
        request_id=request_id,
        opened_at=at.wall_at,
        opened_city_at=at.city_at,
        status=CaseStatus.OPEN,
        due_at=due_at,
    )
    case.save(force_insert=True)
    reach("desk.open.kept")
    record_step(
        case,
        Step.OPENED,
        by=by,
        at=at,
        facts={"due_at": due_at, "law": task_type.deadline.law.say(content().languages[0].code)},
    )
    return CaseId(case.id)


def open_task(
    type_key: str,
    *,
    subject_id: PersonId,
    region: str,
    facts: Mapping[str, object],
    request_id: UUID,
    by: Actor,
    at: Moment,
) -> TaskId:
    """Open a case and return the task that stands for it in the queue; see `open_case`."""
    case_id = open_case(
        type_key, subject_id=subject_id, region=region, facts=facts, request_id=request_id, by=by, at=at
    )
    return TaskId(Task.objects.filter(case_id=case_id).order_by("opened_at").values_list("id", flat=True)[0])


def _lock_request(request_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"desk.request:{request_id}"])


def _draw_number(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [year])
        row = cursor.fetchone()
    assert row is not None
    return f"{SERIES}-{year}-{row[0]:06}"
