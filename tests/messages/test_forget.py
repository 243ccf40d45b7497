"""Words of messages and replies are forgotten when the content's classes say so; what was said remains noted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alatau.core.retention import Forgotten, apply_retention
from alatau.messages.forget import forget_messages, forget_replies
from alatau.messages.models import Inbound, Message, SeenCallback
from alatau.messages.send import send_message
from alatau.messages.sweep import erase_old_secrets
from alatau.messages.values import MessageStatus, PurposeClass
from tests.messages.people import later
from tests.messages.test_deliver import deliver
from tests.messages.test_reply import reply
from tests.messages.test_send import CITY, ask, send_code

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble


def remind(person_id: PersonId, at: Moment) -> Message:
    """Send a reminder."""
    sent = send_message("desk.task_waiting", to=person_id, facts={"count": 2}, by=CITY, at=at)
    return Message.objects.get(id=sent)


def is_kept(message: Message) -> bool:
    """Tell whether the message still has its words."""
    return bool(Message.objects.get(id=message.id).text)


@pytest.mark.parametrize(
    ("send", "class_key", "months"),
    [(send_code, "messages.security", 1), (remind, "messages.reminder", 12), (ask, "messages.service", 60)],
)
def test_words_are_kept_to_the_last_day_of_their_class(aigerim, moment: Moment, send, class_key, months: int) -> None:
    message = send(aigerim, moment)
    end = moment.city_at.replace(year=moment.city_at.year + months // 12, month=moment.city_at.month + months % 12)
    apply_retention(at=later(moment, seconds=(end - moment.city_at).total_seconds()))
    assert is_kept(message)
    forgotten = apply_retention(at=later(moment, days=(end - moment.city_at).days + 1))
    assert Forgotten(class_key, 1) in forgotten
    assert not is_kept(message)


def test_row_of_a_forgotten_message_stays(aigerim: PersonId, moment: Moment) -> None:
    send_code(aigerim, moment)
    forget_messages(PurposeClass.SECURITY, before=later(moment, days=1).city_at, limit=10)
    row = Message.objects.get()
    assert (row.text, row.heading, row.sealed_words) == ("", "", None)
    assert row.text_erased_at is not None
    assert (row.person_id, row.template) == (aigerim, "access.sign_in_code")


def test_forgetting_one_class_leaves_the_others(aigerim: PersonId, moment: Moment) -> None:
    question, reminder = ask(aigerim, moment), remind(aigerim, moment)
    assert forget_messages(PurposeClass.REMINDER, before=later(moment, days=1).city_at, limit=10) == 1
    assert (is_kept(question), is_kept(reminder)) == (True, False)


def test_oldest_go_first_when_there_are_too_many(aigerim: PersonId, moment: Moment) -> None:
    older, newer = (remind(aigerim, later(moment, hours=hours)) for hours in (0, 1))
    before = later(moment, days=1).city_at
    assert forget_messages(PurposeClass.REMINDER, before=before, limit=1) == 1
    assert (is_kept(older), is_kept(newer)) == (False, True)
    assert [forget_messages(PurposeClass.REMINDER, before=before, limit=1) for _ in range(2)] == [1, 0]


def test_replies_are_forgotten_and_what_they_meant_stays(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    reply("жоқ", moment)
    assert forget_replies(before=moment.city_at, limit=10) == 0
    assert forget_replies(before=later(moment, seconds=1).city_at, limit=10) == 1
    row = Inbound.objects.get()
    assert (row.text, row.choice, row.outcome) == ("", "no", "answered")


def test_code_is_forgotten_when_its_time_has_passed(aigerim: PersonId, moment: Moment) -> None:
    code = send_code(aigerim, moment)
    assert erase_old_secrets(at=later(moment, minutes=9)) == 0
    assert erase_old_secrets(at=later(moment, minutes=10)) == 1
    code.refresh_from_db()
    assert (code.sealed_words, is_kept(code)) == (None, True)


def test_code_that_is_being_sent_keeps_its_words_until_then(aigerim: PersonId, moment: Moment) -> None:
    code = send_code(aigerim, moment)
    Message.objects.filter(id=code.id).update(
        status=MessageStatus.SENDING, claimed_until=later(moment, minutes=20).wall_at
    )
    assert erase_old_secrets(at=later(moment, minutes=11)) == 0


def test_code_that_arrived_is_forgotten_at_once(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    from alatau.messages.receipt import record_receipt

    code = deliver(send_code(aigerim, moment), moment)
    assert code.sealed_words is not None
    record_receipt("steppe", code.gateway_message_id, arrived=True, at=moment)
    assert Message.objects.get().sealed_words is None


@pytest.mark.parametrize(("minutes", "left"), [(59, 1), (60, 0)])
def test_marks_of_calls_are_kept_for_an_hour(db: None, moment: Moment, minutes: int, left: int) -> None:
    SeenCallback.objects.create(gateway="steppe", fingerprint="f", seen_at=moment.wall_at)
    erase_old_secrets(at=later(moment, minutes=minutes))
    assert SeenCallback.objects.count() == left


def test_message_without_words_cannot_be_sent_again(aigerim: PersonId, moment: Moment) -> None:
    from alatau.messages.errors import MessageNotResendableError
    from alatau.messages.resend import resend_message

    question = ask(aigerim, moment)
    Message.objects.update(status=MessageStatus.DEAD)
    forget_messages(PurposeClass.SERVICE, before=moment.city_at + timedelta(days=1), limit=10)
    with pytest.raises(MessageNotResendableError):
        resend_message(question.id, by=CITY, at=moment)
