"""The room's commit paths, for kills at each of their named points."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from alatau.core.clock import read_clocks
from alatau.core.journal.values import LineKind
from alatau.core.values import system_actor
from alatau.messages.deliver import deliver_message
from alatau.messages.models import Conversation, Inbound, Message, SamplePhoneLine, WebhookDelivery
from alatau.messages.reply import InboundReply, receive_reply
from alatau.messages.send import send_message
from alatau.messages.values import DeliveryId, MessageId, MessageStatus
from alatau.messages.webhooks.deliver import deliver_webhook
from alatau.messages.webhooks.endpoints import register_endpoint
from alatau.messages.webhooks.fan_out import fan_out
from tests.faults.kill import Scenario
from tests.messages.lines import list_bodies
from tests.messages.people import AIGERIM, AIGERIM_PHONE, later, settle
from tests.messages.servers import HttpDouble, run_http
from tests.messages.test_webhooks import REPLY, seal_line

if TYPE_CHECKING:
    from collections.abc import Callable

CITY = system_actor("tests.kills")
#: A claim of a killed worker has run out after this many minutes.
AFTER_THE_CLAIM = 3

world: list[HttpDouble] = []
open_world = ExitStack()


def settle_aigerim() -> None:
    settle(AIGERIM, AIGERIM_PHONE, language="kk", at=read_clocks())


def write_code() -> None:
    facts = {"code": "314159", "minutes": 10}
    send_message("access.sign_in_code", to=AIGERIM, facts=facts, by=CITY, at=read_clocks(), key="kill")


def check_written() -> None:
    """One message, one job, one line: all or none of them, and then all."""
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="messages.deliver").count() == 1
    assert len(list_bodies("messages.message.written", kind=LineKind.AUDIT)) == 1


def settle_and_write() -> None:
    """A code and two questions, which one job then brings out together."""
    settle_aigerim()
    write_code()
    for number in range(2):
        send_message("city.address_check", to=AIGERIM, facts={}, by=CITY, at=read_clocks(), key=f"ask-{number}")


def deliver_them() -> None:
    """The one job, and after a kill the jobs that the sweep asks for."""
    ids = [MessageId(message_id) for message_id in Message.objects.order_by("written_at").values_list("id", flat=True)]
    deliver_message(ids[0], at=read_clocks())
    for message_id in ids:
        deliver_message(message_id, at=later(read_clocks(), minutes=AFTER_THE_CLAIM))


def check_shown_once() -> None:
    """The phone shows each message once, however often it was handed over."""
    states = Message.objects.values_list("status", "sealed_words")
    assert list(states) == [(MessageStatus.DELIVERED, None)] * 3
    assert SamplePhoneLine.objects.filter(is_from_city=True).count() == 3
    assert len(list_bodies("messages.message.delivered", kind=LineKind.EVENT)) == 3


def settle_and_ask() -> None:
    settle_aigerim()
    send_message("city.address_check", to=AIGERIM, facts={}, by=CITY, at=read_clocks())


def reply_no() -> None:
    reply = InboundReply(gateway="steppe", gateway_message_id="kill-1", address=AIGERIM_PHONE, text="2")
    receive_reply(reply, by=CITY, at=read_clocks())


def check_answered_once() -> None:
    assert Inbound.objects.count() == 1
    assert Conversation.objects.get().choice == "no"
    assert len(list_bodies("messages.reply.received", kind=LineKind.EVENT)) == 1


def open_a_partner() -> None:
    world[:] = [open_world.enter_context(run_http())]
    register_endpoint("Partner", url=world[0].url, event_types=[REPLY], by=CITY, at=read_clocks())


def hear_the_line() -> None:
    with transaction.atomic():
        fan_out([seal_line(1)], at=read_clocks())


def check_heard() -> None:
    assert WebhookDelivery.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="messages.call_webhook").count() == 1
    open_world.close()


def open_a_partner_and_hear() -> None:
    open_a_partner()
    hear_the_line()


def call_the_partner() -> None:
    delivery_id = DeliveryId(WebhookDelivery.objects.get().id)
    _now_and_after_the_claim(lambda minutes: deliver_webhook(delivery_id, at=later(read_clocks(), minutes=minutes)))


def check_called() -> None:
    """The partner heard of it at least once, and always under the same id."""
    assert WebhookDelivery.objects.get().status == "delivered"
    assert 1 <= len(world[0].calls) <= 2
    assert len({headers["webhook-id"] for _, headers, _ in world[0].calls}) == 1
    open_world.close()


def _now_and_after_the_claim(act: Callable[[int], None]) -> None:
    act(0)
    act(AFTER_THE_CLAIM)


SCENARIOS = (
    Scenario(points=("messages.send.",), prepare=settle_aigerim, act=write_code, check=check_written),
    Scenario(
        points=("messages.claim.", "messages.deliver.", "messages.conclude."),
        prepare=settle_and_write,
        act=deliver_them,
        check=check_shown_once,
    ),
    Scenario(points=("messages.reply.",), prepare=settle_and_ask, act=reply_no, check=check_answered_once),
    Scenario(points=("messages.fan_out.",), prepare=open_a_partner, act=hear_the_line, check=check_heard),
    Scenario(points=("messages.webhook.",), prepare=open_a_partner_and_hear, act=call_the_partner, check=check_called),
)
