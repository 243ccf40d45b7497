"""A queue with a few children in it, and their parents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from alatau.access.models import Representation
from alatau.access.register import register_person
from alatau.core.content import content
from alatau.core.values import Actor, ActorKind, UserId, system_actor
from alatau.services.models.queues import PlaceOffer, Ticket
from alatau.services.queues.enter import enter_queue
from alatau.services.queues.places import NewPlaces, enter_places
from alatau.services.queues.values import PlaceOfferId, TicketId, Wishes

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.core.values import Moment, PersonId

QUEUE = "kindergarten"
REGION = "199100000"
SYSTEM = system_actor("services.queues")
OPERATOR = Actor(kind=ActorKind.STAFF, user_id=UserId(UUID(int=77)), roles=frozenset({"operator"}))


def make_person(serial: int, *, born_on: date, at: Moment) -> PersonId:
    """Return a new person of the city, with a number of their own."""
    return register_person(
        name=f"Person {serial}",
        short_name=f"P. {serial}",
        born_on=born_on,
        region=REGION,
        number=content().person_numbers.synthesise(born_on=born_on, woman=bool(serial % 2), serial=serial),
        number_from=born_on,
        by=SYSTEM,
        at=at,
    )


def make_parent(serial: int, *, at: Moment) -> Actor:
    """Return a grown resident who acts for themselves."""
    person_id = make_person(serial, born_on=date(1992, 4, 1), at=at)
    return Actor(kind=ActorKind.RESIDENT, user_id=UserId(uuid4()), person_id=person_id)


def make_child(serial: int, *, of: Actor, at: Moment, born_on: date = date(2022, 5, 3)) -> PersonId:
    """Return a child in a parent's care, three years old by the school year of the tests."""
    child_id = make_person(serial, born_on=born_on, at=at)
    Representation.objects.create(
        kind="parent",
        representative_id=of.person_id,
        represented_id=child_id,
        ground="test",
        source="register",
        purposes=[],
        valid_from=born_on,
        granted_at=at.wall_at,
        accepted_at=at.wall_at,
    )
    return child_id


def later(at: Moment, **by: int) -> Moment:
    """Return a moment so much later on both clocks."""
    return replace(at, city_at=at.city_at + timedelta(**by), wall_at=at.wall_at + timedelta(**by))


def enter(
    serial: int,
    *,
    at: Moment,
    classes: Collection[str] = (),
    wishes: Wishes | None = None,
    parent: Actor | None = None,
    proven: Collection[str] = (),
) -> tuple[TicketId, Actor]:
    """Enter a new child, and return the ticket and who entered it."""
    parent = parent or make_parent(serial, at=at)
    child_id = make_child(serial + 500, of=parent, at=at)
    ticket_id = enter_queue(QUEUE, child_id, classes=classes, wishes=wishes or Wishes(), by=parent, at=at)
    if proven:
        Ticket.objects.filter(id=ticket_id).update(classes=list(proven))
    return ticket_id, parent


def free_places(count: int, *, at: Moment, provider: str = "balausa", language: str = "kk") -> None:
    """Enter free places for children of three."""
    new = NewPlaces(
        request_id=uuid4(),
        provider=provider,
        group="3",
        language=language,
        count=count,
        free_from=at.city_day + timedelta(days=7),
    )
    enter_places(QUEUE, new, by=OPERATOR, at=at)


def offer_of(ticket_id: TicketId) -> PlaceOfferId:
    """Return the newest place that a ticket was offered."""
    return PlaceOfferId(PlaceOffer.objects.filter(ticket_id=ticket_id).latest("turn").id)


def status_of(ticket_id: TicketId) -> str:
    """Return where a ticket stands."""
    return Ticket.objects.get(id=ticket_id).status
