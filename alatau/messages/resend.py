"""Send a dead letter again, because an operator has mended what was in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.messages.catalogue import get_template
from alatau.messages.conclude import try_later
from alatau.messages.errors import MessageNotFoundError, MessageNotResendableError, NoWayToReachError
from alatau.messages.models import Conversation, Message
from alatau.messages.read import find_contact_point
from alatau.messages.values import Channel, MessageId, MessageStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

AGAIN = frozenset({MessageStatus.DEAD, MessageStatus.EXPIRED})


@transaction.atomic
def resend_message(message_id: MessageId, *, by: Actor, at: Moment) -> None:
    """Start a new round of tries, with a new time to live. A message already on its way again is left alone.

    It goes to the address the person has now: a wrong number is what most dead letters died of.

    Raises:
        MessageNotFoundError, MessageNotResendableError, NoWayToReachError: in this order; nothing is written.
    """
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        raise MessageNotFoundError
    if message.status in (MessageStatus.WAITING, MessageStatus.SENDING):
        return
    # A code is not worth sending twice, and its words are gone.
    if message.status not in AGAIN or message.has_secret or message.text_erased_at is not None:
        raise MessageNotResendableError
    point = find_contact_point(PersonId(message.person_id), Channel(message.channel))
    if point is None:
        raise NoWayToReachError

    # Nothing is refused below this line.
    message.address = point.address
    Conversation.objects.filter(message=message).exclude(address="").update(address=point.address)
    message.attempts = 0
    message.gateway_message_id = ""
    message.gateway = ""
    message.round_began_at = at.wall_at
    message.expires_at = at.wall_at + timedelta(minutes=get_template(message.template, message.version).lives_minutes)
    try_later(message, wait=timedelta(0), at=at)
    line = NewLine(
        kind=LineKind.AUDIT,
        action="messages.message.resent",
        actor=by,
        subject_id=message.person_id,
        case_id=message.case_id,
        body={"message_id": str(message.id)},
    )
    append_lines([line], at=at)
