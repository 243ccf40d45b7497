"""Which way a message takes: the person's choice, what the template offers, where the person can be reached."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.values import PersonId
from alatau.messages.catalogue import get_template
from alatau.messages.choices import STOPPABLE
from alatau.messages.contacts import set_contact_point
from alatau.messages.errors import ChannelNotOfferedError, NoWayToReachError
from alatau.messages.models import Message
from alatau.messages.route import choose_route
from alatau.messages.send import send_message
from alatau.messages.values import Channel, ChoicesView, MessageStatus
from tests.messages.people import later
from tests.messages.test_send import CITY, ask, send_code

if TYPE_CHECKING:
    from alatau.core.values import Moment

ADDRESSES = {Channel.SMS: "+77000000001", Channel.EMAIL: "a@example.kz"}
CHOSEN = ChoicesView(language="ru", channel=None, stopped=frozenset())
QUESTION, CODE = "city.address_check", "access.sign_in_code"  # SMS and inbox; SMS and e-mail
LETTER, REMINDER = "papers.document_ready", "desk.task_waiting"  # all three; e-mail and inbox
SMS, EMAIL, IN_APP = Channel.SMS, Channel.EMAIL, Channel.IN_APP


def meet(moment: Moment, *channels: Channel) -> PersonId:
    """Return a person who can be reached over these channels."""
    person_id = PersonId(uuid4())
    for channel in channels:
        set_contact_point(person_id, channel, ADDRESSES[channel], by=CITY, at=moment)
    return person_id


@pytest.mark.parametrize(
    ("key", "reached_by", "chosen", "way"),
    [
        (LETTER, (SMS, EMAIL), None, SMS),
        (LETTER, (SMS, EMAIL), EMAIL, EMAIL),
        (LETTER, (SMS, EMAIL), IN_APP, IN_APP),
        (LETTER, (EMAIL,), None, EMAIL),
        (LETTER, (EMAIL,), SMS, EMAIL),
        (LETTER, (), None, IN_APP),
        (LETTER, (), SMS, IN_APP),
        (QUESTION, (SMS, EMAIL), None, SMS),
        (QUESTION, (SMS, EMAIL), EMAIL, SMS),
        (QUESTION, (EMAIL,), EMAIL, IN_APP),
        (CODE, (SMS, EMAIL), IN_APP, SMS),
        (CODE, (EMAIL,), IN_APP, EMAIL),
        (CODE, (EMAIL,), SMS, EMAIL),
        (REMINDER, (SMS,), None, IN_APP),
        (REMINDER, (SMS, EMAIL), None, EMAIL),
        (REMINDER, (SMS, EMAIL), SMS, EMAIL),
    ],
)  # fmt: skip
def test_way_follows_choice_then_template_then_address(db, moment: Moment, key, reached_by, chosen, way) -> None:
    person_id = meet(moment, *reached_by)
    route = choose_route(get_template(key), person_id, choices=replace(CHOSEN, channel=chosen), channel=None)
    assert (route.channel, route.address) == (way, ADDRESSES.get(way, ""))


@pytest.mark.parametrize("key", [QUESTION, CODE, LETTER, REMINDER])
def test_way_is_always_one_the_template_offers_and_the_person_has(db: None, moment: Moment, key: str) -> None:
    template = get_template(key)
    for reached_by, chosen in product([(), (SMS,), (EMAIL,), (SMS, EMAIL)], [None, *Channel]):
        person_id = meet(moment, *reached_by)
        try:
            route = choose_route(template, person_id, choices=replace(CHOSEN, channel=chosen), channel=None)
        except NoWayToReachError:
            assert not set(template.wordings) & {*reached_by, IN_APP}
        else:
            assert route.channel in set(template.wordings) & {*reached_by, IN_APP}


@pytest.mark.parametrize(("key", "channel"), [(QUESTION, EMAIL), (CODE, IN_APP), (REMINDER, SMS)])
def test_channel_without_words_is_refused_whatever_the_person_has(db, moment: Moment, key, channel) -> None:
    with pytest.raises(ChannelNotOfferedError) as refused:
        choose_route(get_template(key), meet(moment, SMS, EMAIL), choices=CHOSEN, channel=channel)
    assert refused.value.sentence() == "This message cannot be sent this way. Choose another way to send it."


def test_named_channel_is_used_though_the_person_chose_another(db: None, moment: Moment) -> None:
    person_id = meet(moment, SMS, EMAIL)
    route = choose_route(get_template(LETTER), person_id, choices=replace(CHOSEN, channel=EMAIL), channel=SMS)
    assert route.channel is SMS


def test_named_channel_without_an_address_is_refused_not_replaced(db: None, moment: Moment) -> None:
    with pytest.raises(NoWayToReachError) as refused:
        choose_route(get_template(LETTER), meet(moment, EMAIL), choices=CHOSEN, channel=SMS)
    assert refused.value.sentence().startswith("We have no phone number or e-mail address for this person.")


@pytest.mark.parametrize("channel", [None, EMAIL, IN_APP])
def test_stopped_reminder_goes_to_the_inbox_whatever_is_named(db: None, moment: Moment, channel) -> None:
    stopped = replace(CHOSEN, stopped=STOPPABLE)
    route = choose_route(get_template(REMINDER), meet(moment, EMAIL), choices=stopped, channel=channel)
    assert route.channel is IN_APP


@pytest.mark.parametrize("key", [QUESTION, CODE, LETTER])
def test_stopping_reminders_stops_nothing_else(db: None, moment: Moment, key: str) -> None:
    stopped = replace(CHOSEN, stopped=STOPPABLE)
    assert choose_route(get_template(key), meet(moment, SMS), choices=stopped, channel=None).channel is SMS


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_message_is_written_in_the_language_chosen(db: None, moment: Moment, language: str) -> None:
    route = choose_route(get_template(LETTER), meet(moment), choices=replace(CHOSEN, language=language), channel=None)
    assert route.language == language


def test_language_without_words_falls_back_to_the_first(db: None, moment: Moment) -> None:
    route = choose_route(get_template(LETTER), meet(moment), choices=replace(CHOSEN, language="de"), channel=None)
    assert route.language == "kk"


def test_inbox_message_has_arrived_when_it_is_written(db: None, moment: Moment) -> None:
    message = ask(meet(moment), moment)
    assert (message.status, message.delivered_at, message.next_attempt_at) == ("delivered", moment.wall_at, None)


@pytest.mark.parametrize(("send", "minutes"), [(send_code, 10), (ask, 4320)])
def test_message_lives_as_long_as_its_template_says(db: None, moment: Moment, send, minutes: int) -> None:
    assert send(meet(moment, SMS), moment).expires_at == later(moment, minutes=minutes).wall_at


def test_message_keeps_the_address_it_was_written_for(db: None, moment: Moment) -> None:
    person_id = meet(moment, SMS)
    message = ask(person_id, moment)
    set_contact_point(person_id, SMS, "+77000000009", by=CITY, at=moment)
    message.refresh_from_db()
    assert message.address == ADDRESSES[SMS]


@pytest.mark.parametrize(
    ("language", "parts"), [("kk", 1), ("ru", 1), ("en", 1), ("ar", 1)]
)  # fmt: skip
def test_question_fits_one_sms_in_every_language(db: None, moment: Moment, language: str, parts: int) -> None:
    from alatau.messages.choices import set_choices

    person_id = meet(moment, SMS)
    set_choices(person_id, replace(CHOSEN, language=language), by=CITY, at=moment)
    assert ask(person_id, moment).parts == parts


def test_length_of_a_code_is_counted_with_the_code_in_it(db: None, moment: Moment) -> None:
    long = send_message(CODE, to=meet(moment, SMS), facts={"code": "1" * 60, "minutes": 10}, by=CITY, at=moment)
    message = Message.objects.get(id=long)
    assert (message.parts, "1" * 60 in message.text, message.status) == (2, False, MessageStatus.WAITING)
