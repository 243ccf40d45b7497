"""Messages that share the commits of a delivery: who comes along, who does not, and what a failure leaves behind."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from alatau.core.values import Moment
from alatau.messages import deliver as delivering
from alatau.messages.claim import Claimed, claim_messages
from alatau.messages.conclude import conclude_tries
from alatau.messages.gateways.settings import DROP_DOUBLES, KINDS, GatewaySettings, drops_doubles
from alatau.messages.gateways.values import Handed, Outcome, Outgoing, Try
from alatau.messages.models import GatewayState, Message, SendingAttempt
from alatau.messages.receipt import record_receipt
from alatau.messages.values import Channel, MessageId, MessageStatus
from tests.messages.doubles import GatewayDouble
from tests.messages.people import later
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask, send_code

if TYPE_CHECKING:
    from alatau.core.values import PersonId

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOW = Moment(city_at=NOON, wall_at=NOON)
STEPPE = GatewaySettings(name="steppe", kind="http", channels=frozenset({Channel.SMS}))
WORDS = Outgoing(
    id=MessageId(uuid4()),
    channel=Channel.SMS,
    address="+77000000001",
    heading="",
    text="Salem",
    language="kk",
    city_at=NOON,
)


def ask_often(person_id: PersonId, at: Moment, number: int) -> list[Message]:
    return [ask(person_id, at, key=f"ask-{each}") for each in range(number)]


def statuses() -> list[str]:
    return list(Message.objects.order_by("written_at", "key").values_list("status", flat=True))


def test_one_job_brings_all_waiting_messages_out(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    messages = [ask(aigerim, moment), ask(bolat, moment), send_code(bolat, moment)]
    deliver(messages[0], moment)
    assert statuses() == [MessageStatus.SENT] * 3
    assert {outgoing.id for _, outgoing in gateways.calls} == {message.id for message in messages}
    assert SendingAttempt.objects.count() == 3


def test_each_message_keeps_the_gateways_own_number_of_it(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 3)
    deliver(messages[0], moment)
    for message in Message.objects.all():
        assert message.gateway_message_id == f"steppe-{message.id}"
        assert record_receipt("steppe", message.gateway_message_id, arrived=True, at=moment)
    assert statuses() == [MessageStatus.DELIVERED] * 3


def test_jobs_of_those_taken_along_are_withdrawn(aigerim: PersonId, gateways, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 3)
    deliver(messages[1], moment)
    assert [job.id for job in ProcrastinateJob.objects.filter(task_name="messages.deliver")] == [messages[1].job_id]


def test_job_that_a_worker_has_in_hand_is_not_withdrawn(aigerim: PersonId, gateways, moment: Moment) -> None:
    first, second = ask_often(aigerim, moment, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [second.job_id])
    deliver(first, moment)
    assert ProcrastinateJob.objects.filter(id=second.job_id).exists()
    assert deliver(second, moment).attempts == 1


def test_code_leaves_before_what_can_wait(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    first = ask(aigerim, moment)
    code = send_code(bolat, later(moment, seconds=1))
    deliver(first, later(moment, seconds=2))
    assert [outgoing.id for _, outgoing in gateways.calls] == [code.id, first.id]


def test_no_more_than_a_batch_is_taken(aigerim: PersonId, gateways: GatewayDouble, monkeypatch, moment: Moment) -> None:
    monkeypatch.setattr("alatau.messages.claim.TOGETHER_MOST", 2)
    deliver(ask_often(aigerim, moment, 3)[0], moment)
    assert len(gateways.calls) == 2


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_gateways_that_cannot_drop_doubles_get_fewer_at_once(aigerim, gateways, monkeypatch, moment, kind: str) -> None:
    monkeypatch.setattr("alatau.messages.claim.TOGETHER_UNPROTECTED_MOST", 1)
    described = GatewaySettings(name="steppe", kind=kind, channels=gateways.described[0].channels)
    gateways.described = (described,)
    claimed = claim_messages(ask_often(aigerim, moment, 3)[0].id, at=moment)
    assert len(claimed.outgoing) == (3 if kind in DROP_DOUBLES else 1)
    assert drops_doubles(described) is (kind in DROP_DOUBLES)


def test_failure_ends_the_round_and_the_rest_waits_again(aigerim, gateways: GatewayDouble, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 4)
    gateways.will("steppe", Handed.TAKEN, Handed.UNREACHABLE)
    deliver(messages[0], moment)
    assert len(gateways.calls) == 2
    untried = Message.objects.filter(status=MessageStatus.WAITING, attempts=0)
    assert [(message.gateway, message.claimed_until) for message in untried] == [("", None)] * 2
    assert GatewayState.objects.get().failures_in_row == 1


def test_message_put_back_has_a_job_of_its_own(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 3)
    gateways.will("steppe", Handed.UNCLEAR)
    deliver(messages[0], moment)
    waiting = Message.objects.filter(attempts=0).values_list("job_id", flat=True)
    assert set(waiting) <= set(ProcrastinateJob.objects.values_list("id", flat=True))
    assert not set(waiting) & {message.job_id for message in messages}


def test_refusal_is_about_one_message_alone(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 3)
    gateways.will("steppe", Handed.REFUSED)
    deliver(messages[0], moment)
    assert sorted(statuses()) == [MessageStatus.DEAD, MessageStatus.SENT, MessageStatus.SENT]
    assert GatewayState.objects.get().failures_in_row == 0


def test_probe_after_a_pause_takes_nobody_along(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> None:
    GatewayState.objects.create(
        name="steppe",
        next_slot_at=moment.wall_at,
        last_left_at=moment.wall_at,
        failures_in_row=5,
        open_until=moment.wall_at,
    )
    deliver(ask_often(aigerim, moment, 2)[0], later(moment, seconds=1))
    assert len(gateways.calls) == 1


def test_message_tried_before_goes_its_own_way(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    first, second = ask(aigerim, moment), ask(bolat, moment)
    gateways.will("steppe", Handed.UNCLEAR)
    deliver(first, moment)
    deliver(second, moment)
    assert [outgoing.address[-1] for _, outgoing in gateways.calls] == ["1", "2"]
    assert Message.objects.get(id=first.id).status == MessageStatus.WAITING


def test_nobody_is_woken_by_coming_along(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    night = later(moment, hours=11)
    question = ask(aigerim, night)
    deliver(send_code(bolat, night), night)
    assert Message.objects.get(id=question.id).status == MessageStatus.WAITING
    assert len(gateways.calls) == 1


def test_expired_message_is_left_to_its_own_job(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    code = send_code(aigerim, moment)
    deliver(ask(bolat, moment), later(moment, minutes=11))
    assert Message.objects.get(id=code.id).status == MessageStatus.WAITING
    assert deliver(code, later(moment, minutes=11)).status == MessageStatus.EXPIRED


def test_words_that_cannot_be_opened_hold_nobody_up(aigerim, bolat, gateways: GatewayDouble, moment: Moment) -> None:
    broken = send_code(bolat, moment)
    Message.objects.filter(id=broken.id).update(sealed_words=b"sealed with a lost key")
    assert deliver(ask(aigerim, moment), moment).status == MessageStatus.SENT
    assert Message.objects.get(id=broken.id).status == MessageStatus.WAITING


def test_pace_bounds_how_many_come_along(aigerim: PersonId, monkeypatch: pytest.MonkeyPatch, moment: Moment) -> None:
    double = GatewayDouble(per_second=1)
    double.stand_in(monkeypatch)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    deliver(ask_often(aigerim, moment, 6)[0], moment)
    left = list(SendingAttempt.objects.order_by("started_at").values_list("started_at", flat=True))
    assert len(left) == 3
    assert all(after - before >= timedelta(seconds=1) for before, after in pairwise(left))


def test_slow_gateway_is_recorded_as_it_goes(aigerim: PersonId, gateways, monkeypatch, moment: Moment) -> None:
    monkeypatch.setattr(delivering, "RECORD_SECONDS", 0.0)
    recorded = []
    monkeypatch.setattr(delivering, "conclude_tries", lambda _gateway, tries, **_: recorded.append(len(tries)))
    delivering.deliver_message(ask_often(aigerim, moment, 3)[0].id, at=moment)
    assert recorded == [1, 1, 1]


def test_what_a_slow_gateway_did_not_take_in_time_waits_again(aigerim, gateways, monkeypatch, moment: Moment) -> None:
    monkeypatch.setattr(delivering, "RECORD_SECONDS", 0.0)
    monkeypatch.setattr(delivering, "HAND_OVER_SECONDS", 0.0)
    deliver(ask_often(aigerim, moment, 3)[0], moment)
    assert sorted(statuses()) == [MessageStatus.SENT, MessageStatus.WAITING, MessageStatus.WAITING]


def test_receipt_that_was_faster_is_not_undone(aigerim: PersonId, gateways: GatewayDouble, moment: Moment) -> None:
    messages = ask_often(aigerim, moment, 2)
    claimed = claim_messages(messages[0].id, at=moment)
    record_receipt("steppe", str(messages[0].id), arrived=True, at=moment)
    tries = [
        Try(message_id=outgoing.id, outcome=Outcome(handed=Handed.TAKEN), started_at=moment.wall_at)
        for outgoing in claimed.outgoing
    ]
    conclude_tries("steppe", tries, put_back=[], at=moment)
    assert sorted(statuses()) == [MessageStatus.DELIVERED, MessageStatus.SENT]
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


@given(handed=st.lists(st.sampled_from(list(Handed)), min_size=8, max_size=8))
def test_whatever_a_gateway_says_it_gets_each_message_once_and_in_order(handed: list[Handed]) -> None:
    told = [Outcome(handed=one) for one in handed]
    outgoing = tuple(replace(WORDS, id=MessageId(uuid4())) for _ in handed)
    claimed = Claimed(gateway=STEPPE, outgoing=outgoing)
    waiting = deque(outgoing)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delivering, "hand_over", lambda _gateway, one: told[outgoing.index(one)])
        tries = delivering._hand_over_some(claimed, waiting, began=time.monotonic(), at=NOW)
    assert [one.message_id for one in tries] + [one.id for one in waiting] == [one.id for one in outgoing]
    assert not any(one.has_failed for one in tries[:-1])
    assert not waiting or tries[-1].has_failed
