"""What every step of a batch does: hold the batch, and note in the journal what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.models import PayoutBatch, PayoutStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchId


#: Steps of people that keep them from being the second.
RECEIVED, ENDORSED = "received", "endorsed"


def hold_batch(batch_id: BatchId) -> PayoutBatch:
    """Return a batch that nobody else changes until the caller's transaction ends. Raises: NotFoundError."""
    assert connection.in_atomic_block, "a batch is settled in the transaction that moves its money"
    batch = PayoutBatch.objects.select_for_update().filter(id=batch_id).first()
    if batch is None:
        raise NotFoundError
    return batch


def note_batch(
    what: str, batch: PayoutBatch, facts: Mapping[str, object] | None = None, *, by: Actor, at: Moment
) -> None:
    """Append what became of a batch to its own history and to the journal, in the caller's transaction."""
    PayoutStep.objects.create(batch=batch, what=what, user_id=by.user_id, city_at=at.city_at)
    body = {"batch_id": batch.id, "programme": batch.programme_id, **(facts or {})}
    append_lines([NewLine(kind=LineKind.EVENT, action=f"money.payout.{what}", actor=by, body=body)], at=at)
