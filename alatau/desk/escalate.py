"""Escalate tasks whose deadline nears or has passed, each step of the kind of case once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.desk.deadlines import working_days_left
from alatau.desk.models import Case
from alatau.desk.record import record_step
from alatau.desk.task_types import get_type
from alatau.desk.values import CaseStatus, Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment

#: Cases looked at in one transaction: a sweep over many never holds a lock for long.
BATCH = 200


def escalate_cases(*, by: Actor, at: Moment) -> int:
    """Record the escalations that the moment calls for; return how many. Safe to repeat and to run twice at once."""
    done = 0
    last: UUID | None = None
    while batch := _next_cases(last):
        last = batch[-1]
        done += sum(_escalate(case_id, by=by, at=at) for case_id in batch)
    return done


def _next_cases(last: UUID | None) -> list[UUID]:
    cases = Case.objects.exclude(status=CaseStatus.DECIDED).filter(suspended_at=None)
    if last is not None:
        cases = cases.filter(id__gt=last)
    return list(cases.order_by("id").values_list("id", flat=True)[:BATCH])


@transaction.atomic
def _escalate(case_id: UUID, *, by: Actor, at: Moment) -> int:
    # A case somebody works on right now is left for the next sweep, a few minutes later.
    case = Case.objects.select_for_update(skip_locked=True).filter(id=case_id, suspended_at=None).first()
    if case is None or case.status == CaseStatus.DECIDED:
        return 0
    level = reached_level(case.type, case.due_at, at=at)
    if level <= case.escalation:
        return 0
    step = get_type(case.type).escalations[level - 1]
    record_step(case, Step.ESCALATED, by=by, at=at, facts={"level": level, "do": step.do})
    return 1


def reached_level(type_key: str, due_at: datetime, *, at: Moment) -> int:
    """Return how many escalation steps the moment has reached."""
    left = working_days_left(due_at, now=at.city_at, calendar=content().calendar)
    reached = 0
    for level, step in enumerate(get_type(type_key).escalations, start=1):
        is_due = at.city_at > due_at if step.days_left is None else left <= step.days_left
        reached = level if is_due else reached
    return reached
