"""What the worker does for a batch: check its lines, pay them, and see that the sums are the ledger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.core.values import system_actor
from alatau.money.models import PayoutBatch
from alatau.money.payouts.approve import approve_unattended
from alatau.money.payouts.check import check_chunk
from alatau.money.payouts.pay import pay_chunk
from alatau.money.payouts.reconcile import report_differences
from alatau.money.payouts.settle import close_batch, list_due, retry_batch
from alatau.money.payouts.tell import tell_those_without_account
from alatau.money.payouts.values import Approval, BatchStatus
from alatau.money.payouts.vouchers.tell import tell_of_vouchers

if TYPE_CHECKING:
    from alatau.money.payouts.values import BatchId

declare_points("money.work.checked", "money.work.paid")

log = structlog.get_logger(__name__)
BY = system_actor("money.payouts")


def check_batch(batch_id: BatchId) -> None:
    """Check a batch's lines, a commit for each chunk, and let it be paid where no further person is needed.

    Safe to run twice, and to be killed anywhere: the next run goes on where the last commit ended.
    """
    while check_chunk(batch_id, by=BY, at=read_clocks()):
        pass
    reach("money.work.checked")
    batch = PayoutBatch.objects.filter(id=batch_id, status=BatchStatus.CHECKED.value).first()
    if batch is None:
        return
    for approval in (Approval.DECISIONS, Approval.STANDING_ORDER):
        try:
            if approve_unattended(batch_id, approval, by=BY, at=read_clocks()):
                return
        except AlatauError as error:
            # It waits for a person, who sees the reason by trying: an account without money, no line to pay.
            log.warning("money.payout.not_approved", batch_id=str(batch_id), code=error.code)
            return


def pay_batch(batch_id: BatchId) -> None:
    """Pay an approved batch, a commit for each chunk; lines tried again are checked first. Safe to run twice."""
    while check_chunk(batch_id, by=BY, at=read_clocks()):
        pass
    while pay_chunk(batch_id, by=BY, at=read_clocks()):
        pass
    reach("money.work.paid")
    found = report_differences(batch_id, by=BY, at=read_clocks())
    if not found.is_whole:
        log.error("money.payout.differs", batch_id=str(batch_id), lines=len(found.differing))
    tell_those_without_account(batch_id, by=BY, at=read_clocks())
    tell_of_vouchers(batch_id, by=BY, at=read_clocks())


def settle_batches() -> None:
    """Try the failed lines of all batches again, and end those whose time for it is over."""
    again, over = list_due(at=read_clocks())
    for batch_id in over:
        close_batch(batch_id, by=BY, at=read_clocks())
    for batch_id in again:
        retry_batch(batch_id, by=BY, at=read_clocks())
