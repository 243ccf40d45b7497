"""Handing messages to gateways: tries, failover, quiet hours, pace and the end of time."""

from __future__ import annotations

import pytest

from alatau.core.values import Moment, PersonId
from alatau.messages.deliver import deliver_message
from alatau.messages.gateways.values import Handed
from alatau.messages.models import GatewayState, Message, SendingAttempt
from alatau.messages.sweep import requeue_late_messages
from alatau.messages.values import MessageStatus
from tests.messages.doubles import GatewayDouble
from tests.messages.people import later
from tests.messages.test_send import ask, send_code


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> GatewayDouble:
    """Two gateways, tried in this order."""
    double = GatewayDouble("steppe", "mountain")
    double.stand_in(monkeypatch)
    return double


def deliver(message: Message, at: Moment) -> Message:
    """Run the job once and return the row as it is then."""
    deliver_message(message.id, at=at)
    return Message.objects.get(id=message.id)


def test_message_is_handed_over_with_its_secret(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> None:
    message = deliver(send_code(aigerim, moment), moment)
    assert "314159" in gateways.texts[0]
    assert (message.status, message.gateway_message_id) == (MessageStatus.SENT, f"steppe-{message.id}")


def test_message_is_handed_over_once_however_often_its_job_runs(aigerim, gateways, moment) -> None:
    message = ask(aigerim, moment)
    for _ in range(3):
        deliver(message, moment)
    assert len(gateways.calls) == 1


def test_next_gateway_tries_at_once_when_the_first_cannot_be_reached(aigerim, two: GatewayDouble, moment) -> None:
    two.will("steppe", Handed.UNREACHABLE)
    message = deliver(ask(aigerim, moment), moment)
    assert deliver(message, later(moment, seconds=1)).status == MessageStatus.SENT
    assert [name for name, _ in two.calls] == ["steppe", "mountain"]


def test_unclear_end_goes_back_to_the_same_gateway_under_the_same_id(aigerim, two: GatewayDouble, moment) -> None:
    two.will("steppe", Handed.UNCLEAR)
    message = deliver(ask(aigerim, moment), moment)
    message = deliver(message, later(moment, minutes=1))
    assert [(name, outgoing.id) for name, outgoing in two.calls] == [("steppe", message.id)] * 2
    assert message.status == MessageStatus.SENT


def test_message_refused_by_every_gateway_is_a_dead_letter(aigerim, two: GatewayDouble, moment) -> None:
    two.will("steppe", Handed.REFUSED)
    two.will("mountain", Handed.REFUSED)
    message = deliver(deliver(ask(aigerim, moment), moment), moment)
    assert (message.status, message.failure) == (MessageStatus.DEAD, "told_refused")
    assert SendingAttempt.objects.count() == 2


def test_gateway_is_passed_over_after_failures_in_a_row(aigerim, bolat, two: GatewayDouble, moment) -> None:
    two.will("steppe", *[Handed.UNREACHABLE] * 5)
    for number in range(5):
        deliver(ask(aigerim, moment, key=str(number)), moment)
    state = GatewayState.objects.get(name="steppe")
    assert state.open_until > moment.wall_at
    two.calls.clear()
    deliver(ask(bolat, moment), moment)
    assert [name for name, _ in two.calls] == ["mountain"]


def test_message_of_a_dead_worker_goes_to_the_gateway_that_may_hold_it(aigerim, two: GatewayDouble, moment) -> None:
    message = ask(aigerim, moment)
    Message.objects.filter(id=message.id).update(
        status=MessageStatus.SENDING, gateway="mountain", claimed_until=moment.wall_at
    )
    deliver(message, later(moment, minutes=2))
    assert [name for name, _ in two.calls] == ["mountain"]


def test_claimed_message_is_left_to_its_worker(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    message = ask(aigerim, moment)
    Message.objects.filter(id=message.id).update(
        status=MessageStatus.SENDING, claimed_until=later(moment, minutes=1).wall_at
    )
    deliver(message, moment)
    assert gateways.calls == []


def test_service_message_waits_for_the_morning(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    night = later(moment, hours=11)  # 23:00 in the city
    message = deliver(ask(aigerim, night), night)
    assert message.failure == "quiet_hours"
    assert message.next_attempt_at == later(night, hours=9).wall_at
    assert deliver(message, later(night, hours=9)).status == MessageStatus.SENT


def test_code_goes_out_in_the_middle_of_the_night(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    night = later(moment, hours=11)
    assert deliver(send_code(aigerim, night), night).status == MessageStatus.SENT


def test_morning_that_comes_early_sends_what_waited(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    night = later(moment, hours=11)
    message = deliver(ask(aigerim, night), night)
    morning = Moment(city_at=later(night, hours=10).city_at, wall_at=later(night, seconds=1).wall_at)
    assert requeue_late_messages(at=morning) == 1
    assert deliver(message, morning).status == MessageStatus.SENT


def test_expired_code_is_not_sent_and_its_secret_is_gone(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    message = deliver(send_code(aigerim, moment), later(moment, minutes=11))
    assert (message.status, message.sealed_words) == (MessageStatus.EXPIRED, None)
    assert gateways.calls == []


def test_messages_leave_at_the_gateways_pace(aigerim, monkeypatch: pytest.MonkeyPatch, moment: Moment) -> None:
    double = GatewayDouble(per_second=1)
    double.stand_in(monkeypatch)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    messages = [deliver(ask(aigerim, moment, key=str(number)), moment) for number in range(6)]
    assert [message.status for message in messages].count(MessageStatus.SENT) == 3
    assert [message.next_attempt_at for message in messages[3:]] == [
        later(moment, seconds=seconds).wall_at for seconds in (3, 4, 5)
    ]


def test_lost_job_is_asked_for_again(aigerim: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    assert requeue_late_messages(at=moment) == 0
    assert requeue_late_messages(at=later(moment, minutes=1)) == 1
