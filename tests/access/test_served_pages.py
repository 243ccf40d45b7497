"""A person without a phone is served at a desk: the official opens their pages, and every sight leaves its look."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.audience import Outcome, judge
from alatau.access.desk_visit import close_desk_visit
from alatau.access.matrix import list_routes
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.routes import Audience, Who
from alatau.core.values import Actor, ActorKind, PersonId, system_actor
from alatau.messages.models import Conversation
from alatau.messages.send import send_message
from alatau.messages.values import Channel
from tests.access.test_desk_visit import serve
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Official, Resident

PAGES = ("desk:own_cases", "messages:inbox", "papers:documents")
BY = system_actor("tests.served")


@pytest.fixture
def gulnara(people: None, now: Moment) -> Resident:
    """She has no phone; the city has asked her something."""
    who = resident("gulnara")
    send_message("city.address_check", to=who.person_id, facts={}, by=BY, at=now, channel=Channel.IN_APP)
    return who


@pytest.fixture
def served(client: Client, dana: Official, gulnara: Resident, now: Moment) -> Client:
    """Dana's browser, with Gulnara at the desk."""
    serve(dana, gulnara, now)
    sign_in(client, dana)
    return client


@given(kind=st.sampled_from(list(ActorKind)), serves=st.booleans())
def test_page_of_the_served_opens_to_staff_who_serve_and_to_nobody_else(kind: ActorKind, serves: bool) -> None:
    actor = Actor(kind=kind, for_person_id=PersonId(uuid4()) if serves else None)
    outcome = judge(Audience(who=frozenset({Who.SERVED})), actor)
    assert (outcome is Outcome.OPEN) == (kind is ActorKind.STAFF and serves)


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_with_the_visit_and_close_with_it(served: Client, dana: Official, now: Moment, page: str) -> None:
    shown = served.get(reverse(page)).content.decode()
    assert f'<a href="{reverse("access:visit")}">' in shown
    close_desk_visit(by=dana.actor, at=now)
    assert served.get(reverse(page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_visit_leads_to_each_affair_of_the_person(served: Client, page: str) -> None:
    assert f'href="{reverse(page)}"' in served.get(reverse("access:visit")).content.decode()


def test_messages_read_at_the_desk_leave_one_look_that_says_so(served: Client, gulnara: Resident) -> None:
    before = len(list_lines_about(gulnara.person_id, kinds=[LineKind.LOOK]))
    served.get(reverse("messages:inbox"))
    looks = list_lines_about(gulnara.person_id, kinds=[LineKind.LOOK])
    assert len(looks) == before + 1
    assert (looks[0].purpose, looks[0].body) == ("desk_visit", {"right": "desk_visit", "data": ["messages"]})


def test_answer_at_the_desk_names_the_official_and_the_person(
    served: Client, dana: Official, gulnara: Resident
) -> None:
    question = Conversation.objects.get(person_id=gulnara.person_id)
    served.post(reverse("messages:answer", args=[question.id]), {"answer": "no"})
    said = next(line for line in list_lines_about(gulnara.person_id) if line.action == "messages.reply.received")
    assert (said.actor["user_id"], said.actor["for_person_id"]) == (str(dana.user_id), str(gulnara.person_id))


def test_official_at_the_desk_does_not_choose_how_the_person_is_reached(served: Client) -> None:
    assert served.get(reverse("messages:choices")).status_code == 403
    assert reverse("messages:choices") not in served.get(reverse("messages:inbox")).content.decode()


def test_page_for_the_served_is_one_for_residents_too() -> None:
    audiences = [route.audience for route in list_routes() if route.audience and Who.SERVED in route.audience.who]
    assert len(audiences) >= len(PAGES)
    assert all(Who.RESIDENT in audience.who for audience in audiences)
