"""Write events and the rows that tell of them: one statement for many, since a load brings thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.services.models.events import EventSource, LifeEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCES = """
UPDATE services_eventsource AS kept
SET subject = given.subject, other_id = given.other_id, on_day = given.on_day, is_standing = given.is_standing,
    event_id = given.event_id, told_at = given.told_at
FROM unnest(%s::bigint[], %s::text[], %s::uuid[], %s::date[], %s::boolean[], %s::uuid[], %s::timestamptz[])
    AS given (id, subject, other_id, on_day, is_standing, event_id, told_at)
WHERE kept.id = given.id
"""
_EVENTS = """
UPDATE services_lifeevent AS kept
SET status = given.status, on_day = given.on_day, other_id = given.other_id, ripe_on = given.ripe_on,
    changed_at = given.changed_at
FROM unnest(%s::uuid[], %s::text[], %s::date[], %s::uuid[], %s::date[], %s::timestamptz[])
    AS given (id, status, on_day, other_id, ripe_on, changed_at)
WHERE kept.id = given.id
"""
#: Rows of one statement.
MANY = 1_000


def write_events(*, new: Sequence[LifeEvent], changed: Sequence[LifeEvent]) -> None:
    """Insert new events and update others."""
    LifeEvent.objects.bulk_create(new, batch_size=MANY)
    columns = ("id", "status", "on_day", "other_id", "ripe_on", "changed_at")
    _update(_EVENTS, changed, columns)


def write_sources(*, new: Sequence[EventSource], changed: Sequence[EventSource]) -> None:
    """Insert new sources and update others; their events are written before."""
    EventSource.objects.bulk_create(new, batch_size=MANY)
    columns = ("id", "subject", "other_id", "on_day", "is_standing", "event_id", "told_at")
    _update(_SOURCES, changed, columns)


def _update(query: str, rows: Sequence[EventSource] | Sequence[LifeEvent], columns: Sequence[str]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(query, [[getattr(row, name) for row in rows] for name in columns])
