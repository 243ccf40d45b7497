"""Give back what waited too long: pending transfers past their time, and what a mark has left at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db.models import F

from alatau.core.faults import declare_points, reach
from alatau.money.currencies import amount_of
from alatau.money.models import Account, Hold
from alatau.money.post import post_transfers
from alatau.money.values import (
    BATCH_MOST,
    AccountId,
    HoldStatus,
    NewTransfer,
    Status,
    TransferId,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.money.values import Outcome

declare_points("money.expire.found")

#: Ids made of an id: whoever gives the same money back a second time sends the same transfer.
_EXPIRY = UUID("5ae9a3f5-7d0f-4c35-a8b4-5bd4e2d2e35a")
_RETURN = UUID("b5f0a2a9-2f0a-4f60-9d3a-0a1a5f8f8a51")


def expire_holds(*, by: Actor, at: Moment, most: int = BATCH_MOST) -> int:
    """Give back the money of pending transfers whose time is over, and return how many. Each gives back once.

    In the caller's transaction, up to ``most`` of them. A hold that is settled meanwhile stays settled.
    """
    over = Hold.objects.filter(status=HoldStatus.OPEN.value, expires_at__lte=at.city_at)
    holds = list(over.order_by("expires_at", "transfer_id")[:most])
    accounts = Account.objects.in_bulk([hold.debit_id for hold in holds])
    reach("money.expire.found")
    batch = [
        NewTransfer(
            id=TransferId(uuid5(_EXPIRY, str(hold.transfer_id))),
            debit_id=AccountId(hold.debit_id),
            credit_id=AccountId(hold.credit_id),
            amount=amount_of(hold.amount, accounts[hold.debit_id].currency),
            purpose="expiry",
            kind=TransferKind.VOID,
            concerns_id=TransferId(hold.transfer_id),
        )
        for hold in holds
    ]
    return _count_accepted(post_transfers(batch, by=by, at=at))


def return_marked_money(*, by: Actor, at: Moment, most: int = BATCH_MOST) -> int:
    """Give what is left under ended marks back to their owners, and return from how many pots. Each once.

    In the caller's transaction, up to ``most`` pots. What a pot still holds returns when its pending transfer is
    settled; what a late refund brings returns again.
    """
    left = Account.objects.filter(mark__valid_until__lte=at.city_at, balance__gt=F("held_out"))
    pots = list(left.exclude(id=F("mark__return_account_id")).select_related("mark").order_by("id")[:most])
    reach("money.expire.found")
    return _count_accepted(post_transfers([return_of(pot) for pot in pots], by=by, at=at))


def return_of(pot: Account) -> NewTransfer:
    """Return the transfer that gives what is free in a pot back to its mark's owner."""
    assert pot.mark is not None, "a pot has a mark"
    return NewTransfer(
        # A pot that has moved since is another request; one that has not is the same.
        id=TransferId(uuid5(_RETURN, f"{pot.id} {pot.entries} {pot.held_out}")),
        debit_id=AccountId(pot.id),
        credit_id=AccountId(pot.mark.return_account_id),
        amount=amount_of(pot.balance - pot.held_out, pot.currency),
        purpose="mark_end",
        kind=TransferKind.RETURN,
    )


def _count_accepted(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.status is Status.ACCEPTED for outcome in outcomes)
