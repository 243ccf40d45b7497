"""What comes in from outside: odd characters, long numbers, passed-on phones, and questions answered in own words."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.journal.values import LineKind
from alatau.messages import catalogue as catalogue_module
from alatau.messages.answer import answer_question
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.contacts import end_contact_point
from alatau.messages.errors import AnswerNotUnderstoodError
from alatau.messages.hints import list_answers
from alatau.messages.inbox import list_inbox
from alatau.messages.incoming import REFERENCE_MOST, TEXT_MOST, clean_reference, clean_text
from alatau.messages.models import Conversation, Inbound, Message
from alatau.messages.send import send_message
from alatau.messages.values import Channel, InboundOutcome
from alatau.messages.wording import Wording
from tests.messages.lines import list_bodies
from tests.messages.people import AIGERIM_PHONE, later, resident, settle
from tests.messages.test_reply import list_hints, reply
from tests.messages.test_send import CITY, ask

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId

LANGUAGES = [language.code for language in content().languages]


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> str:
    """A question that is answered in own words alone."""
    wording = {language: Wording(text="Alatau: what do you need?") for language in LANGUAGES}
    template = replace(
        get_template("city.address_check"),
        key="city.wish",
        wordings={Channel.SMS: wording},
        answers=(),
        free_text=True,
        on_answer={"free_text": "wish"},
    )
    loaded = replace(catalogue(), versions=MappingProxyType({**catalogue().versions, template.key: {1: template}}))
    monkeypatch.setattr(catalogue_module, "catalogue", lambda: loaded)
    return template.key


@given(st.text(st.characters(), max_size=TEXT_MOST + 200))
def test_cleaned_text_can_always_be_kept(text: str) -> None:
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert len(cleaned.encode().decode()) <= TEXT_MOST
    assert clean_text(cleaned) == cleaned


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=TEXT_MOST))
def test_ordinary_text_comes_through_untouched(text: str) -> None:
    assert clean_text(text) == text


@given(st.lists(st.text("ab", min_size=100, max_size=140), unique=True, min_size=2, max_size=5))
def test_long_numbers_of_a_gateway_stay_apart(references: list[str]) -> None:
    kept = [clean_reference(reference) for reference in references]
    assert len(set(kept)) == len(kept)
    assert max(map(len, kept)) <= REFERENCE_MOST


def test_torn_characters_of_a_reply_do_not_stop_it(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    assert reply("2\x00\ud800", moment).choice == "no"
    assert Inbound.objects.get().text == "2"


def test_reply_under_a_long_number_is_stored_once(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    first = reply("1", moment, gateway_id="x" * 500)
    assert reply("1", moment, gateway_id="x" * 500) == first
    reply("1", moment, gateway_id="x" * 499)
    assert Inbound.objects.count() == 2


def test_same_number_from_two_gateways_is_two_replies(aigerim: PersonId, moment: Moment) -> None:
    from alatau.messages.reply import InboundReply, receive_reply

    for gateway in ("steppe", "mountain"):
        came = InboundReply(gateway=gateway, gateway_message_id="1", address=AIGERIM_PHONE, text="hm")
        receive_reply(came, by=CITY, at=moment)
    assert Inbound.objects.count() == 2


def test_new_owner_of_a_number_does_not_answer_for_the_old_one(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    end_contact_point(aigerim, Channel.SMS, by=resident(aigerim), at=moment)
    settle(uuid4(), AIGERIM_PHONE, language="ru", at=moment)
    assert reply("2", moment).outcome is InboundOutcome.NOT_UNDERSTOOD
    assert Conversation.objects.get().answered_at is None
    assert list_hints() == ["messages.nothing_asked"]


def test_number_that_was_given_up_is_unknown_from_then_on(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    end_contact_point(aigerim, Channel.SMS, by=resident(aigerim), at=moment)
    assert reply("2", moment).outcome is InboundOutcome.UNKNOWN_NUMBER
    assert list_hints() == []


def test_question_of_the_newer_owner_is_not_mixed_with_the_older(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    end_contact_point(aigerim, Channel.SMS, by=resident(aigerim), at=moment)
    heir = settle(uuid4(), AIGERIM_PHONE, language="ru", at=moment)
    question = ask(heir, moment)
    assert reply("1", moment).outcome is InboundOutcome.ANSWERED
    assert Conversation.objects.get(message=question).choice == "yes"


@pytest.mark.parametrize(
    ("phone", "kept"),
    [("8 700 000 00 01", AIGERIM_PHONE), ("87000000001", AIGERIM_PHONE), ("1414", "1414"), ("BANK", "BANK")],
)
def test_address_of_a_reply_is_kept_in_its_one_form(aigerim: PersonId, moment: Moment, phone: str, kept: str) -> None:
    reply("1", moment, phone=phone)
    assert Inbound.objects.get().address == kept


def test_own_words_are_taken_and_not_told_in_the_event(aigerim: PersonId, moment: Moment, own_words: str) -> None:
    send_message(own_words, to=aigerim, facts={}, by=CITY, at=moment)
    assert reply("a ramp at the door", moment).outcome is InboundOutcome.ANSWERED
    body = list_bodies("messages.reply.received", kind=LineKind.EVENT)[0]
    assert (body["choice"], body["task_type"]) == ("", "wish")
    assert body["free_text_id"] == str(Inbound.objects.get().id)
    assert "ramp" not in str(body)


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_empty_reply_to_a_question_in_own_words_is_left_at_that(aigerim, moment, own_words: str, text: str) -> None:
    send_message(own_words, to=aigerim, facts={}, by=CITY, at=moment)
    assert reply(text, moment).outcome is InboundOutcome.NOT_UNDERSTOOD
    assert list_hints() == []


def test_own_words_in_the_inbox_are_bounded_and_cleaned(aigerim: PersonId, moment: Moment, own_words: str) -> None:
    send_message(own_words, to=aigerim, facts={}, by=CITY, at=moment)
    question = Conversation.objects.get()
    with pytest.raises(AnswerNotUnderstoodError):
        answer_question(question.id, " \x00 ", by=resident(aigerim), at=moment)
    answer_question(question.id, "a\x00b" + "c" * 2000, by=resident(aigerim), at=moment)
    assert Inbound.objects.get().text == ("ab" + "c" * 2000)[:TEXT_MOST]


def test_inbox_offers_a_field_for_own_words(aigerim: PersonId, moment: Moment, own_words: str) -> None:
    send_message(own_words, to=aigerim, facts={}, by=CITY, at=moment)
    question = list_inbox(aigerim, at=moment)[0].question
    assert (question.takes_own_words, question.choices, question.is_open) == (True, (), True)


@pytest.mark.parametrize(
    ("language", "listed"),
    [("kk", "1 иә, 2 жоқ"), ("ru", "1 да, 2 нет"), ("en", "1 yes, 2 no"), ("ar", "1 نعم، 2 لا")],
)
def test_choices_are_listed_as_the_language_lists_things(db: None, moment: Moment, language: str, listed: str) -> None:
    person = settle(uuid4(), AIGERIM_PHONE, language=language, at=moment)
    question = ask(person, moment).conversation
    assert list_answers(question) == listed
    reply("?", moment)
    assert listed in Message.objects.get(template="messages.answer_not_understood").text


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "түсінбедік"), ("ru", "не поняли"), ("en", "not understand"), ("ar", "لم نفهم")]
)
def test_hint_speaks_the_persons_language(db: None, moment: Moment, language: str, word: str) -> None:
    person = settle(uuid4(), AIGERIM_PHONE, language=language, at=moment)
    ask(person, moment)
    reply("?", moment)
    hint = Message.objects.get(template="messages.answer_not_understood")
    assert (hint.language, word in hint.text) == (language, True)


@pytest.mark.parametrize(("hours", "outcome"), [(167.9, InboundOutcome.ANSWERED), (168, InboundOutcome.LATE)])
def test_answer_is_taken_to_the_last_moment_of_its_days(aigerim, moment: Moment, hours: float, outcome) -> None:
    ask(aigerim, moment)
    assert reply("1", later(moment, hours=hours)).outcome is outcome


@pytest.mark.parametrize(("days", "outcome"), [(30, InboundOutcome.LATE), (31, InboundOutcome.NOT_UNDERSTOOD)])
def test_closed_question_explains_itself_for_a_month(aigerim: PersonId, moment: Moment, days: int, outcome) -> None:
    ask(aigerim, moment)
    assert reply("1", later(moment, days=days)).outcome is outcome


@pytest.mark.parametrize(("hours", "hints"), [(23.9, 1), (24.1, 2)])
def test_phone_without_a_question_gets_one_hint_a_day(
    aigerim: PersonId, moment: Moment, hours: float, hints: int
) -> None:
    reply("hello", moment)
    reply("hello", later(moment, hours=hours))
    assert len(list_hints()) == hints


def test_answer_marks_the_question_read(aigerim: PersonId, moment: Moment) -> None:
    message = ask(aigerim, moment)
    assert message.read_at is None
    reply("1", moment)
    message.refresh_from_db()
    assert message.read_at == moment.wall_at
