"""Messages on their way to the bank: written in the transaction of what causes them, sent afterwards, at least once."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.money.bank.channels import find_channel
from alatau.money.bank.link import get_link
from alatau.money.bank.orders import write_order
from alatau.money.bank.values import Direction, OrderStatus
from alatau.money.models import BankMessage, BankOrder

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.money.iso20022.kinds import MessageKind

declare_points("money.bank.found_to_send", "money.bank.handed_over")

SEND = "money.bank_send"


def put_order(order: BankOrder, *, at: Moment) -> None:
    """Put the message of an order into the outbox, in the caller's transaction."""
    kind, message_id, data = write_order(order, get_link(), at=at.wall_at)
    put_message(kind, message_id, data, order=order, at=at)


def put_message(
    kind: MessageKind,
    message_id: str,
    data: bytes,
    *,
    order: BankOrder | None = None,
    answers: BankMessage | None = None,
    at: Moment,
) -> None:
    """Put a message into the outbox, in the caller's transaction; it is sent when that has committed."""
    BankMessage.objects.create(
        direction=Direction.OUT.value,
        kind=kind.value,
        message_id=message_id,
        digest=sha256(data).hexdigest(),
        body=data,
        order=order,
        answers=answers,
        made_at=at.wall_at,
    )
    defer(SEND)


def send_waiting(*, at: Moment) -> int:
    """Hand every waiting message to the bank's line, oldest first, and return how many. One commit for each.

    A message that was handed over and not ticked off goes out again: its id tells the bank that it is the same.
    """
    channel, sent = find_channel(), 0
    if channel is None:
        return 0
    while (message_id := _next()) is not None:
        with transaction.atomic():
            message = (
                BankMessage.objects.select_for_update(skip_locked=True).filter(id=message_id, sent_at=None).first()
            )
            if message is None:
                return sent
            reach("money.bank.found_to_send")
            channel.send(message.kind, message.message_id, bytes(message.body), at=at)
            reach("money.bank.handed_over")
            message.sent_at = at.wall_at
            message.save(update_fields=["sent_at"])
            if message.order_id is not None:
                BankOrder.objects.filter(id=message.order_id, status=OrderStatus.HELD).update(status=OrderStatus.SENT)
        sent += 1
    return sent


def _next() -> UUID | None:
    waiting = BankMessage.objects.filter(sent_at=None, direction=Direction.OUT.value)
    return waiting.order_by("made_at", "id").values_list("id", flat=True).first()
