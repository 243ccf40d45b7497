"""Enter a queue: once, with a number that leads to nobody, and with every right to go first that can be proven."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.services.models.queues import Ticket
from alatau.services.queues.claim import claim_class
from alatau.services.queues.errors import ClassUnknownError, NoGroupForAgeError, WishUnknownError
from alatau.services.queues.history import STANDING, Step
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.record import check_step, lock_ticket, record_step
from alatau.services.queues.register import tell_register
from alatau.services.queues.values import TicketId, Wishes
from alatau.services.queues.whose import check_whose, read_person

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.services.queues.kinds import QueueKind

declare_points("services.queue.entered")

#: Letters and figures that nobody takes for one another.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 63))"
NO_WISHES = Wishes()


@transaction.atomic
def enter_queue(
    queue: str,
    person_id: PersonId,
    *,
    classes: Collection[str] = (),
    wishes: Wishes = NO_WISHES,
    asked_by: PersonId | None = None,
    by: Actor,
    at: Moment,
) -> TicketId:
    """Give a person a place in a queue, and return their ticket; one who stands in it keeps the ticket they have.

    Rights to go first that registers can prove are found without being asked for; of ``classes``, those that no
    register can prove open a case in which officials look at a paper. ``asked_by`` is written to.

    Raises:
        QueueNotFoundError, NotFoundError, ClassUnknownError, WishUnknownError, NoGroupForAgeError: in this order;
        nothing is written.
    """
    kind = get_queue(queue)
    person = read_person(person_id, by=by, at=at, data=("birthday", "region"))
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"{queue}.{person_id}"])
    standing = Ticket.objects.filter(queue=queue, person_id=person_id, status__in=[each.value for each in STANDING])
    if (known := standing.first()) is not None:
        return TicketId(known.id)
    if not set(classes) <= kind.classes.keys():
        raise ClassUnknownError
    check_wishes(kind, wishes)
    if kind.is_outgrown(person.born_on, on=at.city_day):
        raise NoGroupForAgeError

    # Nothing is refused below this line.
    ticket = Ticket(
        id=uuid4(),
        queue=queue,
        number=_draw_number(),
        person_id=person_id,
        asked_by=asked_by or by.person_id or person_id,
        born_on=person.born_on,
        entered_at=at.city_at,
    )
    _set_wishes(ticket, wishes)
    record_step(ticket, Step.ENTERED, by=by, at=at)
    reach("services.queue.entered")
    for key in sorted(classes):
        claim_class(ticket, kind.classes[key], region=person.region or "", by=by, at=at)
    tell_register(ticket, at=at)
    # Registers are read by the worker, after this commit: the ticket's day is today's whatever they say.
    defer("services.prove_classes", lock=f"services.ticket.{ticket.id}", ticket_id=ticket.id)
    return TicketId(ticket.id)


@transaction.atomic
def change_wishes(ticket_id: TicketId, wishes: Wishes, *, by: Actor, at: Moment) -> None:
    """Keep what a person now asks of a place; the ticket keeps its day.

    Raises:
        NotFoundError, TicketNotWaitingError, WishUnknownError: in this order; nothing is written.
    """
    ticket = lock_ticket(ticket_id)
    check_whose(ticket, by=by, at=at)
    check_step(ticket, Step.WISHED)
    check_wishes(get_queue(ticket.queue), wishes)
    _set_wishes(ticket, wishes)
    record_step(ticket, Step.WISHED, by=by, at=at)


def check_wishes(kind: QueueKind, wishes: Wishes) -> None:
    """Refuse what the queue does not have. Raises: WishUnknownError."""
    is_known = (
        set(wishes.providers) <= kind.providers.keys()
        and (not wishes.zone or wishes.zone in kind.zones)
        and (not wishes.language or wishes.language in kind.languages)
    )
    if not is_known:
        raise WishUnknownError


def _set_wishes(ticket: Ticket, wishes: Wishes) -> None:
    ticket.language, ticket.zone = wishes.language, wishes.zone
    ticket.wishes = list(dict.fromkeys(wishes.providers))


def _draw_number() -> str:
    """Return a number by chance, in two parts that can be read aloud."""
    while True:
        drawn = "".join(secrets.choice(SIGNS) for _ in range(6))
        number = f"{drawn[:3]}-{drawn[3:]}"
        if not Ticket.objects.filter(number=number).exists():
            return number
