"""Remind officials, once a working day, of deadlines that are near: each gets one figure and nobody's name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.own_affairs import find_own_record
from alatau.access.read import list_staff
from alatau.core.content import content
from alatau.core.values import UserId
from alatau.desk.models import Task
from alatau.desk.task_types import Escalation, get_type
from alatau.desk.values import TaskStatus
from alatau.messages.send import send_message

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment

TEMPLATE = "desk.task_waiting"
#: Who watches over what nobody finished in time.
SUPERVISOR = "supervisor"


def remind_staff(*, by: Actor, at: Moment) -> int:
    """Tell each official how many escalated tasks wait for them; return how many were told. Safe to repeat.

    A task is near its deadline when its kind says so: from its first escalation step on. Its holder is told, and from
    the step that asks for a supervisor, the supervisors of its region too. The message goes to the official's own
    record, in the language and by the channel they chose; who has told of no record sees the figure at the desk alone.
    """
    calendar = content().calendar
    if not calendar.is_working_day(at.city_day) or at.city_at.time() < calendar.opens_at:
        return 0
    return sum(_remind(user_id, len(tasks), by=by, at=at) for user_id, tasks in _list_near(at=at).items())


def _list_near(*, at: Moment) -> dict[UserId, set[UUID]]:
    """Return the escalated tasks by whom they concern."""
    near: dict[UserId, set[UUID]] = defaultdict(set)
    supervisors: dict[str, list[UserId]] = {}
    rows = Task.objects.exclude(status=TaskStatus.DONE).filter(case__escalation__gt=0, is_stopped=False)
    for task in rows.select_related("case").order_by("id"):
        if task.holder_id is not None:
            near[UserId(task.holder_id)].add(task.id)
        if get_type(task.case.type).escalations[task.case.escalation - 1].do is Escalation.WARN:
            continue
        if task.region not in supervisors:
            found = list_staff(role=SUPERVISOR, at=at, region=task.region)
            supervisors[task.region] = [each.user_id for each in found]
        for user_id in supervisors[task.region]:
            near[user_id].add(task.id)
    return near


@transaction.atomic
def _remind(user_id: UserId, count: int, *, by: Actor, at: Moment) -> int:
    person_id = find_own_record(user_id)
    if person_id is None:
        return 0
    # One message a day, however often the sweep runs.
    key = f"{TEMPLATE}:{user_id}:{at.city_day}"
    send_message(TEMPLATE, to=person_id, facts={"count": count}, by=by, at=at, key=key)
    return 1
