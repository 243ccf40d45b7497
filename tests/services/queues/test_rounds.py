"""Entering a queue, rounds, answers and deadlines, on PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from alatau.core.errors import NotFoundError
from alatau.desk.models import Case
from alatau.registry.models import InboxRow
from alatau.services.models.queues import ClassClaim, Place, PlaceOffer, Round, Ticket, TicketStep
from alatau.services.queues import prove
from alatau.services.queues.answer import accept_place, decline_place, leave_queue, restore_ticket, sign_contract
from alatau.services.queues.claim import settle_claim
from alatau.services.queues.enter import change_wishes, enter_queue
from alatau.services.queues.errors import (
    ClassUnknownError,
    NoGroupForAgeError,
    PlaceOfferEndedError,
    RestoreSpentError,
    TicketNotWaitingError,
    WishUnknownError,
)
from alatau.services.queues.expire import end_what_is_over, share_out_every_queue
from alatau.services.queues.history import Step, fold
from alatau.services.queues.kinds import Proof
from alatau.services.queues.places import withdraw_place
from alatau.services.queues.prove import is_proven
from alatau.services.queues.rounds import run_round
from alatau.services.queues.values import PlaceId, Wishes
from tests.services.queues.stage import (
    OPERATOR,
    QUEUE,
    SYSTEM,
    enter,
    free_places,
    later,
    make_child,
    make_parent,
    offer_of,
    status_of,
)

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.services.queues.values import TicketId

pytestmark = pytest.mark.django_db


def steps_of(ticket_id: TicketId) -> list[str]:
    return list(TicketStep.objects.filter(ticket_id=ticket_id).order_by("number").values_list("step", flat=True))


def offered(moment: Moment) -> tuple[TicketId, object]:
    ticket_id, parent = enter(1, at=moment)
    free_places(1, at=moment)
    run_round(QUEUE, by=OPERATOR, at=moment)
    return ticket_id, parent


def test_child_is_entered_once_and_keeps_the_ticket(moment: Moment) -> None:
    ticket_id, parent = enter(1, at=moment)
    child_id = Ticket.objects.get().person_id
    assert enter_queue(QUEUE, child_id, by=parent, at=later(moment, days=3)) == ticket_id
    assert steps_of(ticket_id) == ["entered"]


def test_ticket_goes_into_the_register_of_the_state(moment: Moment) -> None:
    ticket_id, parent = enter(1, at=moment)
    row = InboxRow.objects.get(register_key="kindergarten_queue")
    assert (row.columns["status"], row.subject) == ("waiting", str(Ticket.objects.get(id=ticket_id).person_id))
    assert row.named == [str(parent.person_id)]


def test_stranger_cannot_enter_somebody_elses_child(moment: Moment) -> None:
    child_id = make_child(9, of=make_parent(8, at=moment), at=moment)
    with pytest.raises(NotFoundError):
        enter_queue(QUEUE, child_id, by=make_parent(7, at=moment), at=moment)


def test_what_a_queue_does_not_have_is_refused(moment: Moment) -> None:
    parent = make_parent(1, at=moment)
    child_id = make_child(2, of=parent, at=moment)
    with pytest.raises(ClassUnknownError):
        enter_queue(QUEUE, child_id, classes=["king"], by=parent, at=moment)
    with pytest.raises(WishUnknownError):
        enter_queue(QUEUE, child_id, wishes=Wishes(zone="moon"), by=parent, at=moment)
    old = make_child(3, of=parent, at=moment, born_on=date(2014, 1, 1))
    with pytest.raises(NoGroupForAgeError):
        enter_queue(QUEUE, old, by=parent, at=moment)


def test_newborn_may_wait_until_old_enough(moment: Moment) -> None:
    parent = make_parent(1, at=moment)
    enter_queue(QUEUE, make_child(2, of=parent, at=moment, born_on=date(2026, 3, 1)), by=parent, at=moment)
    free_places(1, at=moment)
    run_round(QUEUE, by=OPERATOR, at=moment)
    assert PlaceOffer.objects.count() == 0


def test_round_offers_places_by_turns_and_tells_parents(moment: Moment) -> None:
    tickets = [enter(place, at=later(moment, minutes=place))[0] for place in range(1, 5)]
    privileged, _parent = enter(9, at=later(moment, hours=5), proven=["large_family"])
    free_places(3, at=moment)
    run_round(QUEUE, by=OPERATOR, at=later(moment, days=1))
    offers = PlaceOffer.objects.order_by("turn").values_list("ticket_id", "due")
    assert list(offers) == [(privileged, "privileged"), (tickets[0], "general"), (tickets[1], "general")]


def test_turns_go_on_from_round_to_round(moment: Moment) -> None:
    for place in range(1, 6):
        enter(place, at=moment)
    for _ in range(2):
        free_places(2, at=moment)
        run_round(QUEUE, by=OPERATOR, at=moment)
    assert list(PlaceOffer.objects.order_by("turn").values_list("turn", flat=True)) == [0, 1, 2, 3]
    assert Round.objects.count() == 2


def test_agreed_and_signed_place_is_taken(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    accept_place(offer_of(ticket_id), by=parent, at=moment)
    accept_place(offer_of(ticket_id), by=parent, at=moment)
    sign_contract(offer_of(ticket_id), by=parent, at=later(moment, days=1))
    assert (status_of(ticket_id), Place.objects.get().status) == ("placed", "taken")
    assert steps_of(ticket_id) == ["entered", "offered", "agreed", "contracted"]


def test_stranger_cannot_answer_for_a_child(moment: Moment) -> None:
    ticket_id, _parent = offered(moment)
    stranger = make_parent(40, at=moment)
    for act in (accept_place, decline_place, sign_contract):
        with pytest.raises(NotFoundError):
            act(offer_of(ticket_id), by=stranger, at=moment)


def test_declined_place_ends_the_ticket_and_is_free_again(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    decline_place(offer_of(ticket_id), by=parent, at=moment)
    assert (status_of(ticket_id), Place.objects.get().status) == ("left", "free")
    with pytest.raises(PlaceOfferEndedError):
        accept_place(offer_of(ticket_id), by=parent, at=moment)


def test_silence_rests_the_ticket_until_it_is_taken_up_once(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    after = later(moment, days=5)
    assert end_what_is_over(by=SYSTEM, at=after) == 1
    assert (status_of(ticket_id), Place.objects.get().status) == ("inactive", "free")
    restore_ticket(ticket_id, by=parent, at=later(after, days=20))
    restore_ticket(ticket_id, by=parent, at=later(after, days=20))
    assert status_of(ticket_id) == "waiting"
    assert Ticket.objects.get(id=ticket_id).entered_at == moment.city_at


def test_second_silence_ends_the_ticket(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    end_what_is_over(by=SYSTEM, at=later(moment, days=5))
    restore_ticket(ticket_id, by=parent, at=later(moment, days=6))
    run_round(QUEUE, by=OPERATOR, at=later(moment, days=7))
    end_what_is_over(by=SYSTEM, at=later(moment, days=14))
    assert steps_of(ticket_id)[-2:] == ["silent", "timed_out"]


def test_ticket_nobody_takes_up_in_28_days_leaves(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    end_what_is_over(by=SYSTEM, at=later(moment, days=5))
    with pytest.raises(RestoreSpentError):
        restore_ticket(ticket_id, by=parent, at=later(moment, days=34))
    assert end_what_is_over(by=SYSTEM, at=later(moment, days=33)) == 0
    assert end_what_is_over(by=SYSTEM, at=later(moment, days=34)) == 1
    assert status_of(ticket_id) == "left"


def test_contract_not_signed_in_time_frees_the_place(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    accept_place(offer_of(ticket_id), by=parent, at=moment)
    end_what_is_over(by=SYSTEM, at=later(moment, days=3))
    assert status_of(ticket_id) == "agreed"
    end_what_is_over(by=SYSTEM, at=later(moment, days=14))
    assert (status_of(ticket_id), Place.objects.get().status) == ("inactive", "free")


def test_time_to_answer_is_counted_in_working_days(moment: Moment) -> None:
    ticket_id, _parent = offered(moment)
    # A Tuesday: two working days later is Thursday.
    assert PlaceOffer.objects.get(ticket_id=ticket_id).consent_by.date() == date(2026, 3, 12)


def test_place_that_is_taken_back_leaves_the_ticket_its_day(moment: Moment) -> None:
    ticket_id, _parent = offered(moment)
    withdraw_place(PlaceId(Place.objects.get().id), by=OPERATOR, at=moment)
    assert status_of(ticket_id) == "waiting"
    with pytest.raises(NotFoundError):
        withdraw_place(PlaceId(make_parent(60, at=moment).person_id), by=OPERATOR, at=moment)


def test_whoever_leaves_frees_the_place_held(moment: Moment) -> None:
    ticket_id, parent = offered(moment)
    leave_queue(ticket_id, by=parent, at=moment)
    leave_queue(ticket_id, by=parent, at=moment)
    assert (status_of(ticket_id), Place.objects.get().status) == ("left", "free")
    with pytest.raises(TicketNotWaitingError):
        change_wishes(ticket_id, Wishes(), by=parent, at=moment)


def test_right_without_a_register_opens_a_case_and_follows_it(moment: Moment) -> None:
    ticket_id, _parent = enter(1, at=moment, classes=["military"])
    claim = ClassClaim.objects.get()
    assert Case.objects.get(id=claim.case_id).type == "queue_class"
    settle_claim(claim.case_id, outcome="confirmed", by=SYSTEM, at=moment)
    settle_claim(claim.case_id, outcome="confirmed", by=SYSTEM, at=moment)
    ticket = Ticket.objects.get(id=ticket_id)
    assert (ticket.classes, ticket.claimed) == (["military"], [])
    assert steps_of(ticket_id) == ["entered", "claimed", "proven"]


def test_right_that_officials_do_not_find_proven_is_taken_off(moment: Moment) -> None:
    ticket_id, _parent = enter(1, at=moment, classes=["educator"])
    settle_claim(ClassClaim.objects.get().case_id, outcome="not_proven", by=SYSTEM, at=moment)
    assert Ticket.objects.get(id=ticket_id).classes == []


CARDS = [
    (Proof(figure="children", at_least=4, one_of=frozenset()), {"children": 4}, True),
    (Proof(figure="children", at_least=4, one_of=frozenset()), {"children": 3}, False),
    (Proof(figure="children", at_least=4, one_of=frozenset()), {"children": None}, None),
    (Proof(figure="orphan", at_least=None, one_of=frozenset()), {}, None),
    (Proof(figure="orphan", at_least=None, one_of=frozenset()), {"orphan": True}, True),
    (Proof(figure="adult", at_least=None, one_of=frozenset({"g3"})), {"adult": "none"}, False),
]


@pytest.mark.parametrize(("proof", "card", "answer"), CARDS, ids=range(len(CARDS)))
def test_card_proves_refutes_or_does_not_know_a_right(proof: Proof, card: dict[str, object], answer: object) -> None:
    assert is_proven(proof, card) is answer


def test_every_status_follows_from_the_steps_kept(moment: Moment) -> None:
    for place in range(1, 4):
        enter(place, at=moment)
    free_places(2, at=moment)
    assert share_out_every_queue(by=SYSTEM, at=moment) == 1
    end_what_is_over(by=SYSTEM, at=later(moment, days=6))
    for ticket in Ticket.objects.all():
        assert fold(Step(step) for step in steps_of(ticket.id)) == ticket.status


def test_database_gives_no_place_to_two(moment: Moment) -> None:
    ticket_id, _parent = offered(moment)
    other, _parent = enter(2, at=moment)
    first = PlaceOffer.objects.get(ticket_id=ticket_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceOffer.objects.create(
            round=first.round,
            ticket_id=other,
            place=first.place,
            queue=QUEUE,
            group="3",
            turn=99,
            due="general",
            stream="general",
            status="open",
            made_at=moment.city_at,
            consent_by=moment.city_at,
        )


def test_rights_that_the_familys_card_proves_come_and_go_with_it(
    moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket_id, _parent = enter(1, at=moment, classes=["large_family"])
    assert Ticket.objects.get(id=ticket_id).claimed == ["large_family"]
    for children, classes in ((4, ["large_family"]), (None, ["large_family"]), (3, [])):
        monkeypatch.setattr(prove, "read_card", lambda _person, found=children: {"children_and_students": found})
        prove.prove_classes(ticket_id, by=SYSTEM, at=moment)
        prove.prove_classes(ticket_id, by=SYSTEM, at=moment)
        assert Ticket.objects.get(id=ticket_id).classes == classes
    assert steps_of(ticket_id) == ["entered", "claimed", "proven", "unproven"]
    assert ClassClaim.objects.count() == 0
