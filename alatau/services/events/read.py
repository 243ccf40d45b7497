"""Events as other parts of the room ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.services.events.values import EventStatus, LifeEvent, LifeEventId, RowPointer
from alatau.services.models.events import EventSource
from alatau.services.models.events import LifeEvent as Kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


def get_event(event_id: LifeEventId) -> LifeEvent:
    """Return one event, with the rows that tell of it.

    Raises:
        NotFoundError: there is none.
    """
    kept = Kept.objects.filter(id=event_id).first()
    if kept is None:
        raise NotFoundError
    return _with_rows([kept])[0]


def list_events_of(person_id: PersonId, *, kinds: Iterable[str] = ()) -> list[LifeEvent]:
    """Return what happened to a person, the newest first, whatever its status."""
    kept = Kept.objects.filter(person_id=person_id).order_by("-on_day", "id")
    wanted = [*kinds]
    return _with_rows([*(kept.filter(kind__in=wanted) if wanted else kept)])


def _with_rows(events: list[Kept]) -> list[LifeEvent]:
    rows: dict[UUID, list[RowPointer]] = {}
    for source in EventSource.objects.filter(event__in=events).order_by("told_at", "id"):
        pointer = RowPointer(
            register=source.register_key, row=source.row, on_day=source.on_day, is_standing=source.is_standing
        )
        if source.event_id is not None:
            rows.setdefault(source.event_id, []).append(pointer)
    return [_event_of(kept, rows.get(kept.id, ())) for kept in events]


def _event_of(kept: Kept, rows: Iterable[RowPointer]) -> LifeEvent:
    return LifeEvent(
        id=LifeEventId(kept.id),
        kind=kept.kind,
        identity=kept.identity,
        person_id=PersonId(kept.person_id),
        other_id=PersonId(kept.other_id) if kept.other_id else None,
        on_day=kept.on_day,
        status=EventStatus(kept.status),
        ripe_on=kept.ripe_on,
        detected_at=kept.detected_at,
        rows=tuple(rows),
    )
