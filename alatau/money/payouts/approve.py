"""Let a batch be paid, or not: a second person, the decisions behind its lines, or the programme's standing order."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Sum

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.money.currencies import amount_of
from alatau.money.models import Account, PayoutBatch, PayoutLine
from alatau.money.open import open_account
from alatau.money.payouts.endorse import hold_checked, refuse_second
from alatau.money.payouts.errors import PayoutEmptyError, PayoutSettledError
from alatau.money.payouts.steps import hold_batch, note_batch
from alatau.money.payouts.values import HOPELESS, Approval, BatchId, BatchStatus
from alatau.money.post import post_transfer
from alatau.money.values import AccountId, AccountKind, HolderId, HolderKind, NewTransfer, TransferId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("money.approve.funded", "money.approve.told")

#: The transfer that sets a batch's money aside has an id made of the batch's.
_FUNDS = UUID("f6f3c0e1-3a5d-4a0b-9c55-0b8d7a1e6c21")


@transaction.atomic
def approve_batch(batch_id: BatchId, *, by: Actor, at: Moment) -> None:
    """Let a checked batch be paid: its whole sum is set aside now, and its lines are paid one after another.

    Two people stand behind it, by its own history: who handed it over or endorsed it cannot approve it, and nobody whom
    it pays. Lines that cannot be paid yet are set aside too: they are tried again.

    Raises:
        NotFoundError, PayoutNotCheckedError, PayoutSettledError, PayoutNotEndorsedError, PayoutSamePersonError,
            PayoutOwnMoneyError, PayoutEmptyError, TransferRefusedError: in this order; nothing is written.
    """
    assert by.user_id is not None, "people approve payouts"
    batch = hold_checked(batch_id)
    refuse_second(batch, by=by, at=at)
    _approve(batch, Approval.PERSON, by=by, at=at)


@transaction.atomic
def approve_unattended(batch_id: BatchId, approval: Approval, *, by: Actor, at: Moment) -> bool:
    """Let a checked batch be paid without a further person, where that is agreed; tell whether it was.

    By decisions: each line rests on one. By standing order: the day's sum stays within what the programme allows.

    Raises:
        NotFoundError, PayoutNotCheckedError, PayoutSettledError, PayoutEmptyError, TransferRefusedError: in this order.
    """
    batch = hold_checked(batch_id)
    if approval is Approval.DECISIONS:
        may = not PayoutLine.objects.filter(batch=batch, decision_id=None).exists()
    else:
        may = batch.institution_id is not None and _stays_within(batch, at=at)
    if may:
        _approve(batch, approval, by=by, at=at)
    return may


@transaction.atomic
def decline_batch(batch_id: BatchId, *, by: Actor, at: Moment) -> None:
    """End a batch without paying; who handed it over may take it back, anybody else of the treasury refuse it.

    Raises:
        NotFoundError, PayoutSettledError: in this order; nothing is written.
    """
    batch = hold_batch(batch_id)
    if batch.status not in (BatchStatus.RECEIVED, BatchStatus.CHECKED):
        raise PayoutSettledError
    batch.status, batch.ended_at = BatchStatus.DECLINED.value, at.wall_at
    batch.save(update_fields=["status", "ended_at"])
    _note("declined", batch, by=by, at=at)


def _approve(batch: PayoutBatch, approval: Approval, *, by: Actor, at: Moment) -> None:
    hopeless = [outcome.value for outcome in HOPELESS]
    lines = PayoutLine.objects.filter(batch=batch).exclude(outcome__in=hopeless)
    reserved = int(lines.aggregate(sum=Sum("amount"))["sum"] or 0)
    if not reserved:
        raise PayoutEmptyError
    batch.status, batch.approval, batch.reserved = BatchStatus.APPROVED.value, approval.value, reserved
    batch.approved_by, batch.approved_at, batch.approved_city_at = by.user_id, at.wall_at, at.city_at
    batch.tried_city_at = at.city_at
    batch.save()
    _note("approved", batch, by=by, at=at)
    reach("money.approve.told")
    defer("money.pay_payouts", lock=f"money.payout:{batch.id}", batch_id=batch.id)
    # What the ledger refuses, for example because the programme's account holds too little, undoes all of it.
    _fund(batch, reserved, by=by, at=at)
    reach("money.approve.funded")


def _fund(batch: PayoutBatch, reserved: int, *, by: Actor, at: Moment) -> None:
    programme = batch.programme
    payer = Account.objects.get(id=programme.account_id)
    open_account(
        AccountId(batch.account_id),
        holder_id=HolderId(payer.holder_id),
        holder_kind=HolderKind.PUBLIC,
        tier=payer.tier,
        currency=programme.currency,
        purpose="payout",
        kind=AccountKind.INNER,
        by=by,
        at=at,
    )
    transfer = NewTransfer(
        id=TransferId(uuid5(_FUNDS, str(batch.id))),
        debit_id=AccountId(payer.id),
        credit_id=AccountId(batch.account_id),
        amount=amount_of(reserved, programme.currency),
        purpose=programme.purpose,
        reference=batch.reference,
    )
    post_transfer(transfer, by=by, at=at)


def _stays_within(batch: PayoutBatch, *, at: Moment) -> bool:
    # Two batches of one programme at once: the second waits here, and then counts the first.
    programme = type(batch.programme).objects.select_for_update().get(key=batch.programme_id)
    return _spent_today(batch, at=at) + batch.total <= int(programme.unattended_most)


def _spent_today(batch: PayoutBatch, *, at: Moment) -> int:
    begun = at.city_at.replace(hour=0, minute=0, second=0, microsecond=0)
    earlier = PayoutBatch.objects.filter(
        programme=batch.programme, approval=Approval.STANDING_ORDER.value, approved_city_at__gte=begun
    )
    return int(earlier.aggregate(sum=Sum("reserved"))["sum"] or 0)


def _note(what: str, batch: PayoutBatch, *, by: Actor, at: Moment) -> None:
    approval = Approval(batch.approval).name.lower() if batch.approval else None
    note_batch(what, batch, {"reserved": batch.reserved, "approval": approval}, by=by, at=at)
