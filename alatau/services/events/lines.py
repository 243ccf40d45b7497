"""What the journal says of events: one line for each, about the person whose event it is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.journal.values import LineKind, NewLine
from alatau.services.events.kinds import list_kinds

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.services.models.events import LifeEvent


class Act(StrEnum):
    """What became of an event."""

    DETECTED = "detected"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


def line_of(event: LifeEvent, act: Act, *, by: Actor) -> NewLine:
    """Return the line that says what became of an event."""
    kind = list_kinds().get(event.kind)
    body = {"event_id": event.id, "kind": event.kind, "on": event.on_day, "identity": event.identity}
    if event.other_id:
        body["other_id"] = event.other_id
    # No message is ever made of what only officials may know: nobody who writes messages listens for these lines.
    if kind is None or kind.is_staff_only:
        action = {
            Act.DETECTED: "services.closed_event.detected",
            Act.CHANGED: "services.closed_event.changed",
            Act.WITHDRAWN: "services.closed_event.withdrawn",
        }[act]
    else:
        action = {
            Act.DETECTED: "services.event.detected",
            Act.CHANGED: "services.event.changed",
            Act.WITHDRAWN: "services.event.withdrawn",
        }[act]
    return NewLine(
        id=uuid4(),
        kind=LineKind.EVENT,
        action=action,
        actor=by,
        subject_id=event.person_id,
        body=body,
    )
