"""After every line was tried: try the failed ones again, or give back what could not be paid and end the batch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.parameters import parameter
from alatau.money.currencies import amount_of
from alatau.money.models import Account, PayoutBatch, PayoutLine
from alatau.money.payouts.errors import PayoutNotPaidError
from alatau.money.payouts.steps import hold_batch, note_batch
from alatau.money.payouts.tally import count_of, recount
from alatau.money.payouts.values import RETRYABLE, BatchId, BatchStatus, LineOutcome
from alatau.money.post import post_transfer
from alatau.money.values import AccountId, NewTransfer, TransferId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.retry.reopened", "money.close.returned")

#: The transfer that gives a batch's remainder back has an id made of the batch's: it goes back once.
_RETURNS = UUID("2d6f6b38-51c4-4b0a-8f1d-7d1c0c9f3b77")
#: Days of city time during which failed lines are tried again.
RETRY_DAYS = "payout_retry"
_RETRYABLE = [outcome.value for outcome in RETRYABLE]


@transaction.atomic
def retry_batch(batch_id: BatchId, *, by: Actor, at: Moment) -> int:
    """Have the failed lines that may be mended tried again, and return how many. What is paid stays paid.

    Raises:
        NotFoundError, PayoutNotPaidError: in this order; nothing is written.
    """
    batch = _lock(batch_id)
    failed = PayoutLine.objects.filter(batch=batch, outcome__in=_RETRYABLE)
    count = failed.update(outcome=LineOutcome.WAITING.value, refusal=None)
    if not count:
        return 0
    batch.status, batch.checked_through, batch.paid_through = BatchStatus.APPROVED.value, 0, 0
    recount(batch)
    batch.save(update_fields=["status", "checked_through", "paid_through", "counts"])
    reach("money.retry.reopened")
    note_batch("retried", batch, {"lines": count}, by=by, at=at)
    defer("money.pay_payouts", lock=f"money.payout:{batch.id}", batch_id=batch.id)
    return count


@transaction.atomic
def close_batch(batch_id: BatchId, *, by: Actor, at: Moment) -> None:
    """End a batch: what could not be paid goes back to the programme's account, once. Lines on their way keep it open.

    Raises:
        NotFoundError, PayoutNotPaidError: in this order; nothing is written.
    """
    batch = _lock(batch_id)
    rows = PayoutLine.objects.filter(batch=batch)
    if count_of(batch, [LineOutcome.SENT.value]):
        raise PayoutNotPaidError
    # Nothing is refused below this line.
    count = rows.filter(outcome__in=_RETRYABLE).update(outcome=LineOutcome.RETURNED.value, sealed=None)
    rows.exclude(sealed=None).update(sealed=None)
    left = Account.objects.get(id=batch.account_id).balance
    batch.status, batch.returned, batch.ended_at = BatchStatus.CLOSED.value, left, at.wall_at
    recount(batch)
    batch.save(update_fields=["status", "returned", "ended_at", "counts"])
    note_batch("closed", batch, {"lines": count, "returned": left}, by=by, at=at)
    if left:
        _give_back(batch, left, by=by, at=at)
    reach("money.close.returned")


def list_due(*, at: Moment) -> tuple[list[BatchId], list[BatchId]]:
    """Return the tried batches to be tried again today, and those whose time for it is over."""
    days = int(parameter(RETRY_DAYS, on=at.city_day))
    again, over = [], []
    for batch in PayoutBatch.objects.filter(status=BatchStatus.PAID.value).order_by("approved_at"):
        assert batch.approved_city_at is not None, "a paid batch was approved"
        late = at.city_at >= batch.approved_city_at + timedelta(days=days)
        if count_of(batch, _RETRYABLE) and not late:
            again.append(BatchId(batch.id))
        elif not count_of(batch, [LineOutcome.SENT.value]):
            over.append(BatchId(batch.id))
    return again, over


def _lock(batch_id: BatchId) -> PayoutBatch:
    batch = hold_batch(batch_id)
    if batch.status != BatchStatus.PAID:
        raise PayoutNotPaidError
    return batch


def _give_back(batch: PayoutBatch, units: int, *, by: Actor, at: Moment) -> None:
    transfer = NewTransfer(
        id=TransferId(uuid5(_RETURNS, str(batch.id))),
        debit_id=AccountId(batch.account_id),
        credit_id=AccountId(batch.programme.account_id),
        amount=amount_of(units, batch.programme.currency),
        purpose=batch.programme.purpose,
        reference=batch.reference,
    )
    post_transfer(transfer, by=by, at=at)
