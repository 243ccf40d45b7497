"""An official found out whether something happened: rows do not change that any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.services.events.lines import Act, line_of
from alatau.services.events.settle import wait_for_others
from alatau.services.events.values import HAPPENED, NOT_HAPPENED, EventStatus
from alatau.services.models.events import LifeEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Actor, Moment

declare_points("services.event_ruling.written")


def follow_rulings(lines: Sequence[SealedLine], *, by: Actor, at: Moment) -> int:
    """Let events stand or fall as the cases about them were decided, and return how many changed. Safe to repeat."""
    outcomes = {line.case_id: str(line.body.get("outcome")) for line in lines if line.case_id is not None}
    wait_for_others()
    changed = 0
    for event in LifeEvent.objects.filter(case_id__in=outcomes).order_by("id"):
        outcome = outcomes.get(event.case_id) if event.case_id else None
        if outcome in (HAPPENED, NOT_HAPPENED) and event.ruling != outcome:
            _rule(event, outcome, by=by, at=at)
            changed += 1
    return changed


def _rule(event: LifeEvent, outcome: str, *, by: Actor, at: Moment) -> None:
    stands, stood = outcome == HAPPENED, event.status != EventStatus.WITHDRAWN.value
    event.ruling, event.changed_at = outcome, at.wall_at
    if stands != stood:
        event.status = (EventStatus.DETECTED if stands else EventStatus.WITHDRAWN).value
    event.save(update_fields=["ruling", "status", "changed_at"])
    reach("services.event_ruling.written")
    if stands != stood:
        append_lines([line_of(event, Act.DETECTED if stands else Act.WITHDRAWN, by=by)], at=at)
