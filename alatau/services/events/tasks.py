"""Cases for officials about events that no message may speak of: they go to the person themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from alatau.access.homes import find_regions
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.services.events.doubts import CASES
from alatau.services.events.kinds import get_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.services.models.events import LifeEvent


def open_task_cases(events: Sequence[LifeEvent], *, by: Actor, at: Moment) -> None:
    """Open a case for each event whose kind asks for one; each once, however often it is told of."""
    asked = [event for event in events if get_kind(event.kind).task]
    regions = find_regions({PersonId(event.person_id) for event in asked}) if asked else {}
    for event in asked:
        person = PersonId(event.person_id)
        open_case(
            get_kind(event.kind).task,
            subject_id=person,
            region=regions.get(person, ""),
            facts={"kind": event.kind, "event": event.id, "on": event.on_day},
            request_id=uuid5(CASES, f"task:{event.id}"),
            by=by,
            at=at,
        )
