"""Tell people that money waits for them and cannot reach them, each once for each payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.money import format_amount
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.money.currencies import amount_of
from alatau.money.models import PayoutBatch, PayoutLine
from alatau.money.payouts.values import LineOutcome

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchId

TEMPLATE = "money.payout_waits"
#: People told in one commit.
MANY = 200


def tell_those_without_account(batch_id: BatchId, *, by: Actor, at: Moment) -> int:
    """Write to everybody whose line found no account, once for each line, and return to how many."""
    batch = PayoutBatch.objects.select_related("programme").get(id=batch_id)
    outcomes = [LineOutcome.NO_ACCOUNT.value, LineOutcome.ACCOUNT_CLOSED.value]
    lines = PayoutLine.objects.filter(batch=batch, outcome__in=outcomes).exclude(payee_id=None)
    number, told = 0, 0
    while chunk := list(lines.filter(number__gt=number).order_by("number")[:MANY]):
        number = chunk[-1].number
        with transaction.atomic():
            told += sum(_tell(batch, line, by=by, at=at) for line in chunk)
    return told


def _tell(batch: PayoutBatch, line: PayoutLine, *, by: Actor, at: Moment) -> bool:
    assert line.payee_id is not None
    person_id = PersonId(line.payee_id)
    amount = format_amount(amount_of(line.amount, batch.programme.currency), get_choices(person_id).language)
    facts = {"amount": amount, "words": line.words or batch.words}
    try:
        with transaction.atomic():
            send_message(TEMPLATE, to=person_id, facts=facts, key=f"payout:{line.id}", by=by, at=at)
    except NoWayToReachError:
        # A programme's own id is nobody we could write to; a person without any address comes to a desk.
        return False
    return True
