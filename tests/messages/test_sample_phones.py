"""The sample phones: what arrives there, and answering from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.journal.values import LineKind
from alatau.core.values import Moment, PersonId
from alatau.messages.models import ContactPoint, Conversation
from alatau.messages.sample_phones import get_phone, list_lines, list_phones, list_suggestions, write_from_phone
from tests.messages.lines import list_bodies
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask, send_code

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from alatau.messages.sample_phones import SamplePhone


@pytest.fixture
def moment(db: None) -> Moment:
    """The real now: the page reads the clocks itself. Noon in the city, so that nothing waits for the morning."""
    at = read_clocks()
    return Moment(city_at=at.city_at.replace(hour=12), wall_at=at.wall_at)


@pytest.fixture
def phone(aigerim: PersonId) -> SamplePhone:
    """Aigerim's phone."""
    return get_phone(ContactPoint.objects.get(person_id=aigerim).id)


def test_code_arrives_on_the_phone_once_and_is_then_forgotten(aigerim, phone: SamplePhone, moment: Moment) -> None:
    message = deliver(send_code(aigerim, moment), moment)
    deliver(message, moment)
    assert ["314159" in line.text for line in list_lines(phone)] == [True]
    assert message.sealed_words is None


def test_answer_written_on_the_phone_reaches_the_rooms_above(aigerim, phone: SamplePhone, moment: Moment) -> None:
    message = deliver(ask(aigerim, moment), moment)
    assert list_suggestions(phone, at=moment) == [("1", "иә"), ("2", "жоқ")]
    write_from_phone(phone, "2", at=read_clocks())
    assert Conversation.objects.get(message=message).choice == "no"
    assert [body["choice"] for body in list_bodies("messages.reply.received", kind=LineKind.EVENT)] == ["no"]
    assert [line.is_from_city for line in list_lines(phone)] == [True, False]


def test_sample_phones_wake_nobody_and_so_ring_at_night(aigerim, phone: SamplePhone, moment: Moment) -> None:
    night = Moment(city_at=moment.city_at.replace(hour=3), wall_at=moment.wall_at)
    deliver(ask(aigerim, night), night)
    assert len(list_lines(phone)) == 1


def test_pages_show_the_phones_and_take_an_answer(aigerim, phone: SamplePhone, client: Client, moment: Moment) -> None:
    deliver(ask(aigerim, moment), moment)
    shown = client.get(reverse("messages:sample_phones")).content.decode()
    address = reverse("messages:sample_phone", args=[phone.id])
    assert address in shown
    assert "Айгерім" in shown
    assert client.post(address, {"text": "жоқ"}).status_code == 302
    assert "жоқ" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert Conversation.objects.get().choice == "no"


def test_phones_do_not_exist_outside_a_sample_city(aigerim, phone: SamplePhone, settings: SettingsWrapper) -> None:
    settings.ALATAU_MODE = "production"
    with pytest.raises(NotFoundError):
        list_phones()
    with pytest.raises(NotFoundError):
        get_phone(phone.id)
