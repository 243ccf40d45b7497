"""What officials decide about a payment that failed for good: it is tried again, or was not due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.services.payments.deduct import give_back_deduction
from alatau.services.payments.values import PaymentStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models import Payment


def pay_again(payment: Payment, *, by: Actor, at: Moment) -> None:
    """Make a returned payment due once more: the next run hands it over under a new line. A repeat changes nothing."""
    _change(payment, PaymentStatus.DUE, by=by, at=at)


def drop_payment(payment: Payment, *, by: Actor, at: Moment) -> None:
    """End a returned payment unpaid. A repeat changes nothing."""
    if payment.status == PaymentStatus.RETURNED and payment.deducted:
        give_back_deduction(payment)
    _change(payment, PaymentStatus.DROPPED, by=by, at=at)


def _change(payment: Payment, status: PaymentStatus, *, by: Actor, at: Moment) -> None:
    assert connection.in_atomic_block, "the caller holds the payment"
    # Its line went back to the treasury for good: no other money is on its way.
    if payment.status != PaymentStatus.RETURNED:
        return
    payment.status, payment.batch_id, payment.line = status.value, None, None
    payment.attempt += status is PaymentStatus.DUE
    payment.save(update_fields=["status", "batch_id", "line", "attempt"])
    body = {"payment_id": payment.id, "status": status.value, "attempt": payment.attempt}
    line = NewLine(
        kind=LineKind.EVENT,
        action="services.payment.changed",
        actor=by,
        subject_id=PersonId(payment.plan.person_id),
        body=body,
    )
    append_lines([line], at=at)
