"""How many lines of a batch have which outcome, and their sums: kept on the batch, moved with its lines in one commit.

Counting a million lines for each look at a page would make a payout slower the longer it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from alatau.money.models import PayoutLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.money.models import PayoutBatch


def recount(batch: PayoutBatch) -> None:
    """Count a batch's lines anew, where many of them changed at once; whoever calls saves the batch."""
    rows = PayoutLine.objects.filter(batch=batch).values_list("outcome")
    counted = rows.annotate(lines=Count("id"), units=Sum("amount")).order_by("outcome")
    batch.counts = {str(outcome): [lines, int(units)] for outcome, lines, units in counted}


def move(batch: PayoutBatch, moved: Iterable[tuple[int, int, int]]) -> None:
    """Move lines from an outcome to another, each with its units; whoever calls holds and saves the batch."""
    counts = {int(outcome): list(count) for outcome, count in batch.counts.items()}
    for before, after, units in moved:
        for outcome, sign in ((before, -1), (after, 1)):
            lines, total = counts.get(outcome, (0, 0))
            counts[outcome] = [lines + sign, total + sign * units]
    batch.counts = {str(outcome): count for outcome, count in sorted(counts.items()) if count[0]}


def count_of(batch: PayoutBatch, outcomes: Iterable[int]) -> int:
    """Return how many lines have one of the outcomes."""
    return sum(batch.counts.get(str(outcome), (0, 0))[0] for outcome in outcomes)
