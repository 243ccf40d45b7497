"""Take a gateway's word that a message arrived, or did not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from alatau.messages.conclude import arrive, give_up, try_later
from alatau.messages.gateways.choose import count_remaining
from alatau.messages.gateways.values import Handed
from alatau.messages.incoming import clean_reference
from alatau.messages.models import Message, SendingAttempt
from alatau.messages.values import FINAL

if TYPE_CHECKING:
    from alatau.core.values import Moment


@transaction.atomic
def record_receipt(gateway: str, reference: str, *, arrived: bool | None, at: Moment) -> bool:
    """Note a receipt; `reference` is the gateway's id of the message or ours. Repeats change nothing.

    A message that did not arrive goes to the next gateway, or becomes a dead letter. `arrived` None is a message still
    under way. Returns whether the message is known: a receipt can come before our own record of the sending, and the
    gateway should then offer it again.
    """
    assert reference, "doors refuse a receipt without a reference: it would fit every message without one"
    found = Message.objects.select_for_update().filter(_named(clean_reference(reference)), gateway=gateway)
    # Gateways start their numbers anew: the newest message of this number is meant.
    message = found.order_by("-written_at").first()
    if message is None:
        return False
    if arrived is None or message.status in FINAL:
        return True
    if arrived:
        arrive([message], at=at)
        return True
    _note_failure(message, gateway, at=at)
    if count_remaining(message).willing and message.expires_at > at.wall_at:
        message.failure = "not_delivered"
        message.gateway_message_id = ""
        try_later(message, wait=timedelta(0), at=at)
    else:
        give_up(message, "not_delivered", at=at)
    return True


def _note_failure(message: Message, gateway: str, *, at: Moment) -> None:
    message.attempts += 1
    SendingAttempt.objects.create(
        message=message,
        number=message.attempts,
        gateway=gateway,
        outcome=Handed.REFUSED,
        failure="not_delivered",
        started_at=message.sent_at or at.wall_at,
        ended_at=at.wall_at,
    )


def _named(reference: str) -> Q:
    named = Q(gateway_message_id=reference)
    try:
        return named | Q(id=UUID(reference))
    except ValueError:
        return named
