"""Tell of events whose gentle wait is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.services.events.lines import Act, line_of
from alatau.services.events.settle import wait_for_others
from alatau.services.events.tasks import open_task_cases
from alatau.services.events.values import EventStatus
from alatau.services.models.events import LifeEvent

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("services.event_ripe.written", "services.event_ripe.told")

#: Events of one transaction.
SOME = 1_000


def tell_ripe_events(*, by: Actor, at: Moment) -> int:
    """Let events be heard of that waited until today, and return how many; killed anywhere, the same call goes on."""
    told = 0
    while count := _tell_some(by=by, at=at):
        told += count
    return told


@transaction.atomic
def _tell_some(*, by: Actor, at: Moment) -> int:
    wait_for_others()
    ripe = LifeEvent.objects.filter(status=EventStatus.WAITING.value, ripe_on__lte=at.city_day)
    events = [*ripe.order_by("ripe_on", "id")[:SOME]]
    for event in events:
        event.status, event.changed_at = EventStatus.DETECTED.value, at.wall_at
    LifeEvent.objects.bulk_update(events, ["status", "changed_at"])
    reach("services.event_ripe.written")
    append_lines([line_of(event, Act.DETECTED, by=by) for event in events], at=at)
    open_task_cases(events, by=by, at=at)
    reach("services.event_ripe.told")
    return len(events)
