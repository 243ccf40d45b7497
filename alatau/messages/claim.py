"""Take messages for one worker in one short commit: the one that was asked for, and others that can go the same way.

What cannot leave now is put off or ended here. Only the message that was asked for is settled so: a companion is taken
when it can leave at once, and is otherwise left to its own job.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cryptography.fernet import InvalidToken
from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import withdraw
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.conclude import expire_message
from alatau.messages.gateways.choose import choose_gateway
from alatau.messages.gateways.circuit import queue_for
from alatau.messages.gateways.settings import drops_doubles, wakes_people
from alatau.messages.gateways.values import Outgoing
from alatau.messages.models import Message
from alatau.messages.nudge import nudge
from alatau.messages.quiet import wait_for_morning
from alatau.messages.sealing import unseal
from alatau.messages.send import SEALED_FOR
from alatau.messages.values import Channel, MessageId, MessageStatus, PurposeClass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.models import GatewayState

declare_points("messages.claim.jobs_withdrawn")

#: A claim outlives the slowest gateway and the longest wait for a turn.
CLAIM = timedelta(seconds=90)
#: A turn further away than this is waited for in the queue, not in a worker.
TURN_MOST = timedelta(seconds=2)
#: How soon to look again for a gateway when none can be used.
NO_GATEWAY_WAIT = timedelta(seconds=30)
#: Messages in one commit.
TOGETHER_MOST = 50
#: The same for a gateway that cannot drop doubles: a worker that dies may ring this many phones twice.
TOGETHER_UNPROTECTED_MOST = 10

QUIET = "quiet_hours"


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """Messages that one worker alone may hand to one gateway now, in this order."""

    gateway: GatewaySettings
    outgoing: tuple[Outgoing, ...]


class _Way(NamedTuple):
    """The gateway that was chosen, with what all workers know of it."""

    gateway: GatewaySettings
    state: GatewayState


@transaction.atomic
def claim_messages(message_id: MessageId, *, at: Moment) -> Claimed | None:
    """Take the message, and others that go the same way; None when it is not to be sent now."""
    message = Message.objects.select_for_update(skip_locked=True).filter(id=message_id).first()
    if message is None or not _is_due(message, at=at):
        return None
    way = _choose_way(message, at=at)
    if way is None:
        return None
    return _take([message, *_list_companions(message, way, at=at)], way.gateway, at=at)


def _is_due(message: Message, *, at: Moment) -> bool:
    if message.status == MessageStatus.SENDING:
        return message.claimed_until is not None and message.claimed_until <= at.wall_at
    return message.status == MessageStatus.WAITING


def _choose_way(message: Message, *, at: Moment) -> _Way | None:
    """Return the gateway for the message, or settle that it cannot leave now."""
    if message.expires_at <= at.wall_at:
        expire_message(message, at=at)
        return None
    wait = _wait_for_morning(message, at=at)
    if wait:
        _put_off(message, until=at.wall_at + wait, why=QUIET)
        return None
    chosen = choose_gateway(message, now=at.wall_at)
    if chosen is None:
        _put_off(message, until=at.wall_at + NO_GATEWAY_WAIT, why="no_gateway")
        return None
    way = _Way(*chosen)
    slot = _take_slot(message, way, at=at)
    if slot > at.wall_at + TURN_MOST:
        _put_off(message, until=slot, why="queued")
        return None
    return way


def _wait_for_morning(message: Message, *, at: Moment) -> timedelta:
    heeds = get_template(message.template, message.version).heeds_quiet_hours
    if not heeds or not wakes_people(Channel(message.channel)):
        return timedelta(0)
    return wait_for_morning(at.city_at, catalogue().rules)


def _put_off(message: Message, *, until: datetime, why: str) -> None:
    message.status = MessageStatus.WAITING
    message.claimed_until = None
    message.next_attempt_at = until
    message.failure = why
    nudge(message, at=until)
    message.save()


def _take_slot(message: Message, way: _Way, *, at: Moment) -> datetime:
    """Return when the gateway has promised the message its turn; a promise once given is kept."""
    if message.slot_gateway == way.gateway.name:
        return at.wall_at
    message.slot_gateway = way.gateway.name
    return queue_for(way.state, way.gateway, now=at.wall_at)


def _list_companions(lead: Message, way: _Way, *, at: Moment) -> list[Message]:
    """Return other messages that no gateway has been asked to take yet, and that would go to this one at once."""
    # A message that was tried before has its own way, and a gateway after a pause is probed by one message alone.
    if not _is_untried(lead) or way.state.open_until is not None:
        return []
    most = TOGETHER_MOST if drops_doubles(way.gateway) else TOGETHER_UNPROTECTED_MOST
    found = Message.objects.select_for_update(skip_locked=True).filter(
        status=MessageStatus.WAITING,
        channel=lead.channel,
        attempts=0,
        gateway="",
        next_attempt_at__lte=at.wall_at,
        expires_at__gt=at.wall_at,
    )
    companions = []
    for message in found.exclude(id=lead.id).order_by("next_attempt_at")[: most - 1]:
        if _can_open(message) and not _wait_for_morning(message, at=at) and _has_slot(message, way, at=at):
            _take_slot(message, way, at=at)
            companions.append(message)
    return companions


def _is_untried(message: Message) -> bool:
    return message.status == MessageStatus.WAITING and not message.attempts and not message.gateway


def _has_slot(message: Message, way: _Way, *, at: Moment) -> bool:
    is_promised = message.slot_gateway == way.gateway.name or not way.gateway.per_second
    return is_promised or way.state.next_slot_at <= at.wall_at + TURN_MOST


def _can_open(message: Message) -> bool:
    try:
        _fill_secrets(message)
    except InvalidToken:
        # Sealed with a key that is gone. Its own job fails over it, and not over everybody else's messages.
        return False
    return True


def _take(messages: Sequence[Message], gateway: GatewaySettings, *, at: Moment) -> Claimed:
    withdraw([message.job_id for message in messages[1:] if message.job_id is not None])
    reach("messages.claim.jobs_withdrawn")
    until = at.wall_at + CLAIM
    Message.objects.filter(id__in=[message.id for message in messages]).update(
        status=MessageStatus.SENDING,
        gateway=gateway.name,
        slot_gateway=gateway.name,
        claimed_until=until,
        next_attempt_at=until,
    )
    # Somebody waits at a screen for a code: it goes before what others can read later.
    ordered = sorted(messages, key=lambda message: message.purpose_class != PurposeClass.SECURITY)
    return Claimed(gateway=gateway, outgoing=tuple(_fill_secrets(message) for message in ordered))


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
