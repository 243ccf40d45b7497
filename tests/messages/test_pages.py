"""The room's pages, opened as the people they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.messages.choices import get_choices
from alatau.messages.gateways.values import Handed
from alatau.messages.models import Conversation, Message, WebhookEndpoint
from alatau.messages.read import count_unread
from alatau.messages.values import Channel, MessageStatus, PurposeClass
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask, send_code
from tests.people import CHEAP_HASHER, load_people, official, resident, sign_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble


@pytest.fixture
def now(db: None, settings: SettingsWrapper) -> Moment:
    """The real now, with the sample people settled: pages read the clocks themselves."""
    settings.PASSWORD_HASHERS = [CHEAP_HASHER]
    load_people()
    return read_clocks()


@pytest.fixture
def aigerim(now: Moment, client: Client) -> PersonId:
    """Aigerim, signed in."""
    sign_in(client, resident("aigerim"))
    return resident("aigerim").person_id


@pytest.fixture
def saule(now: Moment, client: Client) -> None:
    """The operator, signed in."""
    sign_in(client, official("saule"))


def read(client: Client, name: str, *args: object, language: str = "en", **query: str) -> str:
    """Open a page and return what it says."""
    client.cookies["alatau_language"] = language
    answer = client.get(reverse(f"messages:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_inbox_shows_the_question_and_takes_the_answer(aigerim: PersonId, client: Client, now: Moment) -> None:
    question = ask(aigerim, now).conversation
    assert count_unread(aigerim) == 1
    assert 'value="no"' in read(client, "inbox")
    assert count_unread(aigerim) == 0
    client.post(reverse("messages:answer", args=[question.id]), {"answer": "no"})
    assert Conversation.objects.get(id=question.id).choice == "no"
    assert 'value="no"' not in read(client, "inbox")


def test_inbox_never_shows_a_code(aigerim: PersonId, client: Client, now: Moment) -> None:
    send_code(aigerim, now)
    assert "314159" not in read(client, "inbox")


@pytest.mark.parametrize(("language", "word"), [("kk", "Хабарламалар"), ("ru", "Сообщения"), ("ar", "الرسائل")])
def test_inbox_speaks_the_readers_language(aigerim: PersonId, client: Client, language: str, word: str) -> None:
    page = read(client, "inbox", language=language)
    assert word in page
    assert ('dir="rtl"' in page) == (language == "ar")


def test_resident_chooses_language_channel_and_reminders(aigerim: PersonId, client: Client) -> None:
    assert "Қазақша" in read(client, "choices")
    client.post(reverse("messages:choices"), {"language": "ru", "channel": "in_app"})
    chosen = get_choices(aigerim)
    assert (chosen.language, chosen.channel, chosen.stopped) == (
        "ru",
        Channel.IN_APP,
        frozenset({PurposeClass.REMINDER}),
    )


def test_operator_sends_a_dead_letter_again(saule, client: Client, now: Moment, gateways: GatewayDouble) -> None:
    gateways.will("steppe", Handed.REFUSED)
    noon = now.__class__(city_at=now.city_at.replace(hour=12), wall_at=now.wall_at)
    letter = deliver(ask(resident("aigerim").person_id, noon), noon)
    assert (letter.status, letter.address[5:-2] in read(client, "operator")) == (MessageStatus.DEAD, False)
    client.post(reverse("messages:resend", args=[letter.id]))
    assert deliver(letter, noon).status == MessageStatus.SENT


def test_message_by_hand_reaches_the_owner_of_the_number_once(saule, client: Client, now: Moment) -> None:
    address = reverse("messages:new") + "?template=city.address_check"
    assert "city.address_check" in read(client, "new")
    form = {"key": "00000000-0000-4000-8000-000000000001", "address": "+7 700 000 00 01"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.filter(template="city.address_check").count() == 1


@pytest.mark.parametrize("address", ["+77000009999", "nobody@example.kz", "12"])
def test_message_by_hand_to_nobody_is_refused_and_keeps_what_was_typed(saule, client: Client, address: str) -> None:
    page = reverse("messages:new") + "?template=city.please_come"
    form = {"key": "00000000-0000-4000-8000-000000000001", "address": address, "fact_last_day": "2026-12-14"}
    answer = client.post(page, form).content.decode()
    assert "2026-12-14" in answer
    assert not Message.objects.filter(template="city.please_come").exists()


def test_codes_cannot_be_sent_by_hand(saule: None, client: Client) -> None:
    assert "access.sign_in_code" not in read(client, "new")
    assert client.get(reverse("messages:new"), {"template": "access.sign_in_code"}).status_code == 400


def test_operator_registers_a_receiver_and_sees_its_secret_once(saule: None, client: Client) -> None:
    form = {"owner": "Bank", "url": "https://bank.example/hook", "event_types": ["messages.reply.received"]}
    answer = client.post(reverse("messages:webhooks"), form)
    assert "whsec_" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    endpoint = WebhookEndpoint.objects.get()
    assert "whsec_" not in read(client, "webhooks") + read(client, "webhook", endpoint.id)


def test_operator_switches_rotates_and_replays(saule: None, client: Client) -> None:
    form = {"owner": "Bank", "url": "https://bank.example/hook", "event_types": ["messages.reply.received"]}
    client.post(reverse("messages:webhooks"), form)
    endpoint = WebhookEndpoint.objects.get()
    assert "whsec_" in client.post(reverse("messages:webhook_rotate", args=[endpoint.id])).content.decode()
    client.post(reverse("messages:webhook_switch", args=[endpoint.id]), {"on": "no"})
    assert WebhookEndpoint.objects.get().disabled_why == "by_operator"
    client.post(reverse("messages:webhook_switch", args=[endpoint.id]), {"on": "yes"})
    answer = client.post(reverse("messages:webhook_replay", args=[endpoint.id]), {"first": "2026-03-01"}, follow=True)
    assert answer.status_code == 200


def test_pages_of_operators_are_closed_to_residents(aigerim: PersonId, client: Client) -> None:
    for name in ("operator", "new", "webhooks"):
        assert client.get(reverse(f"messages:{name}")).status_code == 403
