"""Hand one message to a gateway: claim it, call the gateway, record what came of it. Safe to run any number of times.

A worker that dies leaves the message claimed; when the claim ends, the next try goes to the same gateway under the
same key, so the gateway drops the double.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.conclude import conclude_try, expire_message
from alatau.messages.gateways.choose import choose_gateway
from alatau.messages.gateways.circuit import leave_at, queue_for
from alatau.messages.gateways.hand_over import hand_over
from alatau.messages.gateways.settings import wakes_people
from alatau.messages.gateways.values import Outgoing
from alatau.messages.models import Message
from alatau.messages.quiet import wait_for_morning
from alatau.messages.sealing import unseal
from alatau.messages.send import SEALED_FOR
from alatau.messages.values import Channel, MessageId, MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.models import GatewayState

declare_points("messages.deliver.claimed", "messages.deliver.handed_over", "messages.deliver.concluded")

#: A claim outlives the slowest gateway and the longest wait for a turn.
CLAIM = timedelta(seconds=90)
#: A turn further away than this is waited for in the queue, not in a worker.
TURN_MOST = timedelta(seconds=2)
#: How soon to look again for a gateway when none can be used.
NO_GATEWAY_WAIT = timedelta(seconds=30)

QUIET = "quiet_hours"


@dataclass(frozen=True, kw_only=True)
class _Claim:
    outgoing: Outgoing
    gateway: GatewaySettings
    leave_at: datetime


def deliver_message(message_id: MessageId, *, at: Moment) -> None:
    """Try once to send the message, or put it off, or end it when its time has passed.

    Nothing happens to a message that has arrived, is final, or is being sent by another worker.
    """
    claim = _claim(message_id, at=at)
    if claim is None:
        return
    reach("messages.deliver.claimed")
    time.sleep(max(0.0, (claim.leave_at - at.wall_at).total_seconds()))
    outcome = hand_over(claim.gateway, claim.outgoing)
    reach("messages.deliver.handed_over")
    conclude_try(message_id, claim.gateway.name, outcome, started_at=claim.leave_at, at=read_clocks())
    reach("messages.deliver.concluded")


@transaction.atomic
def _claim(message_id: MessageId, *, at: Moment) -> _Claim | None:
    """Take the message for this worker, or settle that it is not to be sent now."""
    message = Message.objects.select_for_update(skip_locked=True).filter(id=message_id).first()
    if message is None or not _is_due(message, at=at):
        return None
    if message.expires_at <= at.wall_at:
        expire_message(message, at=at)
        return None
    template = get_template(message.template, message.version)
    wait = wait_for_morning(at.city_at, catalogue().rules) if template.heeds_quiet_hours else timedelta(0)
    if wait and wakes_people(Channel(message.channel)):
        _put_off(message, until=at.wall_at + wait, why=QUIET)
        return None
    chosen = choose_gateway(message, now=at.wall_at)
    if chosen is None:
        _put_off(message, until=at.wall_at + NO_GATEWAY_WAIT, why="no_gateway")
        return None
    return _take_turn(message, *chosen, at=at)


def _is_due(message: Message, *, at: Moment) -> bool:
    if message.status == MessageStatus.SENDING:
        return message.claimed_until is not None and message.claimed_until <= at.wall_at
    return message.status == MessageStatus.WAITING


def _take_turn(message: Message, gateway: GatewaySettings, state: GatewayState, *, at: Moment) -> _Claim | None:
    if message.slot_gateway != gateway.name:
        message.slot_gateway = gateway.name
        slot = queue_for(state, gateway, now=at.wall_at)
        if slot > at.wall_at + TURN_MOST:
            _put_off(message, until=slot, why="queued")
            return None
    message.status = MessageStatus.SENDING
    message.gateway = gateway.name
    message.claimed_until = message.next_attempt_at = at.wall_at + CLAIM
    message.save(update_fields=["status", "gateway", "slot_gateway", "claimed_until", "next_attempt_at"])
    return _Claim(outgoing=_fill_secrets(message), gateway=gateway, leave_at=leave_at(state, gateway, now=at.wall_at))


def _put_off(message: Message, *, until: datetime, why: str) -> None:
    message.status = MessageStatus.WAITING
    message.claimed_until = None
    message.next_attempt_at = until
    message.failure = why
    message.save()
    defer("messages.deliver", schedule_at=until, message_id=str(message.id))


def _fill_secrets(message: Message) -> Outgoing:
    heading, text = message.heading, message.text
    if message.sealed_words is not None:
        words = unseal(message.sealed_words, purpose=SEALED_FOR)
        heading, text = str(words["heading"]), str(words["text"])
    return Outgoing(
        id=MessageId(message.id),
        channel=Channel(message.channel),
        address=message.address,
        heading=heading,
        text=text,
        language=message.language,
        city_at=message.city_at,
    )
