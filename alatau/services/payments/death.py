"""Somebody died: what was being paid to them, or for them, stands still until officials have looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.services.decisions.cases import open_review
from alatau.services.models import Plan
from alatau.services.payments.plan import BY, hold_plan
from alatau.services.payments.values import PlanStatus, StopReason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Moment

declare_points("services.death.held")

#: People who are looked up among the dead at once.
AT_ONCE = 100_000


def suspend_of_dead(people: Sequence[PersonId] = (), *, at: Moment) -> int:
    """Hold every running plan of those of these people who died, and ask officials; return how many plans.

    Nobody named asks of all who are paid. Each plan in a commit of its own; safe to repeat. Only the worker may ask.
    """
    # What opens the lake costs 0.4 s and 100 MB, and every process reads this file.
    from alatau.registry.people.deaths import list_dead  # noqa: PLC0415

    running = Plan.objects.filter(status=PlanStatus.RUNNING.value)
    if people:
        running = running.filter(Q(person_id__in=people) | Q(holder_id__in=people))
    paid = set(running.values_list("person_id", flat=True)) | set(running.values_list("holder_id", flat=True))
    asked = sorted(paid)
    held = 0
    for start in range(0, len(asked), AT_ONCE):
        dead = list_dead([PersonId(each) for each in asked[start : start + AT_ONCE]])
        plans = running.filter(Q(person_id__in=dead) | Q(holder_id__in=dead)).order_by("id")
        held += sum(_suspend(plan_id, at=at) for plan_id in list(plans.values_list("id", flat=True)))
    return held


@transaction.atomic
def _suspend(plan_id: UUID, *, at: Moment) -> bool:
    if not hold_plan(plan_id, StopReason.DEATH, by=BY, at=at):
        return False
    reach("services.death.held")
    open_review(Plan.objects.select_related("decision").get(id=plan_id), by=BY, at=at)
    return True
