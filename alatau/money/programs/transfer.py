"""Transfers that a program asks for: one, through the process's gatherer, or a batch in a commit of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.errors import NotFoundError
from alatau.core.money import Amount
from alatau.money.gather import GATHERER, post_durably
from alatau.money.models import Transfer
from alatau.money.programs.sight import find_holders, hide_people, list_own
from alatau.money.programs.values import Right, SeenTransfer, Verdict
from alatau.money.read import find_transfer
from alatau.money.refusals import explain_refusal
from alatau.money.values import AccountId, HolderKind, Outcome, Refusal, Status, TransferId, TransferKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.money.programs.values import Asked, ProgramView
    from alatau.money.values import NewTransfer

#: Of later steps, accounts and amount are found by the transfer that they concern.
_LATER = frozenset({TransferKind.POST, TransferKind.VOID, TransferKind.REFUND})
#: What a refusal is measured by, where that is the payer's own business. Of a payee it would tell what they hold.
_TELLS_HAVE = frozenset(
    {
        *(Refusal.PENDING_EXCEEDED, Refusal.REFUND_EXCEEDED, Refusal.MARK_PERIOD_CAP, Refusal.DAY_LIMIT),
        *(Refusal.MONTH_LIMIT, Refusal.INSUFFICIENT_FUNDS),
    }
)
_TELLS_MOST = frozenset({Refusal.MARK_PERIOD_CAP, Refusal.PAYMENT_LIMIT, Refusal.DAY_LIMIT, Refusal.MONTH_LIMIT})


def send_transfer(asked: Asked, *, by: ProgramView) -> Verdict:
    """Post one transfer together with what others ask for at this moment, and return once it is durable.

    The same transfer again gets the same answer. An account that is not the program's to pay from reads as unknown.

    Raises:
        LedgerBusyError: nobody knows yet; sending the same transfer again is safe.
        TransferRefusedError: one of its kinds, in the order of `Refusal`; nothing was changed.
    """
    (new,) = _settle([asked], by=by)
    outcome = GATHERER.post(new, by=by.actor)
    if outcome.status is Status.REFUSED:
        error = explain_refusal(new, outcome)
        told = _verdict(new, outcome)
        error.facts = error.facts | {"have": told.have, "most": told.most, "transfer_id": new.id}
        raise error
    return _verdict(new, outcome)


def send_batch(batch: Sequence[Asked], *, by: ProgramView) -> list[Verdict]:
    """Post up to 8,192 transfers in one commit, in their order, and return one verdict for each.

    Raises:
        LedgerBusyError: nobody knows yet; sending the same batch again is safe.
    """
    settled = _settle(batch, by=by)
    outcomes = post_durably(settled, by=by.actor)
    return [_verdict(new, outcome) for new, outcome in zip(settled, outcomes, strict=True)]


def see_transfer(transfer_id: TransferId, *, by: ProgramView) -> SeenTransfer:
    """Return a transfer to one of its sides, or to an operator where neither side is a person's.

    A payee does not see which person paid.

    Raises:
        NotFoundError: absent, or not the program's to see.
    """
    transfer = find_transfer(transfer_id)
    if transfer is None:
        raise NotFoundError
    sides = (transfer.debit_id, transfer.credit_id)
    holders = find_holders(sides)
    is_side = any(holder_id == by.holder_id for holder_id, _ in holders.values())
    is_public = all(kind is not HolderKind.PERSON for _, kind in holders.values())
    if not is_side and not (by.may(Right.OPERATE) and is_public):
        raise NotFoundError
    hidden = hide_people([transfer.debit_id], by=by)
    return SeenTransfer(
        transfer=transfer,
        debit_id=None if transfer.debit_id in hidden else transfer.debit_id,
        credit_id=transfer.credit_id,
    )


def _settle(batch: Sequence[Asked], *, by: ProgramView) -> list[NewTransfer]:
    """Fill in what later steps leave out, and let accounts that are not the program's be unknown to the ledger."""
    first = _find_first(batch)
    filled = [_fill(asked, first) for asked in batch]
    own = list_own({side for new in filled for side in _asking_sides(new)}, by=by)
    # An account that never existed: the ledger then finds its refusals in their usual order, chains included.
    return [new if _may(new, own) else replace(new, debit_id=AccountId(uuid4())) for new in filled]


def _find_first(batch: Sequence[Asked]) -> Mapping[TransferId, NewTransfer | Transfer]:
    """Return the transfers that later steps concern: those of the same batch, or stored ones."""
    wanted = {asked.new.concerns_id for asked in batch if asked.open_fields and asked.new.concerns_id is not None}
    if not wanted:
        return {}
    here: dict[TransferId, NewTransfer | Transfer] = {
        asked.new.id: asked.new for asked in batch if asked.new.id in wanted and asked.new.kind not in _LATER
    }
    stored = Transfer.objects.in_bulk([each for each in wanted if each not in here])
    return here | {TransferId(each): row for each, row in stored.items()}


def _fill(asked: Asked, first: Mapping[TransferId, NewTransfer | Transfer]) -> NewTransfer:
    new = asked.new
    concerned = first.get(new.concerns_id) if new.concerns_id is not None and asked.open_fields else None
    if new.kind not in _LATER:
        return new
    if concerned is None:
        # Nothing is found to take the amount from. The ledger is to say so, and not that the amount is missing.
        return replace(new, amount=Amount(1, new.amount.currency)) if "amount" in asked.open_fields else new
    sides = (AccountId(concerned.debit_id), AccountId(concerned.credit_id))
    debit_id, credit_id = sides[::-1] if new.kind is TransferKind.REFUND else sides
    amount = concerned.amount if isinstance(concerned.amount, Amount) else Amount(concerned.amount, new.amount.currency)
    left = asked.open_fields
    return replace(
        new,
        debit_id=debit_id if "debit_id" in left else new.debit_id,
        credit_id=credit_id if "credit_id" in left else new.credit_id,
        amount=amount if "amount" in left else new.amount,
    )


def _may(new: NewTransfer, own: set[AccountId]) -> bool:
    return any(side in own for side in _asking_sides(new))


def _asking_sides(new: NewTransfer) -> tuple[AccountId, ...]:
    """Return the accounts whose holder may ask for this: who pays begins, who is held for takes it or lets it go."""
    match new.kind:
        case TransferKind.MOVE | TransferKind.PENDING | TransferKind.REFUND:
            return (new.debit_id,)
        case TransferKind.POST:
            return (new.debit_id, new.credit_id)
        case TransferKind.VOID:
            return (new.credit_id,)
    return ()


def _verdict(new: NewTransfer, outcome: Outcome) -> Verdict:
    refusal, currency = outcome.refusal, new.amount.currency
    return Verdict(
        id=outcome.id,
        refusal=refusal,
        have=Amount(outcome.have, currency) if refusal in _TELLS_HAVE else None,
        most=Amount(outcome.most, currency) if refusal in _TELLS_MOST else None,
        is_repeat=outcome.status is Status.REPEATED,
    )
