"""Four eyes over a batch: who has acted on it before, and the first of two people where a system handed it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.own_affairs import list_own_affairs
from alatau.core.faults import declare_points, reach
from alatau.money.models import PayoutLine, PayoutStep
from alatau.money.payouts.errors import (
    PayoutNotCheckedError,
    PayoutNotEndorsedError,
    PayoutOwnMoneyError,
    PayoutSamePersonError,
    PayoutSettledError,
)
from alatau.money.payouts.steps import ENDORSED, RECEIVED, hold_batch, note_batch
from alatau.money.payouts.values import BatchId, BatchStatus

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.models import PayoutBatch

declare_points("money.endorse.told")


@transaction.atomic
def endorse_batch(batch_id: BatchId, *, by: Actor, at: Moment) -> None:
    """Stand behind a batch that a system handed over, as the first of two people. Nothing is paid by it.

    What a person handed over has its first already. The same person again changes nothing.

    Raises:
        NotFoundError, PayoutNotCheckedError, PayoutSettledError, PayoutOwnMoneyError: in this order.
    """
    assert by.user_id is not None, "people stand behind payouts"
    batch = hold_checked(batch_id)
    if batch.endorsed_by == by.user_id:
        return
    if batch.institution_id is None or batch.endorsed_by is not None:
        raise PayoutSettledError
    refuse_own_money(batch, by=by, at=at)
    # Nothing is refused below this line.
    batch.endorsed_by = by.user_id
    batch.save(update_fields=["endorsed_by"])
    note_batch(ENDORSED, batch, by=by, at=at)
    reach("money.endorse.told")


def hold_checked(batch_id: BatchId) -> PayoutBatch:
    """Return a checked batch that nobody else changes until the commit.

    Raises:
        NotFoundError, PayoutNotCheckedError, PayoutSettledError: in this order.
    """
    batch = hold_batch(batch_id)
    if batch.status == BatchStatus.RECEIVED:
        raise PayoutNotCheckedError
    if batch.status != BatchStatus.CHECKED:
        raise PayoutSettledError
    return batch


def refuse_second(batch: PayoutBatch, *, by: Actor, at: Moment) -> None:
    """Refuse somebody as the second person, by what the batch's own history says of them.

    Raises:
        PayoutNotEndorsedError: a system handed it over, and nobody stands behind it yet.
        PayoutSamePersonError: they handed it over or stand behind it.
        PayoutOwnMoneyError: it pays them, or somebody close to them.
    """
    if batch.institution_id is not None and batch.endorsed_by is None:
        raise PayoutNotEndorsedError
    earlier = PayoutStep.objects.filter(batch=batch, user_id=by.user_id, what__in=[RECEIVED, ENDORSED])
    if batch.received_by == by.user_id or earlier.exists():
        raise PayoutSamePersonError
    refuse_own_money(batch, by=by, at=at)


def refuse_own_money(batch: PayoutBatch, *, by: Actor, at: Moment) -> None:
    """Refuse whoever the batch pays, or who is close to somebody it pays. Raises: PayoutOwnMoneyError."""
    assert by.user_id is not None, "people stand behind payouts"
    close = list_own_affairs(by.user_id, at=at)
    if close and PayoutLine.objects.filter(batch=batch, payee_id__in=close).exists():
        raise PayoutOwnMoneyError
