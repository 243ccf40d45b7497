"""Replies by SMS: matched to their question, stored once, answered helpfully."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.journal.values import LineKind
from alatau.core.values import system_actor
from alatau.messages.answer import answer_question
from alatau.messages.choices import get_choices
from alatau.messages.errors import AnswerNotUnderstoodError, ConversationClosedError, ConversationNotFoundError
from alatau.messages.models import Conversation, Inbound, Message
from alatau.messages.reply import InboundReply, ReplyTaken, receive_reply
from alatau.messages.values import InboundOutcome, PurposeClass
from tests.messages.lines import list_bodies
from tests.messages.people import AIGERIM_PHONE, later, resident, settle
from tests.messages.test_send import ask

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId

GATEWAY = system_actor("tests.gateway")
numbers = count(1)


def reply(text: str, at: Moment, *, phone: str = AIGERIM_PHONE, gateway_id: str = "") -> ReplyTaken:
    """Bring a reply as a gateway does."""
    came = InboundReply(
        gateway="steppe", gateway_message_id=gateway_id or f"in-{next(numbers)}", address=phone, text=text
    )
    return receive_reply(came, by=GATEWAY, at=at)


def list_hints() -> list[str]:
    """Return the templates of the helpful replies sent so far."""
    return list(Message.objects.filter(template__startswith="messages.").values_list("template", flat=True))


@pytest.mark.parametrize("text", ["2", " ٢ ", "жоқ", "Жок!", "joq", "НЕТ", "нет.", "no", "لا", "2 жоқ"])
def test_answer_is_understood_in_every_language(aigerim: PersonId, moment: Moment, text: str) -> None:
    case_id = uuid4()
    message = ask(aigerim, moment, case_id=case_id)
    assert reply(text, moment).choice == "no"
    body = list_bodies("messages.reply.received", kind=LineKind.EVENT)[0]
    assert (body["template"], body["choice"], body["task_type"]) == ("city.address_check", "no", "address_check")
    assert body["conversation_id"] == str(message.conversation.id)
    assert not list_hints()


def test_same_reply_delivered_twice_is_one_answer(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    first = reply("1", moment, gateway_id="g-1")
    assert reply("1", later(moment, seconds=5), gateway_id="g-1") == first
    assert Inbound.objects.count() == 1
    assert not list_hints()


@pytest.mark.parametrize("text", ["may be", "1 2", "да или нет", "", "1" * 5000])
def test_unclear_answer_is_asked_again_with_the_choices(aigerim: PersonId, moment: Moment, text: str) -> None:
    ask(aigerim, moment)
    assert reply(text, moment).outcome is InboundOutcome.NOT_UNDERSTOOD
    hint = Message.objects.get(template="messages.answer_not_understood")
    assert "1 иә, 2 жоқ" in hint.text
    assert Conversation.objects.filter(answered_at=None).exists()


def test_machine_that_answers_machines_is_not_answered_for_ever(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    for _ in range(6):
        reply("auto-reply", moment)
    assert len(list_hints()) == 3


def test_late_answer_is_told_that_the_question_is_closed(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    assert reply("1", later(moment, days=8)).outcome is InboundOutcome.LATE
    assert list_hints() == ["messages.answer_late"]


def test_second_answer_is_late_and_changes_nothing(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    reply("1", moment)
    assert reply("2", moment).outcome is InboundOutcome.LATE
    assert Conversation.objects.get().choice == "yes"


def test_shared_phone_with_questions_to_two_people_is_not_guessed(aigerim: PersonId, moment: Moment) -> None:
    child = settle(uuid4(), AIGERIM_PHONE, language="kk", at=moment)
    ask(aigerim, moment)
    ask(child, moment)
    assert reply("1", moment).outcome is InboundOutcome.AMBIGUOUS
    assert list_hints() == ["messages.answer_ambiguous"]


def test_newest_question_of_one_person_takes_the_answer(aigerim: PersonId, moment: Moment) -> None:
    older = ask(aigerim, moment)
    newer = ask(aigerim, later(moment, minutes=5))
    reply("1", later(moment, minutes=6))
    assert Conversation.objects.get(message=newer).choice == "yes"
    assert Conversation.objects.get(message=older).answered_at is None


def test_unknown_number_is_kept_and_not_answered(aigerim: PersonId, moment: Moment) -> None:
    assert reply("hello", moment, phone="+77000009999").outcome is InboundOutcome.UNKNOWN_NUMBER
    assert reply("hello", moment, phone="ALFABANK").outcome is InboundOutcome.UNKNOWN_NUMBER
    assert not Message.objects.exists()


def test_words_without_any_question_are_answered_once_a_day(aigerim: PersonId, moment: Moment) -> None:
    reply("hello", moment)
    reply("hello?", later(moment, hours=1))
    assert list_hints() == ["messages.nothing_asked"]
    reply("hello!", later(moment, hours=30))
    assert len(list_hints()) == 2


@pytest.mark.parametrize("word", ["STOP", "стоп", "Тоқта!", "توقف"])
def test_stop_word_stops_reminders_and_is_confirmed_once(aigerim: PersonId, moment: Moment, word: str) -> None:
    assert reply(word, moment).outcome is InboundOutcome.STOPPED
    reply(word, moment)
    assert get_choices(aigerim).stopped == {PurposeClass.REMINDER}
    assert list_hints() == ["messages.stopped"]


def test_start_word_brings_reminders_back(aigerim: PersonId, moment: Moment) -> None:
    reply("стоп", moment)
    assert reply("БАСТА", moment).outcome is InboundOutcome.STARTED
    assert get_choices(aigerim).stopped == frozenset()


def test_answer_in_the_inbox_goes_the_same_way(aigerim: PersonId, moment: Moment) -> None:
    question = ask(aigerim, moment).conversation
    for _ in range(2):
        answer_question(question.id, "no", by=resident(aigerim), at=moment)
    assert [body["choice"] for body in list_bodies("messages.reply.received", kind=LineKind.EVENT)] == ["no"]


def test_question_of_another_person_cannot_be_answered(aigerim: PersonId, bolat: PersonId, moment: Moment) -> None:
    question = ask(aigerim, moment).conversation
    with pytest.raises(ConversationNotFoundError):
        answer_question(question.id, "no", by=resident(bolat), at=moment)


def test_closed_or_unclear_answer_in_the_inbox_is_refused(aigerim: PersonId, moment: Moment) -> None:
    question = ask(aigerim, moment).conversation
    with pytest.raises(AnswerNotUnderstoodError):
        answer_question(question.id, "perhaps", by=resident(aigerim), at=moment)
    answer_question(question.id, "no", by=resident(aigerim), at=moment)
    with pytest.raises(ConversationClosedError):
        answer_question(question.id, "yes", by=resident(aigerim), at=moment)
