"""What a parent, the desk and anybody read of a queue."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from alatau.core.errors import NotFoundError
from alatau.services.queues.explain import explain_award, explain_passed, explain_position, say_status
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.read import access_ticket, get_round, list_public, list_rounds, position_of
from alatau.services.queues.rounds import run_round
from alatau.services.queues.values import Wishes
from tests.services.queues.stage import OPERATOR, QUEUE, enter, free_places, later, make_parent

if TYPE_CHECKING:
    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


def test_position_counts_the_turns_of_both_lines(moment: Moment) -> None:
    tickets = [enter(place, at=later(moment, minutes=place))[0] for place in range(1, 4)]
    privileged, _parent = enter(9, at=later(moment, hours=5), proven=["large_family"])
    day = moment.city_day
    first, last = position_of(privileged, on=day), position_of(tickets[2], on=day)
    assert first is not None
    assert last is not None
    assert (first.place, first.waiting) == (1, 4)
    assert (last.place, last.privileged_before, last.general_before) == (4, 1, 2)


def test_public_order_is_that_of_positions_and_names_nobody(moment: Moment) -> None:
    tickets = [enter(place, at=later(moment, minutes=place))[0] for place in range(1, 4)]
    lines = list_public(QUEUE, "3", on=moment.city_day)
    places = [position_of(ticket_id, on=moment.city_day) for ticket_id in tickets]
    assert [line.place for line in lines] == [place.place for place in places if place] == [1, 2, 3]
    assert {field.name for field in fields(lines[0])} == {"number", "place", "stream", "status"}


def test_other_groups_do_not_stand_in_the_way(moment: Moment) -> None:
    enter(1, at=moment)
    assert list_public(QUEUE, "4", on=moment.city_day) == []


def test_position_is_explained_in_words(moment: Moment) -> None:
    ticket_id, parent = enter(1, at=moment, proven=["large_family"])
    ticket = access_ticket(ticket_id, by=parent, at=moment)
    said = " ".join(explain_position(ticket, on=moment.city_day))
    assert "It goes first: Child of a large family" in said
    assert "number 1 of 1" in said
    assert say_status(ticket).startswith("You wait")


def test_whoever_was_unfit_in_the_last_round_reads_why(moment: Moment) -> None:
    ticket_id, parent = enter(1, at=moment, wishes=Wishes(providers=("samal",)))
    free_places(1, at=moment)
    run_round(QUEUE, by=OPERATOR, at=moment)
    ticket = access_ticket(ticket_id, by=parent, at=moment)
    assert "no free place was right for your wishes" in explain_position(ticket, on=moment.city_day)[-1]


def test_round_says_why_each_place_went_where_it_went(moment: Moment) -> None:
    enter(1, at=moment, wishes=Wishes(providers=("samal",)))
    enter(2, at=later(moment, minutes=1))
    free_places(1, at=moment)
    view = get_round(run_round(QUEUE, by=OPERATOR, at=later(moment, hours=1)))
    [award] = view.awards
    assert "It suited none of them" in explain_award(get_queue(QUEUE), award)
    assert explain_passed(award).startswith("1 ticket before it was passed over")
    assert list_rounds(QUEUE) == [view]


def test_same_tickets_and_places_have_the_same_fingerprint(moment: Moment) -> None:
    enter(1, at=moment, wishes=Wishes(providers=("samal",)))
    free_places(1, at=moment)
    digests = {get_round(run_round(QUEUE, by=OPERATOR, at=moment)).digest for _ in range(2)}
    assert len(digests) == 1


def test_ticket_is_nobody_elses_to_read(moment: Moment) -> None:
    ticket_id, _parent = enter(1, at=moment)
    with pytest.raises(NotFoundError):
        access_ticket(ticket_id, by=make_parent(40, at=moment), at=moment)
