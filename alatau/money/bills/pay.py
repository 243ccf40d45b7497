"""Pay a bill, whole or in part, from a wallet or with money that came from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.bills.errors import BillEndedError, BillLapsedError, BillPaidError, BillRestError
from alatau.money.bills.issue import person_of
from alatau.money.bills.numbers import show_number
from alatau.money.bills.paid import status_of, sum_paid
from alatau.money.bills.values import BillId, BillStatus, Taken, Way
from alatau.money.currencies import amount_of
from alatau.money.models import Bill, BillPayment
from alatau.money.post import post_transfer
from alatau.money.read import find_transfer, get_account
from alatau.money.values import AccountId, NewTransfer
from alatau.money.wallet.find import get_payee
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.pay import pot_for

if TYPE_CHECKING:
    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.values import TransferId

declare_points("money.bill.locked", "money.bill.linked")

PURPOSE = "bill"


class Paying(NamedTuple):
    """A payment that a bill takes: how much, from where, into which account."""

    amount: Amount
    source_id: AccountId
    into_id: AccountId
    transfer_id: TransferId


@transaction.atomic
def pay_bill(
    bill_id: BillId, *, amount: Amount, source_id: AccountId, transfer_id: TransferId, by: Actor, at: Moment
) -> None:
    """Pay a bill from a wallet or a pot in it, once per transfer id. Anybody may pay who knows of the bill.

    Two payers of the same rest wait for each other: the second finds it paid, and keeps the money.

    Raises:
        NotFoundError: there is no such bill, or the source is not the actor's to pay from.
        BillEndedError, BillPaidError, BillLapsedError, BillRestError: in this order.
        TransferRefusedError: one of its kinds, as the ledger finds it.
    """
    payer_id, _kind = holder_of(by)
    source = get_account(source_id)
    if source.holder_id != payer_id:
        raise NotFoundError
    bill = lock_bill(bill_id)
    if BillPayment.objects.filter(transfer_id=transfer_id, bill=bill).exists():
        return
    rest = _rest_of(bill, at=at)
    if amount > rest:
        raise BillRestError(rest=rest)
    payee = get_payee(AccountId(bill.account_id))
    # A mark that travels goes on in a pot of who is paid.
    into = pot_for(payee, source.mark_id, by=by, at=at) if source.mark_id else None
    new = Paying(amount=amount, source_id=source_id, into_id=into or payee.account_id, transfer_id=transfer_id)
    _pay(bill, new, way=Way.WALLET, by=by, at=at)


@transaction.atomic
def take_for_bill(
    bill_id: BillId, *, amount: Amount, source_id: AccountId, transfer_id: TransferId, way: Way, by: Actor, at: Moment
) -> Taken:
    """Take money that came from outside for a bill, as much as is left to pay, once per transfer id.

    What is more than the rest is not taken: the caller gives it back to whom it came from, once.

    Raises:
        NotFoundError, BillEndedError, BillPaidError, BillLapsedError: in this order; all of it goes back.
        TransferRefusedError: one of its kinds, as the ledger finds it.
    """
    bill = lock_bill(bill_id)
    if amount.currency.code != bill.currency:
        raise NotFoundError
    if (known := _taken_before(bill, transfer_id)) is not None:
        return Taken(taken=known, back=amount - known)
    taken = min(amount, _rest_of(bill, at=at))
    into_id = AccountId(bill.account_id)
    new = Paying(amount=taken, source_id=source_id, into_id=into_id, transfer_id=transfer_id)
    _pay(bill, new, way=way, by=by, at=at)
    return Taken(taken=taken, back=amount - taken)


def lock_bill(bill_id: BillId) -> Bill:
    """Return a bill that nobody else changes or pays until the caller commits.

    Raises:
        NotFoundError: there is none.
    """
    assert connection.in_atomic_block, "a lock lasts as long as its transaction"
    bill = Bill.objects.select_for_update().filter(id=bill_id).first()
    if bill is None:
        raise NotFoundError
    reach("money.bill.locked")
    return bill


def _rest_of(bill: Bill, *, at: Moment) -> Amount:
    paid = sum_paid([bill.id]).get(bill.id, 0)
    status = status_of(bill, paid=paid, on=at.city_day)
    if status in {BillStatus.CANCELLED, BillStatus.DECLINED}:
        raise BillEndedError(bill_id=bill.id)
    if status is BillStatus.PAID:
        raise BillPaidError(bill_id=bill.id)
    if status is BillStatus.LAPSED:
        raise BillLapsedError(bill_id=bill.id)
    return amount_of(bill.amount - paid, bill.currency)


def _taken_before(bill: Bill, transfer_id: TransferId) -> Amount | None:
    if not BillPayment.objects.filter(transfer_id=transfer_id, bill=bill).exists():
        return None
    transfer = find_transfer(transfer_id)
    assert transfer is not None, "a payment is written together with its transfer"
    return transfer.amount


def _pay(bill: Bill, new: Paying, *, way: Way, by: Actor, at: Moment) -> None:
    BillPayment.objects.create(transfer_id=new.transfer_id, bill=bill, way=way.value, city_at=at.city_at)
    reach("money.bill.linked")
    append_lines([_line(bill, new, way=way, by=by)], at=at)
    transfer = NewTransfer(
        id=new.transfer_id,
        debit_id=new.source_id,
        credit_id=new.into_id,
        amount=new.amount,
        purpose=PURPOSE,
        reference=f"{bill.words} · {show_number(bill.number)}".replace("\u00a0", " "),
    )
    post_transfer(transfer, by=by, at=at)


def _line(bill: Bill, new: Paying, *, way: Way, by: Actor) -> NewLine:
    paid = sum_paid([bill.id]).get(bill.id, 0) + new.amount.units
    body = {
        "bill_id": bill.id, "transfer_id": new.transfer_id, "way": way.name.lower(), "amount": new.amount.units,
        "currency": bill.currency, "paid": paid, "is_whole": paid >= bill.amount, "source": bill.source,
        "source_id": bill.source_id,
    }  # fmt: skip
    return NewLine(kind=LineKind.EVENT, action="money.bill.paid", actor=by, subject_id=person_of(bill), body=body)
