"""Withdraw to a bank account: the money is held, ordered, and leaves when the bank says that it has paid."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.money.bank.errors import BankNameError, BankOrderReusedError
from alatau.money.bank.link import bank_account_id, get_link
from alatau.money.bank.outbox import put_order
from alatau.money.bank.values import Cause, OrderId, OrderStatus
from alatau.money.currencies import amount_of
from alatau.money.models import BankOrder
from alatau.money.post import post_transfer
from alatau.money.values import AccountId, HolderKind, NewTransfer, TransferId, TransferKind
from alatau.money.wallet.holder import holder_of, wallet_id_of
from alatau.money.wallet.read import get_wallet
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.bank.values import NewWithdrawal

declare_points("money.bank.ordered", "money.bank.order_told")

WITHDRAWAL = "withdrawal"
NAME_MOST = 140
_TRANSFERS = UUID("6f1f4a39-8f3e-4c1d-9a0f-61c6f0a2b2c4")


@transaction.atomic
def request_withdrawal(new: NewWithdrawal, *, by: Actor, at: Moment) -> OrderId:
    """Hold money of a wallet and order the bank to pay it, once per id. Only free money becomes bank money.

    Raises:
        NotFoundError, WalletMissingError, BankMissingError, NumberNotValidError, BankNameError,
            BankOrderReusedError: in this order; nothing is written.
        TransferRefusedError: one of its kinds, as the ledger finds it.
    """
    holder_id, kind = holder_of(by)
    get_wallet(holder_id)
    get_link()
    iban = content().account_numbers.check(new.iban)
    name = " ".join(new.name.split())
    if not (0 < len(name) <= NAME_MOST and name.isprintable()):
        raise BankNameError
    order = BankOrder(
        id=new.id,
        cause=Cause.WITHDRAWAL.value,
        holder_id=holder_id,
        person_id=holder_id if kind is HolderKind.PERSON else by.subject_id,
        account_id=wallet_id_of(holder_id),
        bank_account_id=bank_account_id(),
        amount=new.amount.units,
        currency=new.amount.currency.code,
        iban=iban,
        name=name,
        words=content().city_name.say(),
        status=OrderStatus.HELD.value,
        requested_at=at.wall_at,
        requested_city_at=at.city_at,
    )
    # Two callers with one id: the second waits here, then finds the order of the first.
    lock_name("money.bank_order", new.id)
    if (known := BankOrder.objects.filter(id=new.id).first()) is not None:
        if any(getattr(known, each) != getattr(order, each) for each in ("holder_id", "amount", "iban", "name")):
            raise BankOrderReusedError(order_id=new.id)
        return new.id

    # Nothing is refused below this line, but by the ledger.
    order.save(force_insert=True)
    reach("money.bank.ordered")
    put_order(order, at=at)
    body = {"order_id": order.id, "amount": order.amount, "currency": order.currency}
    subject_id = PersonId(holder_id) if kind is HolderKind.PERSON else None
    line = NewLine(
        kind=LineKind.EVENT, action="money.bank.withdrawal_ordered", actor=by, subject_id=subject_id, body=body
    )
    append_lines([line], at=at)
    reach("money.bank.order_told")
    post_transfer(hold_of(order), by=by, at=at)
    return new.id


def hold_of(order: BankOrder) -> NewTransfer:
    """Return the pending transfer that holds the money of a withdrawal."""
    assert order.account_id is not None, "a withdrawal leaves a wallet"
    return NewTransfer(
        id=TransferId(uuid5(_TRANSFERS, f"{order.id} hold")),
        debit_id=AccountId(order.account_id),
        credit_id=AccountId(order.bank_account_id),
        amount=amount_of(order.amount, order.currency),
        purpose=WITHDRAWAL,
        reference=order.iban[-4:].rjust(6, "*"),
        kind=TransferKind.PENDING,
    )


def end_of(order: BankOrder, kind: TransferKind) -> NewTransfer:
    """Return the transfer that posts or voids the hold of a withdrawal."""
    hold = hold_of(order)
    return NewTransfer(
        id=TransferId(uuid5(_TRANSFERS, f"{order.id} {kind.name}")),
        debit_id=hold.debit_id,
        credit_id=hold.credit_id,
        amount=hold.amount,
        purpose=WITHDRAWAL,
        reference=hold.reference,
        kind=kind,
        concerns_id=hold.id,
    )
