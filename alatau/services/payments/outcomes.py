"""Hear what became of payments at the treasury: paid, with the bank, tried again, or failed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.money.payouts.read import get_batch, list_lines
from alatau.money.payouts.values import BatchId, BatchStatus
from alatau.services.decisions.cases import open_failed
from alatau.services.models import Disbursement, Payment
from alatau.services.payments.pay_now import status_of
from alatau.services.payments.plan import BY
from alatau.services.payments.values import PaymentStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Moment

declare_points("services.outcomes.written", "services.outcomes.asked")

PAGE = 8_192
#: Payments of which the treasury may still say another thing.
UNDER_WAY = (PaymentStatus.HANDED.value, PaymentStatus.SENT.value, PaymentStatus.FAILED.value)

_WRITE = """
UPDATE services_payment AS payment
   SET status = said.status,
       paid_at = CASE WHEN said.status = 'paid' THEN coalesce(payment.paid_at, %(now)s) END
  FROM unnest(%(lines)s::integer[], %(statuses)s::text[]) AS said (line, status)
 WHERE payment.batch_id = %(batch)s AND payment.line = said.line AND payment.status <> said.status
"""


@transaction.atomic
def hear_of_batch(batch_id: UUID, *, at: Moment) -> int:
    """Write what became of each payment of a batch, and return how many changed. Safe to repeat.

    Who could not be paid for good has a case: officials see it, and nothing of it is forgotten.
    """
    if not Payment.objects.filter(batch_id=batch_id).exists():
        return 0
    changed = after = 0
    while lines := list_lines(BatchId(batch_id), after=after, limit=PAGE):
        after = lines[-1].number
        statuses = [status_of(line.outcome).value for line in lines]
        facts: dict[str, Any] = {
            "batch": batch_id,
            "lines": [line.number for line in lines],
            "statuses": statuses,
            "now": at.city_at,
        }
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, facts)
            changed += cursor.rowcount
    reach("services.outcomes.written")
    _ask_about_returned(batch_id, at=at)
    if get_batch(BatchId(batch_id)).status in (BatchStatus.CLOSED, BatchStatus.DECLINED):
        Disbursement.objects.filter(id=batch_id, closed_at=None).update(closed_at=at.wall_at)
    reach("services.outcomes.asked")
    return changed


def list_under_way(*, limit: int = 200) -> Sequence[UUID]:
    """Return batches with payments of which nothing final is known: banks answer without telling of their batch."""
    rows = Payment.objects.filter(status__in=[PaymentStatus.SENT.value, PaymentStatus.HANDED.value])
    return [each for each in rows.values_list("batch_id", flat=True).distinct()[:limit] if each]


def _ask_about_returned(batch_id: UUID, *, at: Moment) -> None:
    rows = Payment.objects.filter(batch_id=batch_id, status=PaymentStatus.RETURNED.value)
    for payment in rows.select_related("plan__decision").order_by("line"):
        open_failed(payment, by=BY, at=at)
