"""Compare what a batch says it paid with what the ledger moved. A difference becomes an official's task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.money.bank.values import OrderStatus
from alatau.money.currencies import amount_of
from alatau.money.models import Account, PayoutBatch, PayoutLine
from alatau.money.payouts.values import LineId, LineOutcome, Reconciliation

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchId

#: The kind of case that a difference opens, as the content names it; and how many one batch opens.
DIFFERENCE, CASES_MOST = "payout_difference", 20
_CASES = UUID("b0b7c6f0-6f57-4b34-8df6-5c0d1c1d8e09")

# A line's id is its transfer's; a line to a bank account is what the bank settled of its order, which `money.bank`
# compares with the ledger itself. What is on its way counts on neither side.
_MOVED = """
  FROM money_payoutline AS line
  LEFT JOIN money_transfer AS transfer ON transfer.id = line.id
  LEFT JOIN money_bankorder AS ordered ON ordered.id = line.order_id AND ordered.status = %(settled)s
 CROSS JOIN LATERAL (SELECT coalesce(transfer.amount, ordered.amount) AS amount) AS moved
 WHERE line.batch_id = %(batch)s
"""
_SUMS = "\n".join(
    (
        """
SELECT count(*) FILTER (WHERE line.outcome = %(paid)s),
       coalesce(sum(line.amount) FILTER (WHERE line.outcome = %(paid)s), 0),
       count(moved.amount), coalesce(sum(moved.amount), 0)
""",
        _MOVED,
    )
)
_DIFFERING = "\n".join(
    (
        "SELECT line.id",
        _MOVED,
        """
   AND (line.outcome = %(paid)s AND (moved.amount IS DISTINCT FROM line.amount
                                     OR transfer.credit_id IS DISTINCT FROM line.account_id AND ordered.id IS NULL)
        OR line.outcome NOT IN (%(paid)s, %(sent)s) AND moved.amount IS NOT NULL)
 ORDER BY line.number LIMIT %(most)s
""",
    )
)


def reconcile_batch(batch_id: BatchId) -> Reconciliation:
    """Return the sums of a batch's lines beside those of its transfers, and the first lines that differ.

    Cost: one index read of the ledger for each line, twice.

    Raises:
        NotFoundError: there is no such batch.
    """
    batch = PayoutBatch.objects.select_related("programme").filter(id=batch_id).first()
    if batch is None:
        raise NotFoundError
    facts: dict[str, Any] = {
        "batch": batch_id,
        "paid": LineOutcome.PAID.value,
        "sent": LineOutcome.SENT.value,
        "settled": OrderStatus.SETTLED.value,
        "most": CASES_MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, facts)
        lines, line_sum, transfers, transfer_sum = cursor.fetchone()
        cursor.execute(_DIFFERING, facts)
        differing = tuple(LineId(row[0]) for row in cursor.fetchall())
    code = batch.programme.currency
    held = Account.objects.filter(id=batch.account_id).values_list("balance", flat=True).first() or 0
    return Reconciliation(
        lines=lines,
        line_sum=amount_of(int(line_sum), code),
        transfers=transfers,
        transfer_sum=amount_of(int(transfer_sum), code),
        held=amount_of(held, code),
        expected=amount_of(batch.reserved - int(line_sum) - batch.returned, code),
        differing=differing,
    )


@transaction.atomic
def report_differences(batch_id: BatchId, *, by: Actor, at: Moment) -> Reconciliation:
    """Reconcile a batch and keep what was found; open a task for each of the first lines that differ, once each."""
    found = reconcile_batch(batch_id)
    PayoutBatch.objects.filter(id=batch_id).update(agrees=found.is_whole, compared_city_at=at.city_at)
    region = content().sample_city.region if content().sample_city else ""
    for line in PayoutLine.objects.filter(id__in=found.differing).exclude(payee_id=None).order_by("number"):
        assert line.payee_id is not None
        open_case(
            DIFFERENCE,
            subject_id=PersonId(line.payee_id),
            region=region,
            facts={"batch_id": batch_id, "line": line.number},
            request_id=uuid5(_CASES, str(line.id)),
            by=by,
            at=at,
        )
    return found
