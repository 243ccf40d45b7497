"""Commit paths of queues, for kills at each of their named points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.models import Person
from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.registry.models import InboxRow
from alatau.services.models.queues import Place, PlaceOffer, Ticket, TicketStep
from alatau.services.queues.answer import accept_place
from alatau.services.queues.enter import enter_queue
from alatau.services.queues.history import Step, fold
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.prove import prove_classes
from alatau.services.queues.rounds import run_round
from alatau.services.queues.values import PlaceOfferId, TicketId
from tests.faults.kill import Scenario
from tests.services.queues.stage import OPERATOR, QUEUE, SYSTEM, free_places, make_child, make_parent

if TYPE_CHECKING:
    from uuid import UUID

PARENT, CHILD = 31, 32


def prepare_family() -> None:
    at = read_clocks()
    make_child(CHILD, of=make_parent(PARENT, at=at), at=at)


def parent() -> Actor:
    ticket = Ticket.objects.first()
    asked_by = ticket.asked_by if ticket else find_first("P. 31")
    return Actor(kind=ActorKind.RESIDENT, person_id=PersonId(asked_by))


def find_first(short_name: str) -> UUID:
    return Person.objects.get(short_name=short_name).id


def enter() -> None:
    enter_queue(QUEUE, PersonId(find_first("P. 32")), classes=["military"], by=parent(), at=read_clocks())


def check_entered() -> None:
    ticket = Ticket.objects.get()
    steps = list(TicketStep.objects.order_by("number").values_list("step", flat=True))
    assert steps == ["entered", "claimed"]
    assert fold(Step(step) for step in steps) == ticket.status
    assert count_lines("services.ticket.stepped") == 2
    assert count_lines("desk.case.opened") == InboxRow.objects.count() == 1


def prepare_ticket() -> None:
    prepare_family()
    enter()


def prove() -> None:
    prove_classes(TicketId(Ticket.objects.get().id), by=SYSTEM, at=read_clocks())


def prepare_places() -> None:
    prepare_ticket()
    Ticket.objects.update(born_on=read_clocks().city_day.replace(year=read_clocks().city_day.year - 4, month=1, day=2))
    free_places(2, at=read_clocks())
    Place.objects.update(group=group_today())


def group_today() -> str:
    group = get_queue(QUEUE).group_of(Ticket.objects.get().born_on, on=read_clocks().city_day)
    assert group is not None
    return group.key


def run() -> None:
    run_round(QUEUE, by=OPERATOR, at=read_clocks())


def check_offered() -> None:
    """One place for the one who waits, whatever was cut short."""
    assert PlaceOffer.objects.get().turn == 0
    assert sorted(Place.objects.values_list("status", flat=True)) == ["free", "offered"]
    assert Ticket.objects.get().status == "offered"


def prepare_offer() -> None:
    prepare_places()
    run()


def accept() -> None:
    accept_place(PlaceOfferId(PlaceOffer.objects.get().id), by=parent(), at=read_clocks())


def check_agreed() -> None:
    assert Ticket.objects.get().status == PlaceOffer.objects.get().status == "agreed"
    assert TicketStep.objects.filter(step="agreed").count() == 1


def count_lines(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()


SCENARIOS = (
    Scenario(
        points=("services.queue.entered", "services.ticket.stepped"),
        prepare=prepare_family,
        act=enter,
        check=check_entered,
    ),
    Scenario(points=("services.round.",), prepare=prepare_places, act=run, check=check_offered),
    Scenario(points=("services.place.answered",), prepare=prepare_offer, act=accept, check=check_agreed),
    Scenario(points=("services.classes.proven",), prepare=prepare_ticket, act=prove, check=check_entered),
)
