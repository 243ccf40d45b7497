"""What becomes of a message after a try, a receipt, or the end of its time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor
from alatau.messages.gateways.choose import count_remaining
from alatau.messages.gateways.circuit import note_failure, note_success
from alatau.messages.gateways.values import Handed, Outcome
from alatau.messages.models import Message, SendingAttempt
from alatau.messages.retry import MESSAGE_TRIES_MOST, wait_after_message_try
from alatau.messages.values import FINAL, MessageId, MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Moment

declare_points("messages.conclude.recorded")


@transaction.atomic
def conclude_try(message_id: MessageId, gateway: str, outcome: Outcome, *, started_at: datetime, at: Moment) -> None:
    """Record a try and set the message's next step: arrived, taken, another try, or given up."""
    message = Message.objects.select_for_update().get(id=message_id)
    message.attempts += 1
    SendingAttempt.objects.create(
        message=message,
        number=message.attempts,
        gateway=gateway,
        outcome=outcome.handed,
        failure=outcome.failure,
        started_at=started_at,
        ended_at=at.wall_at,
    )
    if outcome.handed in (Handed.UNREACHABLE, Handed.UNCLEAR):
        note_failure(gateway, outcome, now=at.wall_at)
    else:
        note_success(gateway, now=at.wall_at)
    if message.status in FINAL:
        # A receipt, or an operator, was faster.
        message.save(update_fields=["attempts"])
        return
    message.claimed_until = None
    message.gateway = gateway
    if outcome.handed is Handed.TAKEN:
        _take(message, outcome, at=at)
    else:
        _try_again_or_give_up(message, outcome, at=at)
    reach("messages.conclude.recorded")


def arrive(message: Message, *, at: Moment) -> None:
    """Mark the message delivered and forget its secrets."""
    message.status = MessageStatus.DELIVERED
    message.delivered_at = at.wall_at
    message.sent_at = message.sent_at or at.wall_at
    message.next_attempt_at = None
    message.sealed_words = None
    message.failure = ""
    message.save()
    _record(message, "messages.message.delivered", at=at)


def give_up(message: Message, failure: str, *, at: Moment) -> None:
    """Make the message a dead letter that operators see."""
    message.status = MessageStatus.DEAD
    message.failure = failure
    message.next_attempt_at = None
    message.claimed_until = None
    message.sealed_words = None
    message.save()
    _record(message, "messages.message.given_up", at=at)


def expire_message(message: Message, *, at: Moment) -> None:
    """End a message whose time has passed before it could be sent."""
    message.status = MessageStatus.EXPIRED
    message.next_attempt_at = None
    message.claimed_until = None
    message.sealed_words = None
    message.save()
    _record(message, "messages.message.expired", at=at)


def try_later(message: Message, *, wait: timedelta, at: Moment) -> None:
    """Put the message back to wait, with its job."""
    message.status = MessageStatus.WAITING
    message.claimed_until = None
    message.slot_gateway = ""
    message.next_attempt_at = at.wall_at + wait
    message.save()
    schedule_at = message.next_attempt_at if wait else None
    defer("messages.deliver", schedule_at=schedule_at, message_id=str(message.id))


def _take(message: Message, outcome: Outcome, *, at: Moment) -> None:
    message.gateway_message_id = outcome.gateway_message_id
    if outcome.arrived:
        arrive(message, at=at)
        return
    message.status = MessageStatus.SENT
    message.sent_at = at.wall_at
    message.next_attempt_at = None
    message.failure = ""
    message.save()


def _try_again_or_give_up(message: Message, outcome: Outcome, *, at: Moment) -> None:
    message.failure = outcome.failure
    remaining = count_remaining(message)
    if message.attempts >= MESSAGE_TRIES_MOST or not remaining.willing:
        give_up(message, outcome.failure, at=at)
    elif outcome.handed is not Handed.UNCLEAR and remaining.fresh:
        # Certainly not taken, and another gateway has not been asked yet: it may try at once.
        try_later(message, wait=timedelta(0), at=at)
    else:
        try_later(message, wait=wait_after_message_try(message.attempts, key=message.id), at=at)


def _record(message: Message, action: str, *, at: Moment) -> None:
    line = NewLine(
        kind=LineKind.EVENT,
        action=action,
        actor=system_actor("messages.deliver"),
        subject_id=message.person_id,
        case_id=message.case_id,
        body={"message_id": str(message.id), "template": message.template, "failure": message.failure},
    )
    append_lines([line], at=at)
