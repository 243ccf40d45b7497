"""Pay the lines of an approved batch, up to one posting's number at a time; each exactly once, whatever is killed.

A line's id is its transfer's. The posting and what becomes of the lines commit together, and the ledger knows the id
for ever: whoever pays a line again sends the same transfer, which changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.money.currencies import amount_of
from alatau.money.models import PayoutBatch, PayoutLine
from alatau.money.payouts.by_bank import keep_orders, prepare_orders
from alatau.money.payouts.check import judge_lines
from alatau.money.payouts.outcomes import Judged, write_outcomes
from alatau.money.payouts.steps import note_batch
from alatau.money.payouts.tally import move
from alatau.money.payouts.values import CHUNK, BatchStatus, LineOutcome, RouteKind
from alatau.money.payouts.vouchers.from_lines import make_for_lines
from alatau.money.post import post_transfers
from alatau.money.values import AccountId, NewTransfer, Refusal, Status, TransferId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import BatchId
    from alatau.money.values import Outcome

declare_points("money.pay.posted", "money.pay.noted", "money.pay.ended")

#: What a payer calls these refusals; the others keep the ledger's own word.
_OUTCOMES = {
    Refusal.CREDIT_ACCOUNT_UNKNOWN: LineOutcome.NO_ACCOUNT,
    Refusal.CREDIT_ACCOUNT_CLOSED: LineOutcome.ACCOUNT_CLOSED,
    Refusal.CREDIT_ACCOUNT_FROZEN: LineOutcome.ACCOUNT_CLOSED,
    Refusal.PAYEE_STOPPED: LineOutcome.PAYEE_STOPPED,
    Refusal.BALANCE_LIMIT: LineOutcome.OVER_LIMIT,
}


@transaction.atomic
def pay_chunk(batch_id: BatchId, *, by: Actor, at: Moment) -> bool:
    """Pay the next lines of an approved batch in one commit, and tell whether any are left. Safe to repeat.

    Where money goes is asked again at this moment: an account changed since the check counts as it stands now.
    """
    batch = PayoutBatch.objects.select_for_update().get(id=batch_id)
    if batch.status != BatchStatus.APPROVED:
        return False
    lines = _take(batch)
    if not lines:
        _end(batch, by=by, at=at)
        return False
    judged = judge_lines(lines, currency=batch.programme.currency, at=at)
    transfers, made = _transfers(batch, lines, judged, by=by, at=at)
    to_bank = prepare_orders(batch, lines, made, at=at)
    posted = post_transfers([*transfers, *(each.hold for each in to_bank)], by=by, at=at)
    outcomes = {outcome.id: outcome for outcome in posted}
    reach("money.pay.posted")
    sent = keep_orders(to_bank, outcomes, at=at)
    became = [sent.get(each.line_id) or _judge_paid(each, outcomes) for each in made]
    write_outcomes(became, lines, paid_at=at.wall_at)
    move(batch, [(line.outcome, each.outcome.value, line.amount) for line, each in zip(lines, became, strict=True)])
    batch.paid_through = lines[-1].number
    batch.save(update_fields=["paid_through", "counts"])
    reach("money.pay.noted")
    return True


def _take(batch: PayoutBatch) -> list[PayoutLine]:
    # Past the entries of lines that were paid before: an index forgets them only when it is cleaned.
    payable = PayoutLine.objects.filter(batch=batch, outcome=LineOutcome.PAYABLE.value, number__gt=batch.paid_through)
    return list(payable.order_by("number")[:CHUNK])


def _transfers(
    batch: PayoutBatch, lines: Sequence[PayoutLine], judged: Sequence[Judged], *, by: Actor, at: Moment
) -> tuple[list[NewTransfer], list[Judged]]:
    """Return what to post, and the judgements with the accounts that vouchers brought."""
    pots = make_for_lines(
        batch,
        [line for line, each in zip(lines, judged, strict=True) if each.kind is RouteKind.VOUCHER],
        by=by,
        at=at,
    )
    made = [each._replace(account_id=pots.get(each.line_id, each.account_id)) for each in judged]
    transfers = [
        NewTransfer(
            id=TransferId(line.id),
            debit_id=AccountId(batch.account_id),
            credit_id=AccountId(each.account_id),
            amount=amount_of(line.amount, batch.programme.currency),
            purpose=batch.programme.purpose,
            reference=line.words or batch.words,
        )
        for line, each in zip(lines, made, strict=True)
        if each.outcome is LineOutcome.PAYABLE and each.account_id is not None
    ]
    return transfers, made


def _judge_paid(each: Judged, outcomes: dict[TransferId, Outcome]) -> Judged:
    outcome = outcomes.get(TransferId(each.line_id))
    if outcome is None:
        # A programme without vouchers, or a bank account where no bank is connected, cannot pay this way.
        lost = LineOutcome.BANK_REFUSED if each.kind is RouteKind.BANK else LineOutcome.NO_ACCOUNT
        return each._replace(outcome=lost) if each.outcome is LineOutcome.PAYABLE else each
    if outcome.status is not Status.REFUSED:
        return each._replace(outcome=LineOutcome.PAID)
    assert outcome.refusal is not None
    said = _OUTCOMES.get(outcome.refusal, LineOutcome.REFUSED)
    return each._replace(outcome=said, refusal=outcome.refusal.value, account_id=None)


def _end(batch: PayoutBatch, *, by: Actor, at: Moment) -> None:
    batch.status, batch.tried_city_at = BatchStatus.PAID.value, at.city_at
    batch.save(update_fields=["status", "tried_city_at"])
    note_batch("paid", batch, by=by, at=at)
    reach("money.pay.ended")
