"""Where the cards of home come from, and what each says: what, when, why you, one main action."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.load import access_person
from alatau.core.clock import read_clocks
from alatau.core.values import Actor, system_actor
from alatau.messages.send import send_message
from alatau.web.feed import RECENT_CARDS, order_feed
from alatau.web.home import GLANCE, _shorten, show_home
from alatau.web.language import list_codes
from alatau.web.values import FeedCard, Urgency
from tests.people import bakery, load_people, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.web.feed import Feed

BY = system_actor("tests")


@pytest.fixture
def people(db: None) -> None:
    load_people()


def home_of(actor: Actor, *, language: str = "en") -> Feed:
    with override(language):
        return show_home(actor, at=read_clocks())["feed"]


def ask_address(key: str) -> None:
    send_message("city.address_check", to=resident(key).person_id, facts={}, by=BY, at=read_clocks())


def card(*, urgency: Urgency = Urgency.KNOWN, minutes: int = 0) -> FeedCard:
    at = read_clocks().city_at + timedelta(minutes=minutes)
    return FeedCard(urgency=urgency, kind="Message", icon="home", title="A card", at=at)


def test_new_resident_has_an_empty_home_that_teaches(people: None, client: Client) -> None:
    feed = home_of(resident("emma").actor)
    assert feed.is_empty
    sign_in(client, resident("emma"))
    client.cookies["alatau_language"] = "en"
    assert "What the state brings you will stand here" in client.get("/").content.decode()


def test_question_stands_first_with_one_verb_to_press(people: None) -> None:
    ask_address("emma")
    (asked,) = home_of(resident("emma").actor).needs_you
    assert (asked.action, asked.why) == ("Answer", "The city waits for your answer.")
    assert asked.address.startswith("/messages/#message-")


def test_question_is_not_told_twice(people: None) -> None:
    ask_address("emma")
    feed = home_of(resident("emma").actor)
    assert "registered address" not in "".join(card.title + card.text for card in feed.recent)


def test_card_of_a_message_keeps_the_language_it_was_sent_in(people: None) -> None:
    ask_address("yusuf")
    (asked,) = home_of(resident("yusuf").actor, language="ru").needs_you
    assert asked.language == "ar"


@pytest.mark.parametrize("language", list_codes())
def test_card_speaks_the_readers_language_around_the_message(people: None, language: str) -> None:
    ask_address("emma")
    (asked,) = home_of(resident("emma").actor, language=language).needs_you
    with override("en"):
        english = home_of(resident("emma").actor).needs_you[0]
    assert language == "en" or not {asked.kind, asked.action, asked.why} & {
        english.kind,
        english.action,
        english.why,
    }


def test_code_to_sign_in_never_shows_at_home(people: None) -> None:
    emma = resident("emma").person_id
    send_message("access.sign_in_code", to=emma, facts={"code": "123456", "minutes": 5}, by=BY, at=read_clocks())
    feed = home_of(resident("emma").actor)
    assert "123456" not in str(feed)
    assert feed.recent == ()


def test_look_at_a_residents_data_is_told_at_home(people: None) -> None:
    emma = resident("emma")
    access_person(emma.person_id, by=BY, purpose="service", at=read_clocks())
    (look,) = [card for card in home_of(emma.actor).recent if card.icon == "eye"]
    assert look.address == "/me/looks/"


def test_home_of_one_resident_shows_nothing_of_another(people: None) -> None:
    ask_address("bolat")
    assert home_of(resident("emma").actor).needs_you == ()


def test_firm_has_no_mail_of_its_own_at_home(people: None) -> None:
    nurlan = resident("nurlan").actor
    ask_address("nurlan")
    acting = Actor(kind=nurlan.kind, user_id=nurlan.user_id, person_id=nurlan.person_id, for_organisation_id=bakery())
    assert home_of(acting).needs_you == ()
    assert show_home(acting, at=read_clocks())["name"] == ""


def test_home_greets_by_the_short_name(people: None) -> None:
    assert show_home(resident("aigerim").actor, at=read_clocks())["name"] == "Айгерім"


@pytest.mark.django_db
def test_urgent_card_of_last_year_comes_before_todays_news() -> None:
    old = card(urgency=Urgency.NEEDS_YOU, minutes=-500_000)
    feed = order_feed([card(), old])
    assert feed.needs_you == (old,)


@pytest.mark.django_db
def test_record_is_cut_short_before_what_is_new() -> None:
    news = [card(urgency=Urgency.NEW, minutes=-minute) for minute in range(RECENT_CARDS)]
    assert set(map(id, order_feed([card(), *news]).recent)) == set(map(id, news))


@given(text=st.text(max_size=400))
def test_glance_at_a_text_is_short_and_its_own_beginning(text: str) -> None:
    shown = _shorten(text)
    assert len(shown) <= GLANCE + 1
    assert shown == text or text.startswith(shown.removesuffix("…"))


@given(text=st.text(max_size=GLANCE))
def test_short_text_is_shown_whole(text: str) -> None:
    assert _shorten(text) == text
