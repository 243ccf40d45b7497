"""Questions about payouts. Lists name nobody: a line is shown by its number and its payer's own reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.money.currencies import amount_of
from alatau.money.models import PayoutBatch, PayoutLine, PayoutStep
from alatau.money.payouts.values import (
    Approval,
    BatchId,
    BatchStatus,
    BatchView,
    LineId,
    LineOutcome,
    LineView,
    OutcomeCount,
    RouteKind,
    StepView,
)
from alatau.money.values import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID


def get_batch(batch_id: BatchId, *, institution: UUID | None = None) -> BatchView:
    """Return a batch with its sums by outcome; for an institution, one of its own.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    rows = PayoutBatch.objects.select_related("programme").filter(id=batch_id)
    row = (rows if institution is None else rows.filter(institution_id=institution)).first()
    if row is None:
        raise NotFoundError
    return _view(row)


def list_batches(*, limit: int = 50, offset: int = 0) -> list[BatchView]:
    """Return batches with their sums, newest first."""
    rows = list(PayoutBatch.objects.select_related("programme").order_by("-received_at", "id")[offset : offset + limit])
    return [_view(row) for row in rows]


def find_batch_by_reference(reference: str, *, institution: UUID) -> BatchId | None:
    """Return the newest batch that an institution named so."""
    rows = PayoutBatch.objects.filter(institution_id=institution, reference=reference)
    found = rows.order_by("-received_at").values_list("id", flat=True).first()
    return BatchId(found) if found else None


def list_lines(
    batch_id: BatchId, *, outcomes: Sequence[LineOutcome] = (), after: int = 0, limit: int = 100
) -> list[LineView]:
    """Return lines of a batch in their order from ``after`` on, those of some outcomes or all."""
    rows = PayoutLine.objects.filter(batch_id=batch_id, number__gt=after)
    rows = rows.filter(outcome__in=[each.value for each in outcomes]) if outcomes else rows
    code = PayoutBatch.objects.values_list("programme__currency", flat=True).get(id=batch_id)
    return [_line(row, code) for row in rows.order_by("number")[:limit]]


def list_steps(batch_id: BatchId) -> list[StepView]:
    """Return the history of a batch, oldest first."""
    rows = PayoutStep.objects.filter(batch_id=batch_id).order_by("number")
    return [StepView(what=row.what, user_id=row.user_id, at=row.city_at) for row in rows]


def iterate_lines(batch_id: BatchId) -> Iterator[LineView]:
    """Yield every line of a batch in its order, in flat memory."""
    after = 0
    while chunk := list_lines(batch_id, after=after, limit=2000):
        yield from chunk
        after = chunk[-1].number


def find_line(line_id: LineId) -> LineView | None:
    """Return a line by its id, which is its transfer's."""
    row = PayoutLine.objects.select_related("batch__programme").filter(id=line_id).first()
    return _line(row, row.batch.programme.currency) if row else None


def _view(row: PayoutBatch) -> BatchView:
    code = row.programme.currency
    return BatchView(
        id=BatchId(row.id),
        programme=row.programme_id,
        reference=row.reference,
        words=row.words,
        currency=code,
        status=BatchStatus(row.status),
        lines=row.lines,
        total=amount_of(row.total, code),
        counts=tuple(
            OutcomeCount(outcome=LineOutcome(int(outcome)), lines=lines, amount=amount_of(units, code))
            for outcome, (lines, units) in sorted(row.counts.items(), key=lambda each: int(each[0]))
        ),
        received_at=row.received_city_at,
        received_by=row.received_by,
        institution_id=row.institution_id,
        approval=Approval(row.approval) if row.approval else None,
        approved_at=row.approved_city_at,
        approved_by=row.approved_by,
        endorsed_by=row.endorsed_by,
        agrees=row.agrees,
        compared_at=row.compared_city_at,
    )


def _line(row: PayoutLine, code: str) -> LineView:
    return LineView(
        id=LineId(row.id),
        number=row.number,
        reference=row.reference,
        amount=amount_of(row.amount, code),
        outcome=LineOutcome(row.outcome),
        refusal=Refusal(row.refusal) if row.refusal else None,
        kind=RouteKind(row.kind) if row.kind is not None else None,
        paid_at=row.paid_at,
    )
