"""Keep a part of due payments back for an earlier one that was too much, where the person agreed to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.services.models import Payment, Recovery
from alatau.services.payments.payers import get_payers
from alatau.services.payments.values import PaymentStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

WHOLE_BP = 10_000


def deduct_from_due(programme: str) -> int:
    """Take what people agreed to off their due payments of a programme, in the caller's transaction; return how many.

    Never more than the share that the content allows, and never more than is left to come back.
    """
    assert connection.in_atomic_block
    count = 0
    for recovery in _open_ones(programme):
        due = Payment.objects.select_for_update().filter(
            plan__person_id=recovery.person_id, plan__programme=programme, status=PaymentStatus.DUE.value, deducted=0
        )
        for payment in due.order_by("period", "id"):
            payment.deducted = min(recovery.left, share_of(payment.amount))
            if not payment.deducted:
                break
            payment.save(update_fields=["deducted"])
            recovery.left -= payment.deducted
            count += 1
        recovery.save(update_fields=["left"])
    return count


def give_back_deduction(payment: Payment) -> None:
    """Count what a payment kept back as still to come: it was never paid, so nothing came back by it."""
    rows = Recovery.objects.select_for_update().filter(person_id=payment.plan.person_id, bill_id=None)
    recovery = rows.order_by("-decided_at", "id").first()
    if recovery is not None:
        recovery.left = min(recovery.amount, recovery.left + payment.deducted)
        recovery.save(update_fields=["left"])


def share_of(amount: int) -> int:
    """Return the most that may be kept back of a payment, in smallest units."""
    return amount * get_payers().recovery.share_most_bp // WHOLE_BP


def _open_ones(programme: str) -> QuerySet[Recovery]:
    rows = Recovery.objects.select_for_update().filter(left__gt=0, bill_id=None)
    due = Payment.objects.filter(status=PaymentStatus.DUE.value, deducted=0, plan__programme=programme)
    return rows.filter(person_id__in=due.values("plan__person_id")).order_by("decided_at", "id")
