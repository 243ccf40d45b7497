"""What operators see and do: dead letters, counts, gateways, messages by hand, and sending again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.journal.values import LineKind
from alatau.messages.compose import compose_message, find_receiver, get_sendable, list_sendable, read_fact
from alatau.messages.contacts import end_contact_point, set_contact_point
from alatau.messages.errors import (
    AddressNotUsableError,
    MessageKeyReusedError,
    MessageNotFoundError,
    MessageNotResendableError,
    NoWayToReachError,
    ReceiverNotFoundError,
    ReceiverNotOneError,
    TemplateFactsError,
    TemplateUnknownError,
)
from alatau.messages.gateways.circuit import note_failure, note_success
from alatau.messages.gateways.values import Handed, Outcome
from alatau.messages.models import Conversation, Message
from alatau.messages.oversee import count_messages, count_replies, list_dead_letters, mask_address, view_gateways
from alatau.messages.resend import resend_message
from alatau.messages.values import Channel, InboundOutcome, MessageStatus
from alatau.messages.wording import FactType
from tests.messages.lines import list_bodies
from tests.messages.people import AIGERIM_PHONE, BOLAT_PHONE, later, settle
from tests.messages.test_deliver import deliver
from tests.messages.test_reply import reply
from tests.messages.test_send import CITY, ask, send_code

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble

ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture
def dead(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> Message:
    """A question that the only gateway refused."""
    gateways.will("steppe", Handed.REFUSED)
    return deliver(ask(aigerim, moment), moment)


@pytest.mark.parametrize(
    ("address", "masked"),
    [("+77000000001", "+7700…01"), ("aigerim@example.kz", "a…@example.kz"), ("", ""), ("a@b", "a…@b")],
)
def test_address_is_shown_by_its_ends_alone(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@given(
    st.from_regex(r"\+77[0-9]{9}", fullmatch=True) | st.emails().filter(lambda mail: len(mail.partition("@")[0]) > 2)
)
def test_masked_address_never_tells_the_whole(address: str) -> None:
    masked = mask_address(address)
    assert address not in masked
    # The part behind the @ stays, and may hold the same letters by chance.
    assert address.partition("@")[0][1:] not in masked.partition("@")[0]


def test_dead_letter_shows_why_and_never_what(dead: Message) -> None:
    (letter,) = list_dead_letters()
    assert (letter.status, letter.failure, letter.attempts) == ("dead", "told_refused", 1)
    assert (letter.address, letter.can_resend) == ("+7700…01", True)
    assert dead.text not in str(letter)


def test_expired_code_is_listed_and_cannot_be_sent_again(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    deliver(send_code(aigerim, moment), later(moment, minutes=10))
    assert [(letter.status, letter.can_resend) for letter in list_dead_letters()] == [("expired", False)]


def test_messages_of_the_last_week_are_counted_by_status(dead: Message, bolat: PersonId, moment: Moment) -> None:
    ask(bolat, moment)
    counted = count_messages(at=moment)
    assert (counted[MessageStatus.DEAD], counted[MessageStatus.WAITING], counted[MessageStatus.SENT]) == (1, 1, 0)
    assert sum(count_messages(at=later(moment, days=7.1)).values()) == 0


def test_replies_are_counted_by_what_became_of_them(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    for text in ("hm", "1", "стоп"):
        reply(text, moment)
    reply("1", moment, phone="+77000009999")
    assert count_replies(at=moment) == {
        InboundOutcome.NOT_UNDERSTOOD: 1,
        InboundOutcome.ANSWERED: 1,
        InboundOutcome.STOPPED: 1,
        InboundOutcome.UNKNOWN_NUMBER: 1,
    }


def test_gateway_is_viewed_with_its_pause_and_its_last_failure(db: None, moment: Moment) -> None:
    for _ in range(5):
        note_failure("sample", Outcome(handed=Handed.UNCLEAR, failure="http_502"), now=moment.wall_at)
    (view,) = view_gateways(at=moment)
    assert (view.is_open, view.failures_in_row, view.last_failure) == (False, 5, "http_502")
    assert view_gateways(at=later(moment, seconds=30))[0].is_open
    note_success("sample", now=moment.wall_at)
    assert view_gateways(at=moment)[0].last_success_at == moment.wall_at


def test_gateway_that_was_never_used_is_open(db: None, moment: Moment) -> None:
    (view,) = view_gateways(at=moment)
    assert (view.name, view.is_open, view.last_success_at, view.paused_until) == ("sample", True, None, None)


def test_dead_letter_is_sent_again_in_a_new_round(dead: Message, gateways: GatewayDouble, moment: Moment) -> None:
    resend_message(dead.id, by=CITY, at=later(moment, days=5))
    message = deliver(dead, later(moment, days=5))
    assert (message.status, message.attempts) == (MessageStatus.SENT, 1)
    assert len(list_bodies("messages.message.resent", kind=LineKind.AUDIT)) == 1


def test_dead_letter_goes_to_the_number_the_person_has_now(dead: Message, gateways, moment: Moment) -> None:
    set_contact_point(dead.person_id, Channel.SMS, "+77000000077", by=CITY, at=moment)
    resend_message(dead.id, by=CITY, at=moment)
    deliver(dead, moment)
    assert gateways.calls[-1][1].address == "+77000000077"
    assert Conversation.objects.get().address == "+77000000077"
    assert reply("1", moment, phone="+77000000077").outcome is InboundOutcome.ANSWERED


def test_dead_letter_of_a_person_without_a_number_is_refused(dead: Message, moment: Moment) -> None:
    end_contact_point(dead.person_id, Channel.SMS, by=CITY, at=moment)
    with pytest.raises(NoWayToReachError):
        resend_message(dead.id, by=CITY, at=moment)
    assert Message.objects.get(id=dead.id).status == MessageStatus.DEAD


def test_message_on_its_way_again_is_left_alone(dead: Message, moment: Moment) -> None:
    for _ in range(2):
        resend_message(dead.id, by=CITY, at=moment)
    assert len(list_bodies("messages.message.resent", kind=LineKind.AUDIT)) == 1


@pytest.mark.parametrize("status", [MessageStatus.SENT, MessageStatus.DELIVERED])
def test_message_that_arrived_is_not_sent_again(aigerim: PersonId, moment: Moment, status: MessageStatus) -> None:
    message = ask(aigerim, moment)
    Message.objects.update(status=status)
    with pytest.raises(MessageNotResendableError) as refused:
        resend_message(message.id, by=CITY, at=moment)
    assert refused.value.sentence().startswith("This message cannot be sent again: it arrived, or it held a code")


def test_code_is_never_sent_again(aigerim: PersonId, moment: Moment) -> None:
    code = send_code(aigerim, moment)
    Message.objects.update(status=MessageStatus.EXPIRED, sealed_words=None)
    with pytest.raises(MessageNotResendableError):
        resend_message(code.id, by=CITY, at=moment)


def test_absent_message_is_not_found(db: None, moment: Moment) -> None:
    with pytest.raises(MessageNotFoundError):
        resend_message(uuid4(), by=CITY, at=moment)


def test_staff_may_send_what_no_code_sends_by_itself() -> None:
    keys = {template.key for template in list_sendable()}
    assert keys == {"city.address_check", "city.please_come"}


@pytest.mark.parametrize(
    "key", ["access.sign_in_code", "messages.answer_late", "papers.document_ready", "city.none", ""]
)
def test_template_that_is_not_for_staff_is_refused_alike(key: str) -> None:
    with pytest.raises(TemplateUnknownError) as refused:
        get_sendable(key)
    assert refused.value.sentence() == "There is no such message. Choose one from the list."


@pytest.mark.parametrize(
    ("type_", "written", "fact"),
    [
        ("number", "12", 12),
        ("number", "twelve", None),
        ("number", "", None),
        ("day", "2026-03-10", date(2026, 3, 10)),
        ("day", "10.03.2026", None),
        ("day", "2026-02-30", None),
        ("moment", "2026-03-10T12:30", datetime(2026, 3, 10, 12, 30, tzinfo=ALMATY)),
        ("moment", "noon", None),
        ("text", " as typed ", " as typed "),
    ],
)
def test_typed_fact_is_read_as_its_type_or_not_at_all(type_: str, written: str, fact: object) -> None:
    assert read_fact(FactType(type=type_, sample=""), written) == fact


@pytest.mark.parametrize("address", ["8 700 000 00 01", "+77000000001", " +7 700 000 00 01"])
def test_receiver_is_found_by_any_spelling(aigerim: PersonId, address: str) -> None:
    assert find_receiver(address) == aigerim


def test_receiver_is_found_by_mail(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "a@example.kz", by=CITY, at=moment)
    assert find_receiver("a@EXAMPLE.kz") == aigerim


@pytest.mark.parametrize(
    ("address", "refusal"),
    [("12", AddressNotUsableError), ("a@", AddressNotUsableError), (BOLAT_PHONE, ReceiverNotFoundError),
     ("nobody@example.kz", ReceiverNotFoundError)],
)  # fmt: skip
def test_receiver_that_is_nobody_is_refused(aigerim: PersonId, address: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        find_receiver(address)


def test_shared_phone_is_nobodys_alone(aigerim: PersonId, moment: Moment) -> None:
    settle(uuid4(), AIGERIM_PHONE, language="ru", at=moment)
    with pytest.raises(ReceiverNotOneError) as refused:
        find_receiver(AIGERIM_PHONE)
    assert refused.value.sentence().startswith("Several people share this number, so we did not send it.")


@pytest.mark.parametrize(
    ("template", "facts", "refusal"),
    [("city.please_come", {"last_day": "soon"}, TemplateFactsError), ("city.please_come", {}, TemplateFactsError),
     ("city.please_come", {"last_day": "  "}, TemplateFactsError), ("access.sign_in_code", {}, TemplateUnknownError)],
)  # fmt: skip
def test_message_by_hand_with_wrong_facts_is_refused(aigerim, moment: Moment, template, facts, refusal) -> None:
    with pytest.raises(refusal):
        compose_message(template, AIGERIM_PHONE, facts=facts, by=CITY, at=moment, key="k")
    assert not Message.objects.exists()


def test_key_of_a_form_sends_one_message_to_one_person(aigerim, bolat: PersonId, moment: Moment) -> None:
    send = {"facts": {}, "by": CITY, "at": moment, "key": "by-hand:1"}
    first = compose_message("city.address_check", AIGERIM_PHONE, **send)
    assert compose_message("city.address_check", AIGERIM_PHONE, **send) == first
    with pytest.raises(MessageKeyReusedError) as refused:
        compose_message("city.address_check", BOLAT_PHONE, **send)
    assert refused.value.sentence() == "This message was already sent with other details. Start a new message."
