"""Pay from a wallet, and give back what was paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.money.mark import find_mark
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer, get_account
from alatau.money.values import NewTransfer, OnSpend, Outcome, TransferKind
from alatau.money.wallet.errors import OwnGainError, PayeeSelfError, RefundByInvoiceError, RefundNotYoursError
from alatau.money.wallet.find import get_payee
from alatau.money.wallet.holder import holder_of, may_pay
from alatau.money.wallet.open import open_pot
from alatau.money.wallet.read import INVOICE_PRICE, INVOICE_TAX, WALLETS

if TYPE_CHECKING:
    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.values import AccountId, AccountView, MarkId, TransferId
    from alatau.money.wallet.values import NewPayment, Payee

PAYMENT, REFUND = "payment", "refund"


@transaction.atomic
def pay(new: NewPayment, *, by: Actor, at: Moment) -> Outcome:
    """Pay somebody from a wallet or a pot in it, once: the same payment sent again changes nothing.

    Raises:
        NotFoundError: the source is not the actor's to pay from.
        PayeeUnknownError, PayeeSelfError, OwnGainError: in this order.
        TransferRefusedError: one of its kinds, as the ledger finds it.
    """
    source, payee = sides_of(new.source_id, new.payee_id, by=by, at=at)
    # The ledger refuses the rest.
    into = pot_for(payee, source.mark_id, by=by, at=at) if source.mark_id else None
    transfer = NewTransfer(
        id=new.id,
        debit_id=new.source_id,
        credit_id=into or new.payee_id,
        amount=new.amount,
        purpose=PAYMENT,
        reference=new.reference,
        goods=new.goods,
    )
    return post_transfer(transfer, by=by, at=at)


def sides_of(source_id: AccountId, payee_id: AccountId, *, by: Actor, at: Moment) -> tuple[AccountView, Payee]:
    """Return who pays whom, where the actor may pay them from this source.

    Raises:
        NotFoundError: the source is not the actor's to pay from.
        PayeeUnknownError, PayeeSelfError, OwnGainError: in this order.
    """
    holder_id, _kind = holder_of(by)
    source = get_account(source_id)
    if source.holder_id != holder_id:
        raise NotFoundError
    payee = get_payee(payee_id)
    if payee.holder_id == holder_id:
        raise PayeeSelfError
    if not may_pay(by, payee.holder_id, at=at):
        raise OwnGainError
    return source, payee


@transaction.atomic
def refund(concerned_id: TransferId, *, amount: Amount, refund_id: TransferId, by: Actor, at: Moment) -> Outcome:
    """Give back a payment or a part of it, to where it came from: marked money is marked again.

    Raises:
        NotFoundError: the actor handles nobody's money.
        RefundNotYoursError: no such payment came to the actor's wallet.
        RefundByInvoiceError: it is a part of an invoice.
        TransferRefusedError: one of its kinds: more than was paid, or more than there is.
    """
    holder_id, _kind = holder_of(by)
    paid = find_transfer(concerned_id)
    if paid is None or get_account(paid.credit_id).holder_id != holder_id:
        raise RefundNotYoursError
    if get_account(paid.debit_id).kind not in WALLETS:
        raise RefundNotYoursError
    if paid.purpose in (INVOICE_PRICE, INVOICE_TAX):
        raise RefundByInvoiceError
    back = NewTransfer(
        id=refund_id,
        debit_id=paid.credit_id,
        credit_id=paid.debit_id,
        amount=amount,
        purpose=REFUND,
        reference=paid.reference,
        kind=TransferKind.REFUND,
        concerns_id=concerned_id,
    )
    return post_transfer(back, by=by, at=at)


def pot_for(payee: Payee, mark_id: MarkId, *, by: Actor, at: Moment) -> AccountId | None:
    """Return the payee's own pot where the mark goes on with its money to them; None where it ends with the payment."""
    mark = find_mark(mark_id)
    assert mark is not None, "a pot has a mark"
    if mark.on_spend is not OnSpend.TRAVEL or payee.holder_id not in mark.payees:
        return None
    kind = get_account(payee.account_id).holder_kind
    return open_pot(payee.holder_id, kind, mark_id, by=by, at=at)
