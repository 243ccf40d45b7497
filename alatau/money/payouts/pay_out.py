"""The door of rooms above: pay what decisions granted, many at once or one in the decision's own commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.money.models import PayoutLine
from alatau.money.payouts.approve import approve_unattended
from alatau.money.payouts.check import check_chunk
from alatau.money.payouts.pay import pay_chunk
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import Approval, BatchId, LineOutcome, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchView, NewBatch

declare_points("money.pay_out.received")


def pay_out(new: NewBatch, lines: Iterable[NewLine], *, by: Actor, at: Moment) -> BatchId:
    """Hand over what decisions granted: every line names its decision, so no further person approves the batch.

    In the caller's transaction; the worker checks and pays after the commit, and tries failed lines again each day.
    Handing the same batch over twice is the same as once: a daily run names its batch by its day.

    Raises:
        as `receive_batch`; nothing is written.
    """
    return receive_batch(new, _with_decisions(lines), by=by, at=at)


@transaction.atomic
def pay_out_now(new: NewBatch, lines: NewLine | Sequence[NewLine], *, by: Actor, at: Moment) -> BatchView:
    """Pay one line, or a few, in the caller's transaction: the decision and its money are one commit.

    Where a person cannot be paid now, the decision stands all the same, and the line is tried again each day; the view
    says which it was.

    Raises:
        as `receive_batch` and `approve_unattended`; nothing is written.
    """
    assert connection.in_atomic_block
    batch_id = pay_out(new, [lines] if isinstance(lines, NewLine) else lines, by=by, at=at)
    reach("money.pay_out.received")
    while check_chunk(batch_id, by=by, at=at):
        pass
    known = get_batch(batch_id)
    if known.approval is None and known.count(LineOutcome.UNREADABLE) == 0:
        approve_unattended(batch_id, Approval.DECISIONS, by=by, at=at)
        while pay_chunk(batch_id, by=by, at=at):
            pass
    return get_batch(batch_id)


def count_paid(decision_ids: Iterable[object]) -> int:
    """Return how many of the lines that decisions caused are paid."""
    return PayoutLine.objects.filter(decision_id__in=list(decision_ids), outcome=LineOutcome.PAID.value).count()


def _with_decisions(lines: Iterable[NewLine]) -> Iterable[NewLine]:
    for line in lines:
        assert line.decision_id is not None, "a line that nobody decided on needs a second person"
        yield line
