"""Writing a message: words, way and secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from alatau.core.values import PersonId, system_actor
from alatau.messages.choices import get_choices, set_choices
from alatau.messages.contacts import end_contact_point, set_contact_point
from alatau.messages.errors import (
    ChannelNotOfferedError,
    MessageKeyReusedError,
    NoWayToReachError,
    TemplateFactsError,
    TemplateUnknownError,
)
from alatau.messages.models import Message
from alatau.messages.send import send_message
from alatau.messages.values import Channel, MessageStatus, PurposeClass
from tests.messages.people import AIGERIM_PHONE, resident

if TYPE_CHECKING:
    from alatau.core.values import Moment

CITY = system_actor("tests.send")


def send_code(person_id: PersonId, at: Moment, **more: object) -> Message:
    """Send a sign-in code and return its row."""
    facts = {"code": "314159", "minutes": 10}
    return Message.objects.get(
        id=send_message("access.sign_in_code", to=person_id, facts=facts, by=CITY, at=at, **more)
    )


def ask(person_id: PersonId, at: Moment, **more: object) -> Message:
    """Ask about the address and return the row."""
    return Message.objects.get(id=send_message("city.address_check", to=person_id, facts={}, by=CITY, at=at, **more))


def test_message_speaks_the_persons_language_and_goes_to_their_phone(aigerim: PersonId, moment: Moment) -> None:
    message = ask(aigerim, moment)
    assert (message.language, message.channel, message.address) == ("kk", "sms", AIGERIM_PHONE)
    assert "1 иә, 2 жоқ" in message.text
    assert message.status == MessageStatus.WAITING


def test_secret_is_never_kept_in_clear(aigerim: PersonId, moment: Moment) -> None:
    message = send_code(aigerim, moment)
    assert "314159" not in message.text
    assert b"314159" not in bytes(message.sealed_words)
    assert message.has_secret


def test_job_and_message_are_one_commit(aigerim: PersonId, moment: Moment) -> None:
    message = ask(aigerim, moment)
    jobs = ProcrastinateJob.objects.filter(task_name="messages.deliver")
    assert [job.args for job in jobs] == [{"message_id": str(message.id)}]


def test_question_opens_a_conversation_with_the_phone(aigerim: PersonId, moment: Moment) -> None:
    case_id = uuid4()
    conversation = ask(aigerim, moment, case_id=case_id).conversation
    assert (conversation.address, conversation.case_id) == (AIGERIM_PHONE, case_id)
    assert (conversation.answers_until - moment.wall_at).days == 7


def test_same_key_is_the_same_message(aigerim: PersonId, moment: Moment) -> None:
    assert ask(aigerim, moment, key="check-1").id == ask(aigerim, moment, key="check-1").id
    assert Message.objects.count() == 1


def test_key_of_another_message_is_refused(aigerim: PersonId, bolat: PersonId, moment: Moment) -> None:
    ask(aigerim, moment, key="check-1")
    with pytest.raises(MessageKeyReusedError):
        ask(bolat, moment, key="check-1")


def test_chosen_channel_comes_first(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "aigerim@example.kz", by=CITY, at=moment)
    set_choices(aigerim, replace(get_choices(aigerim), channel=Channel.EMAIL), by=CITY, at=moment)
    message = send_code(aigerim, moment)
    assert (message.channel, message.address) == ("email", "aigerim@example.kz")
    assert message.heading == "Алатау: кіру коды"


def test_person_without_any_address_reads_it_in_the_inbox(db: None, moment: Moment) -> None:
    message = ask(PersonId(uuid4()), moment)
    assert (message.channel, message.status) == ("in_app", MessageStatus.DELIVERED)


def test_code_for_a_person_without_any_address_is_refused(aigerim: PersonId, moment: Moment) -> None:
    end_contact_point(aigerim, Channel.SMS, by=resident(aigerim), at=moment)
    with pytest.raises(NoWayToReachError):
        send_code(aigerim, moment)
    assert not Message.objects.exists()


def test_stopped_class_goes_to_the_inbox_alone(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "aigerim@example.kz", by=CITY, at=moment)
    stopped = replace(get_choices(aigerim), stopped=frozenset({PurposeClass.REMINDER}))
    set_choices(aigerim, stopped, by=resident(aigerim), at=moment)
    sent = send_message("desk.task_waiting", to=aigerim, facts={"count": 3}, by=CITY, at=moment)
    assert Message.objects.get(id=sent).channel == "in_app"


@pytest.mark.parametrize(
    ("template", "facts", "channel", "refusal"),
    [
        ("city.no_such", {}, None, TemplateUnknownError),
        ("access.sign_in_code", {"code": "1", "minutes": 1}, Channel.IN_APP, ChannelNotOfferedError),
        ("access.sign_in_code", {"code": "1"}, None, TemplateFactsError),
        ("access.sign_in_code", {"code": "1", "minutes": "ten"}, None, TemplateFactsError),
        ("access.sign_in_code", {"code": "1", "minutes": 1, "more": 1}, None, TemplateFactsError),
        ("papers.document_ready", {"title": "x" * 201}, None, TemplateFactsError),
    ],
)
def test_wrong_message_is_refused_and_nothing_is_written(aigerim, moment, template, facts, channel, refusal) -> None:
    with pytest.raises(refusal):
        send_message(template, to=aigerim, facts=facts, by=CITY, at=moment, channel=channel)
    assert not Message.objects.exists()


def test_fact_cannot_pose_as_the_citys_own_lines(aigerim: PersonId, moment: Moment) -> None:
    sent = send_message(
        "papers.document_ready",
        to=aigerim,
        facts={"title": "A\n\nB\u202e{code}"},
        by=CITY,
        at=moment,
        case_id=UUID(int=1),
    )
    assert ": A B{code}. " in Message.objects.get(id=sent).text
