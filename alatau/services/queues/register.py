"""Tell the state's register where a ticket stands, so that cards and other bodies know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.load import access_person
from alatau.core.calendar import ONE_DAY
from alatau.core.values import PersonId, system_actor
from alatau.registry.declare import get_register
from alatau.registry.receive import receive_row
from alatau.services.queues.history import Status
from alatau.services.queues.kinds import get_queue

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.services.models.queues import Ticket

BY = system_actor("services.queues")
HAS_PLACE = frozenset({Status.OFFERED.value, Status.AGREED.value, Status.PLACED.value})
ENDED = frozenset({Status.PLACED.value, Status.LEFT.value})


def tell_register(ticket: Ticket, *, at: Moment) -> None:
    """Write a ticket's row into the register that its queue names; nothing for who has no number to be found by."""
    recorded = get_queue(ticket.queue).recorded
    status = recorded.status.get(ticket.status) if recorded else None
    if recorded is None or status is None:
        return
    numbers = {
        held: _find_number(PersonId(whose), at=at) for held, whose in _list_whose(ticket) if held in recorded.columns
    }
    if None in numbers.values():
        return
    entered_on = ticket.entered_at.astimezone(at.city_at.tzinfo).date()
    held = numbers | {
        "entered_on": entered_on.isoformat(),
        "status": status,
        "classes": ", ".join(ticket.classes) or None,
        "offered_on": at.city_day.isoformat() if ticket.status in HAS_PLACE else None,
        # The last day is not counted: a row that began today ends tomorrow at the earliest.
        "left_on": max(at.city_day, entered_on + ONE_DAY).isoformat() if ticket.status in ENDED else None,
    }
    row = {**recorded.fixed} | {column: held[name] for name, column in recorded.columns.items()}
    said = {column: value for column, value in row.items() if value is not None}
    source_id = f"ticket.{ticket.id}.{ticket.steps}"
    receive_row(get_register(recorded.register), said, source_id=source_id, by=BY, at=at)


def _list_whose(ticket: Ticket) -> list[tuple[str, UUID]]:
    return [("number", ticket.person_id), ("asked_by", ticket.asked_by)]


def _find_number(person_id: PersonId, *, at: Moment) -> str | None:
    return access_person(person_id, by=BY, purpose="service", data=("number",), at=at).number
