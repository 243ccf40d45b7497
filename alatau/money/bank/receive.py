"""Take a message from the bank: read with care, counted once, and applied in the commit that counts it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.money.bank.answers import apply_answer
from alatau.money.bank.errors import MessageIdReusedError, MessageNotExpectedError
from alatau.money.bank.incoming import take_payments
from alatau.money.bank.outbox import SEND
from alatau.money.bank.reconcile import read_statement
from alatau.money.bank.values import Applied, Direction
from alatau.money.iso20022.kinds import MessageKind
from alatau.money.iso20022.read import read_message
from alatau.money.models import BankMessage
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.bank.counted", "money.bank.applied")

_MESSAGES = UUID("a4f3b1d2-1c55-4c7e-9a5b-0d4a4a8f6b19")
_APPLY = {
    MessageKind.ORDER_STATUS: apply_answer,
    MessageKind.PAYMENT_STATUS: apply_answer,
    MessageKind.PAYMENT: take_payments,
    MessageKind.STATEMENT: read_statement,
}


@transaction.atomic
def receive_message(data: bytes, *, by: Actor, at: Moment) -> Applied:
    """Apply a message of the bank, once per its id. A repeat changes nothing; what we answered is sent again.

    Raises:
        MessageTooLargeError, MessageNotReadableError, MessageKindUnknownError, MessageNotValidError,
            MessageNotExpectedError, MessageIdReusedError: in this order; nothing is written.
    """
    message = read_message(data)
    apply = _APPLY.get(message.kind)
    if apply is None:
        raise MessageNotExpectedError(kind=message.kind.value)
    message_id, digest = message.body.text("GrpHdr/MsgId"), sha256(data).hexdigest()
    # The same message twice at once: the second waits here, then finds that the first was counted.
    lock_name("money.bank_message", uuid5(_MESSAGES, f"{message.kind.value} {message_id}"))
    known = BankMessage.objects.filter(
        direction=Direction.IN.value, kind=message.kind.value, message_id=message_id
    ).first()
    if known is not None:
        if known.digest != digest:
            raise MessageIdReusedError(kind=message.kind.value)
        _answer_again(known)
        return Applied.REPEATED

    # Nothing is refused below this line: what cannot be done is answered, or kept as a difference.
    row = BankMessage.objects.create(
        direction=Direction.IN.value,
        kind=message.kind.value,
        message_id=message_id,
        digest=digest,
        body=data,
        made_at=at.wall_at,
    )
    reach("money.bank.counted")
    apply(message, row, by=by, at=at)
    reach("money.bank.applied")
    return Applied.APPLIED


def _answer_again(message: BankMessage) -> None:
    # An answer whose body the law made us forget is not sent again: the bank has had years to ask for it.
    kept = BankMessage.objects.filter(answers=message, body_erased_at=None)
    if kept.exclude(sent_at=None).update(sent_at=None):
        defer(SEND)
