"""Pay what several decisions of one transaction grant once, in one batch of the treasury for each programme.

A batch of one line takes some ninety questions of the database; of fifty lines it takes little more. Answers that came
by message are heard many at a time, so the money of all of them moves together, in the commit that granted it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import structlog
from django.db import connection, transaction

from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.money.currencies import amount_of
from alatau.money.payouts.pay_out import pay_out, pay_out_now
from alatau.money.payouts.values import BatchId, NewBatch, NewLine, PayeeId
from alatau.services.models import Payment
from alatau.services.payments.payers import get_payers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alatau.core.values import Actor, Moment

declare_points("services.pay_together.named", "services.pay_together.paid")

log = structlog.get_logger(__name__)
#: A batch has an id made of its first payment's: it is handed over once.
_BATCHES = UUID("8a0b77d0-0c0f-4f57-9b0e-1c9a4d2e6f31")
#: Payments that wait for the others of their transaction; None where each is paid alone.
_gathered: ContextVar[list[UUID] | None] = ContextVar("gathered_payments", default=None)


def gather(payment: Payment) -> bool:
    """Let a payment wait for the others of its transaction; tell whether it does."""
    waiting = _gathered.get()
    if waiting is None:
        return False
    waiting.append(payment.id)
    return True


@contextmanager
def paying_together(*, by: Actor, at: Moment) -> Iterator[None]:
    """Pay at the end, in the caller's transaction, what is granted once meanwhile.

    A payment whose piece of the transaction was rolled back is not there any more, and nothing of it is paid.
    """
    assert connection.in_atomic_block, "decisions and their money are one commit"
    token = _gathered.set([])
    try:
        yield
        waiting = _gathered.get() or []
    finally:
        _gathered.reset(token)
    rows = Payment.objects.filter(id__in=waiting).select_related("plan").order_by("plan__programme", "id")
    for programme, payments in groupby(rows, key=lambda payment: payment.plan.programme):
        _pay(programme, list(payments), by=by, at=at)


def _pay(programme_key: str, payments: Sequence[Payment], *, by: Actor, at: Moment) -> None:
    from alatau.services.payments.outcomes import hear_of_batch  # noqa: PLC0415  it leads back to who gathers

    programme = get_payers().programmes[programme_key]
    batch_id = BatchId(uuid5(_BATCHES, str(payments[0].id)))
    for number, payment in enumerate(payments, 1):
        payment.batch_id, payment.line = batch_id, number
    Payment.objects.bulk_update(payments, ["batch_id", "line"])
    reach("services.pay_together.named")
    new = NewBatch(id=batch_id, programme=programme.key, reference=str(batch_id), words=programme.words)
    lines = [_line(payment) for payment in payments]
    try:
        with transaction.atomic():
            pay_out_now(new, lines, by=by, at=at)
    except AlatauError as refusal:
        # The decisions stand: the treasury tries again each day.
        log.warning("services.payments.handed_over_later", batch_id=str(batch_id), code=refusal.code)
        pay_out(new, lines, by=by, at=at)
    hear_of_batch(batch_id, at=at)
    reach("services.pay_together.paid")


def _line(payment: Payment) -> NewLine:
    return NewLine(
        amount=amount_of(payment.amount - payment.deducted, payment.plan.currency),
        payee_id=PayeeId(payment.plan.person_id),
        reference=str(payment.id),
        decision_id=payment.plan.decision_id,
    )
