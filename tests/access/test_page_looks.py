"""A page opened for somebody else leaves one look, before its answer; one's own page leaves none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.load import access_person, record_page_look
from alatau.access.looked import PageLook, is_noted, note_page_look, one_page
from alatau.access.looks import list_looks
from alatau.access.matrix import list_routes
from alatau.access.models import Representation
from alatau.access.words import name_data
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind
from alatau.core.routes import Who, open_to
from alatau.core.values import Actor, ActorKind, PersonId, system_actor
from alatau.messages.send import send_message
from alatau.messages.values import Channel
from tests.access.test_desk_visit import serve
from tests.access.test_load import acting_for
from tests.access.test_reach_of_representation import act, looks_at
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Resident

WORDS = ("messages", "case", "documents", "contacts")
#: Words of a message that no page has of its own.
MARK = "Kokmoinak 7731"


@pytest.fixture
def gulnara(people: None, now: Moment) -> Resident:
    """Aigerim acts for her, and the city has written to her."""
    who = resident("gulnara")
    facts = {"title": MARK}
    by = system_actor("tests.looks")
    send_message("papers.document_ready", to=who.person_id, facts=facts, by=by, at=now, channel=Channel.IN_APP)
    return who


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("messages:inbox", ["messages"]),
        ("messages:choices", ["contacts"]),
        ("web:home", ["messages", "case", "documents"]),
        ("web:feed", ["messages", "case", "documents"]),
    ],
)
def test_page_opened_for_another_leaves_one_look(client: Client, aigerim, gulnara, now, page, data) -> None:
    act(client, aigerim, gulnara.person_id, now)
    assert client.get(reverse(page)).status_code == 200
    (line,) = list_lines_about(gulnara.person_id, kinds=[LineKind.LOOK])
    assert line.body == {"right": "representation", "data": data}
    assert (line.actor["person_id"], line.purpose) == (str(aigerim.person_id), "representation")


def test_every_page_that_shows_anything_of_another_leaves_one_look(client: Client, aigerim, gulnara, now) -> None:
    act(client, aigerim, gulnara.person_id, now)
    shown = []
    for route in list_routes():
        if "<" in route.address or route.method != "page" or Who.RESIDENT not in route.audience.who:
            continue
        before = len(looks_at(gulnara))
        page = client.get(route.address).content.decode()
        left = len(looks_at(gulnara)) - before
        assert left <= 1, f"{route.address} leaves {left} looks at once"
        assert MARK not in page or left == 1, f"{route.address} shows mail and leaves no look"
        shown += [route.address] if MARK in page else []
    assert "/messages/" in shown


def test_own_inbox_and_home_leave_no_look(client: Client, gulnara: Resident) -> None:
    sign_in(client, gulnara)
    for page in ("messages:inbox", "messages:choices", "web:home", "web:feed"):
        client.get(reverse(page))
    assert looks_at(gulnara) == []


def test_narrowed_representative_is_shown_nothing_and_leaves_no_look(client: Client, aigerim, gulnara, now) -> None:
    Representation.objects.filter(represented_id=gulnara.person_id).update(purposes=["appeal"])
    act(client, aigerim, gulnara.person_id, now)
    assert MARK not in client.get("/").content.decode()
    assert client.get(reverse("messages:inbox")).status_code == 404
    assert looks_at(gulnara) == []


def test_official_passing_home_during_a_visit_leaves_no_look(client: Client, dana, gulnara, now: Moment) -> None:
    serve(dana, gulnara, now)
    before = looks_at(gulnara)
    sign_in(client, dana)
    assert client.get("/").status_code == 302
    assert looks_at(gulnara) == before


def test_represented_person_reads_the_look_in_words(client: Client, aigerim, gulnara, now: Moment) -> None:
    act(client, aigerim, gulnara.person_id, now)
    client.get(reverse("messages:inbox"))
    (look,) = list_looks(gulnara.person_id).looks
    assert str(name_data("messages")) in look.sentence


def test_second_page_leaves_a_look_of_its_own(client: Client, aigerim, gulnara, now: Moment) -> None:
    act(client, aigerim, gulnara.person_id, now)
    for _ in range(2):
        client.get(reverse("messages:inbox"))
    assert looks_at(gulnara) == [["messages"], ["messages"]]


def test_what_the_page_does_not_name_is_recorded_as_well(aigerim: Resident, gulnara: Resident, now: Moment) -> None:
    by = acting_for(aigerim, gulnara, now)
    with one_page():
        record_page_look(gulnara.person_id, by=by, data=("messages", "documents"))
        access_person(gulnara.person_id, by=by, purpose="representation", data=("documents",), at=now)
        access_person(gulnara.person_id, by=by, purpose="representation", data=("number",), at=now)
    assert looks_at(gulnara) == [["number"], ["messages", "documents"]]


def test_only_pages_of_residents_say_what_they_show() -> None:
    with pytest.raises(AssertionError):
        open_to(Who.STAFF, shows=("messages",))


@pytest.mark.parametrize("word", sorted({word for route in list_routes() for word in route.audience.shows}))
def test_what_a_page_shows_has_words_for_the_person(word: str) -> None:
    assert name_data(word) != name_data("no such data")


@given(noted=st.sets(st.sampled_from(WORDS)), asked=st.sets(st.sampled_from(WORDS), min_size=1))
def test_only_what_the_pages_own_line_names_counts_as_recorded(noted: set[str], asked: set[str]) -> None:
    person_id = PersonId(uuid4())
    by = Actor(kind=ActorKind.RESIDENT, person_id=PersonId(uuid4()), for_person_id=person_id)
    with one_page():
        note_page_look(PageLook(by=by, person_id=person_id, data=frozenset(noted)))
        assert is_noted(person_id, by=by, data=tuple(asked)) is (asked <= noted)
        assert not is_noted(PersonId(uuid4()), by=by, data=tuple(asked))
        assert not is_noted(person_id, by=system_actor("tests.looks"), data=tuple(asked))
    assert not is_noted(person_id, by=by, data=tuple(asked))
