"""Give back through the bank what a bank account paid for a bill: out of the wallet, and in again if it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.money.bank.outbox import put_order
from alatau.money.bank.values import Cause, OrderStatus
from alatau.money.bills.paid import sum_paid
from alatau.money.bills.values import Way
from alatau.money.currencies import amount_of
from alatau.money.models import BankOrder, BankReceipt, Bill, BillPayment
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer
from alatau.money.values import AccountId, NewTransfer, TransferId

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.values import TransferView

declare_points("money.returns.ordered", "money.returns.came_back")

CAME_BACK = "return_refused"
_TRANSFERS = UUID("2f7d6f0e-5b0d-4b1e-9a53-7c1d2e3f4a50")


class Sender(NamedTuple):
    """The bank account that a payment came from."""

    iban: str
    name: str
    end_to_end: str


def find_senders(transfer_ids: Iterable[TransferId]) -> dict[TransferId, Sender]:
    """Return the bank accounts that payments came from; those that told none, and other payments, are left out."""
    receipts = BankReceipt.objects.filter(transfer_id__in=[*transfer_ids]).exclude(iban="")
    return {
        TransferId(receipt.transfer_id): Sender(receipt.iban, receipt.name, receipt.end_to_end)
        for receipt in receipts
        if receipt.transfer_id is not None
    }


def order_return(
    order_id: UUID, paid: TransferView, sender: Sender, *, amount: Amount, holder_id: UUID, at: Moment
) -> None:
    """Order the bank to return a payment or a part of it, in the caller's transaction.

    Whoever calls posts the refund, `refund_id_of`, in the same commit: it takes the money out of the wallet.
    """
    assert connection.in_atomic_block, "the order and its refund are one commit"
    order = BankOrder(
        id=order_id,
        cause=Cause.GIVEN_BACK.value,
        holder_id=holder_id,
        account_id=paid.credit_id,
        bank_account_id=paid.debit_id,
        amount=amount.units,
        currency=amount.currency.code,
        iban=sender.iban,
        name=sender.name or "-",
        words=sender.end_to_end or paid.reference,
        status=OrderStatus.HELD.value,
        requested_at=at.wall_at,
        requested_city_at=at.city_at,
    )
    order.save(force_insert=True)
    put_order(order, at=at)
    reach("money.returns.ordered")


def take_back_in(order: BankOrder, *, by: Actor, at: Moment) -> None:
    """Put the money of a return that the bank refused back where it was taken from, once, in the caller's transaction.

    The bill counts as paid by it again, where it still stands and nobody else has paid it since.

    Raises:
        TransferRefusedError: the wallet takes no money now.
    """
    assert order.account_id is not None, "what is given back leaves a wallet"
    new = NewTransfer(
        id=TransferId(uuid5(_TRANSFERS, f"{order.id} came back")),
        debit_id=AccountId(order.bank_account_id),
        credit_id=AccountId(order.account_id),
        amount=amount_of(order.amount, order.currency),
        purpose=CAME_BACK,
        reference=order.words,
    )
    with transaction.atomic():
        post_transfer(new, by=by, at=at)
        bill = _bill_of(order)
        if bill is not None:
            BillPayment.objects.get_or_create(
                transfer_id=new.id, defaults={"bill": bill, "way": Way.BANK.value, "city_at": at.city_at}
            )
    reach("money.returns.came_back")


def refund_id_of(order_id: UUID) -> TransferId:
    """Return the id of the transfer that takes an order's money out of the wallet."""
    return TransferId(uuid5(_TRANSFERS, f"{order_id} refund"))


def _bill_of(order: BankOrder) -> Bill | None:
    """Return the bill that the money belongs to, held until the commit; nothing where it needs none any more."""
    refund = find_transfer(refund_id_of(order.id))
    assert refund is not None, "an order and its refund are one commit"
    assert refund.concerns_id is not None, "a refund is of a payment"
    payment = BillPayment.objects.filter(transfer_id=refund.concerns_id).first()
    if payment is None:
        return None
    bill = Bill.objects.select_for_update().get(id=payment.bill_id)
    is_needed = bill.ending is None and sum_paid([bill.id]).get(bill.id, 0) + order.amount <= bill.amount
    return bill if is_needed else None
