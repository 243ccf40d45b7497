"""Queues in the browser: what anybody sees, what a parent does, and the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.services.models.queues import Place, PlaceOffer, Round, Ticket
from alatau.services.queues.kinds import get_queue
from alatau.services.queues.replies import take_reply
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.people import Official, Resident

pytestmark = pytest.mark.django_db
QUEUE = "/services/queues/kindergarten/"


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    load_people()


def browser(who: Resident | Official | None = None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    if who is not None:
        sign_in(client, who)
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def enter_amina(client: Client, **chosen: str) -> HttpResponse:
    given = {"person": str(resident("amina").person_id), "language": "kk"} | chosen
    return client.post(reverse("services:queue_enter", args=["kindergarten"]), given)


def free_place(client: Client) -> HttpResponse:
    group = get_queue("kindergarten").group_of(Ticket.objects.get().born_on, on=read_clocks().city_day)
    assert group is not None
    given = {
        "request_id": str(uuid4()),
        "provider": "balausa",
        "group": group.key,
        "language": "kk",
        "count": "2",
        "free_from": "2030-09-01",
    }
    return client.post(reverse("services:queue_desk", args=["kindergarten"]), given)


def offer_a_place() -> PlaceOffer:
    """Let Aigerim enter Amina and the desk offer a place."""
    enter_amina(browser(resident("aigerim")))
    desk = browser(official("saule"))
    assert free_place(desk).status_code == 302
    shown = desk.post(reverse("services:queue_run", args=["kindergarten"]), follow=True).content.decode()
    assert "stood first" in shown or "suited none of them" in shown
    return PlaceOffer.objects.get()


def test_parent_enters_a_child_and_reads_where_it_stands_and_why() -> None:
    client = browser(resident("aigerim"))
    assert "Амина" in read(client, QUEUE)
    answer = enter_amina(client)
    shown = read(client, answer["Location"])
    assert "Number 1 of 1" in shown
    assert "It waits in the general queue" in shown


def test_anybody_sees_the_order_and_no_name() -> None:
    enter_amina(browser(resident("aigerim")))
    number = Ticket.objects.get().number
    group = get_queue("kindergarten").group_of(Ticket.objects.get().born_on, on=read_clocks().city_day)
    assert group is not None
    shown = read(browser(), f"{QUEUE}?group={group.key}&number={number.lower()}")
    assert f"Ticket {number} is number 1 of 1." in shown
    assert "Амина" not in shown
    assert str(resident("amina").person_id) not in shown


def test_queues_are_listed_for_everybody() -> None:
    assert "Housing queue" in read(browser(), "/services/queues/")
    assert browser().get("/services/queues/none/").status_code == 404


def test_whoever_sends_nonsense_keeps_the_page_and_no_ticket() -> None:
    client = browser(resident("aigerim"))
    assert enter_amina(client, person=str(resident("yusuf").person_id)).status_code == 422
    assert enter_amina(client, language="xx").status_code == 422
    assert Ticket.objects.count() == 0


def test_queue_for_children_offers_only_those_young_enough() -> None:
    client = browser(resident("aigerim"))
    shown = read(client, QUEUE)
    assert "Диас" not in shown
    assert "Myself" not in shown
    assert enter_amina(client, person=str(resident("dias").person_id)).status_code == 422
    assert "Myself" in read(client, "/services/queues/housing/")


def test_parent_accepts_an_offered_place_and_signs() -> None:
    offer = offer_a_place()
    client = browser(resident("aigerim"))
    shown = read(client, reverse("services:ticket", args=[offer.ticket_id]))
    assert "Accept this place" in shown
    assert "suited none of them, so ticket" in shown
    client.post(reverse("services:place_answer", args=[offer.id, "accept"]))
    client.post(reverse("services:place_answer", args=[offer.id, "sign"]))
    assert "The place is yours." in read(client, reverse("services:ticket", args=[offer.ticket_id]))
    assert Place.objects.get(id=offer.place_id).status == "taken"


def test_other_parent_of_no_relation_finds_no_ticket() -> None:
    offer = offer_a_place()
    client = browser(resident("emma"))
    assert client.get(reverse("services:ticket", args=[offer.ticket_id])).status_code == 404
    assert client.post(reverse("services:place_answer", args=[offer.id, "accept"])).status_code == 404
    assert client.post(reverse("services:place_answer", args=[offer.id, "eat"])).status_code == 404


def test_wishes_change_and_the_ticket_leaves() -> None:
    client = browser(resident("aigerim"))
    ticket = enter_amina(client)["Location"]
    ticket_id = Ticket.objects.get().id
    client.post(reverse("services:ticket_wishes", args=[ticket_id]), {"zone": "green", "providers": ["samal"]})
    assert Ticket.objects.get().wishes == ["samal"]
    client.post(reverse("services:ticket_act", args=[ticket_id, "leave"]))
    assert "has left the queue" in read(client, ticket)


def test_answer_by_message_accepts_the_place() -> None:
    from types import SimpleNamespace

    offer = offer_a_place()
    body = {"template": "services.place_offered", "choice": "yes"}
    line = SimpleNamespace(body=body, case_id=offer.id, subject_id=resident("aigerim").person_id)
    for _ in range(2):
        take_reply(line, at=read_clocks())  # type: ignore[arg-type]  # what a reply needs of a line
    offer.refresh_from_db()
    assert offer.status == "agreed"


def test_desk_sees_queues_places_and_rounds() -> None:
    offer_a_place()
    desk = browser(official("saule"))
    assert "Kindergarten queue" in read(desk, "/desk/queues/")
    assert "Kindergarten Balausa" in read(desk, reverse("services:queue_desk", args=["kindergarten"]))
    assert "Fingerprint" in read(desk, reverse("services:queue_round", args=[Round.objects.get().id]))


def test_auditor_reads_and_enters_nothing() -> None:
    enter_amina(browser(resident("aigerim")))
    auditor = browser(official("aliya"))
    assert auditor.get(reverse("services:queue_desk", args=["kindergarten"])).status_code == 200
    assert free_place(auditor).status_code == 404
    assert auditor.post(reverse("services:queue_run", args=["kindergarten"])).status_code == 403
