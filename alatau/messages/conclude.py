"""What becomes of a message after a try, a receipt, or the end of its time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor
from alatau.messages.gateways.choose import count_remaining
from alatau.messages.gateways.circuit import note_failure, note_success
from alatau.messages.gateways.values import Handed
from alatau.messages.models import Message, SendingAttempt
from alatau.messages.nudge import nudge
from alatau.messages.retry import MESSAGE_TRIES_MOST, wait_after_message_try
from alatau.messages.values import FINAL, MessageId, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.messages.gateways.values import Outcome, Try

declare_points("messages.conclude.recorded")


@transaction.atomic
def conclude_tries(gateway: str, tries: Sequence[Try], *, put_back: Sequence[MessageId], at: Moment) -> None:
    """Record tries at one gateway and set each message's next step: arrived, taken, another try, or given up.

    Messages to put back were claimed and not tried: they wait again, as if they had never been taken along.
    """
    # In the order of ids: two workers that share messages after a claim ended must not wait for each other.
    locked = Message.objects.select_for_update().filter(id__in=[one.message_id for one in tries]).order_by("id")
    tried = {MessageId(message.id): message for message in locked}
    SendingAttempt.objects.bulk_create([_attempt(tried[one.message_id], one, gateway=gateway, at=at) for one in tries])
    _note_gateway(gateway, tries, now=at.wall_at)
    # To the others a receipt, or an operator, was faster.
    open_tries = [one for one in tries if tried[one.message_id].status not in FINAL]
    Message.objects.filter(id__in=tried, status__in=FINAL).update(attempts=F("attempts") + 1)
    taken = [one for one in open_tries if one.outcome.handed is Handed.TAKEN]
    _take(tried, taken, gateway=gateway, at=at)
    for one in open_tries:
        if one.outcome.handed is not Handed.TAKEN:
            _try_again_or_give_up(tried[one.message_id], one.outcome, gateway=gateway, at=at)
    untried = Message.objects.select_for_update().filter(id__in=put_back, status=MessageStatus.SENDING)
    for message in untried.order_by("id"):
        message.gateway = ""
        try_later(message, wait=timedelta(0), at=at)
    reach("messages.conclude.recorded")


def arrive(messages: Sequence[Message], *, at: Moment) -> None:
    """Mark the messages delivered and forget their secrets."""
    for message in messages:
        message.failure = ""
    Message.objects.filter(id__in=[message.id for message in messages]).update(
        status=MessageStatus.DELIVERED,
        delivered_at=at.wall_at,
        sent_at=Coalesce("sent_at", Value(at.wall_at)),
        next_attempt_at=None,
        sealed_words=None,
        failure="",
    )
    append_lines([_line(message, "messages.message.delivered") for message in messages], at=at)


def give_up(message: Message, failure: str, *, at: Moment) -> None:
    """Make the message a dead letter that operators see."""
    message.status = MessageStatus.DEAD
    message.failure = failure
    message.next_attempt_at = None
    message.claimed_until = None
    message.sealed_words = None
    message.save()
    append_lines([_line(message, "messages.message.given_up")], at=at)


def expire_message(message: Message, *, at: Moment) -> None:
    """End a message whose time has passed before it could be sent."""
    message.status = MessageStatus.EXPIRED
    message.next_attempt_at = None
    message.claimed_until = None
    message.sealed_words = None
    message.save()
    append_lines([_line(message, "messages.message.expired")], at=at)


def try_later(message: Message, *, wait: timedelta, at: Moment) -> None:
    """Put the message back to wait, with its job."""
    message.status = MessageStatus.WAITING
    message.claimed_until = None
    message.slot_gateway = ""
    message.next_attempt_at = at.wall_at + wait
    nudge(message, at=message.next_attempt_at if wait else None)
    message.save()


def _attempt(message: Message, one: Try, *, gateway: str, at: Moment) -> SendingAttempt:
    return SendingAttempt(
        message=message,
        number=message.attempts + 1,
        gateway=gateway,
        outcome=one.outcome.handed,
        failure=one.outcome.failure,
        started_at=one.started_at,
        ended_at=at.wall_at,
    )


def _note_gateway(gateway: str, tries: Sequence[Try], *, now: datetime) -> None:
    """Tell the circuit how it went. A failure ends the round of tries, so it comes last."""
    failed = [one.outcome for one in tries if one.has_failed]
    if len(failed) < len(tries):
        note_success(gateway, now=now)
    for outcome in failed:
        note_failure(gateway, outcome, now=now)


def _take(tried: Mapping[MessageId, Message], taken: Sequence[Try], *, gateway: str, at: Moment) -> None:
    """Record that the gateway took these messages: what is the same for all of them in one statement."""
    for one in taken:
        tried[one.message_id].gateway_message_id = one.outcome.gateway_message_id
    messages = [tried[one.message_id] for one in taken]
    Message.objects.bulk_update(messages, ["gateway_message_id"])
    Message.objects.filter(id__in=[message.id for message in messages]).update(
        status=MessageStatus.SENT,
        attempts=F("attempts") + 1,
        gateway=gateway,
        sent_at=at.wall_at,
        claimed_until=None,
        next_attempt_at=None,
        failure="",
    )
    arrived = [tried[one.message_id] for one in taken if one.outcome.arrived]
    if arrived:
        arrive(arrived, at=at)


def _try_again_or_give_up(message: Message, outcome: Outcome, *, gateway: str, at: Moment) -> None:
    message.attempts += 1
    message.claimed_until = None
    message.gateway = gateway
    message.failure = outcome.failure
    remaining = count_remaining(message)
    if message.attempts >= MESSAGE_TRIES_MOST or not remaining.willing:
        give_up(message, outcome.failure, at=at)
    elif outcome.handed is not Handed.UNCLEAR and remaining.fresh:
        # Certainly not taken, and another gateway has not been asked yet: it may try at once.
        try_later(message, wait=timedelta(0), at=at)
    else:
        try_later(message, wait=wait_after_message_try(message.attempts, key=message.id), at=at)


def _line(message: Message, action: str) -> NewLine:
    return NewLine(
        kind=LineKind.EVENT,
        action=action,
        actor=system_actor("messages.deliver"),
        subject_id=message.person_id,
        case_id=message.case_id,
        body={"message_id": str(message.id), "template": message.template, "failure": message.failure},
    )
