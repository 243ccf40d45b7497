"""The one way to write a step of a ticket: the step, what follows from it, and the journal's line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.canonical import plain
from alatau.core.journal.values import LineKind, NewLine
from alatau.services.models.queues import Ticket, TicketStep
from alatau.services.queues.errors import TicketNotWaitingError
from alatau.services.queues.history import Status, follow

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.queues.history import Step
    from alatau.services.queues.values import TicketId

declare_points("services.ticket.stepped")


def lock_ticket(ticket_id: TicketId) -> Ticket:
    """Return a ticket that nobody else changes meanwhile. Raises: NotFoundError."""
    ticket = Ticket.objects.select_for_update().filter(id=ticket_id).first()
    if ticket is None:
        raise NotFoundError
    return ticket


def check_step(ticket: Ticket, step: Step) -> None:
    """Refuse what cannot happen to a ticket now. Raises: TicketNotWaitingError."""
    if follow(Status(ticket.status), step) is None:
        raise TicketNotWaitingError(status=ticket.status)


def record_step(ticket: Ticket, step: Step, *, by: Actor, at: Moment, **facts: object) -> None:
    """Write a step; the status follows. The caller has set the other columns and has refused what cannot be."""
    status = follow(Status(ticket.status) if ticket.steps else None, step)
    assert status is not None, "the caller checked that this step can happen"
    ticket.status = status.value
    ticket.steps += 1
    ticket.save()
    TicketStep.objects.create(
        ticket=ticket,
        number=ticket.steps,
        step=step.value,
        actor=actor_facts(by),
        facts=plain(facts),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )
    body = {"ticket_id": ticket.id, "queue": ticket.queue, "step": step.value, **facts}
    line = NewLine(
        kind=LineKind.EVENT,
        action="services.ticket.stepped",
        actor=by,
        subject_id=ticket.person_id,
        body=body,
    )
    append_lines([line], at=at)
    reach("services.ticket.stepped")
