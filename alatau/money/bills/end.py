"""End a bill unpaid: its issuer takes it back, or who was asked says no. And give back what was paid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import total
from alatau.money.bank.give_back import find_senders, order_return, refund_id_of
from alatau.money.bills.errors import BillBankPaidError, BillPartPaidError
from alatau.money.bills.issue import person_of
from alatau.money.bills.paid import list_parts, sum_paid
from alatau.money.bills.pay import lock_bill
from alatau.money.bills.values import BillId, Ending
from alatau.money.currencies import amount_of, list_currencies
from alatau.money.post import post_linked
from alatau.money.read import find_transfer, get_account
from alatau.money.values import AccountKind, NewTransfer, TransferId, TransferKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.bills.values import BillPart
    from alatau.money.models import Bill
    from alatau.money.values import HolderId

declare_points("money.bill.ended", "money.bill.given_back")

REFUND = "refund"


@transaction.atomic
def cancel_bill(bill_id: BillId, *, issuer_id: HolderId, by: Actor, at: Moment) -> None:
    """Let its issuer take a bill back; nothing is owed on it any more. A repeat changes nothing.

    Raises:
        NotFoundError: it is not the issuer's.
        BillPartPaidError: money was paid on it and not given back.
    """
    _end(bill_id, Ending.CANCELLED, issuer_id=issuer_id, by=by, at=at)


@transaction.atomic
def decline_bill(bill_id: BillId, *, debtor_id: HolderId, by: Actor, at: Moment) -> None:
    """Let who was asked for money say no. A repeat changes nothing.

    Raises:
        NotFoundError: it is not theirs, or no request: what is owed is not declined.
        BillPartPaidError: they paid a part of it already.
    """
    _end(bill_id, Ending.DECLINED, debtor_id=debtor_id, by=by, at=at)


@transaction.atomic
def decline_unnamed(bill_id: BillId, *, by: Actor, at: Moment) -> None:
    """Say no for a payer whom the city does not know, as their bank told it. A repeat changes nothing.

    Raises:
        NotFoundError: it is no request, or a person of the city is asked: they decline themselves.
        BillPartPaidError: a part is paid already.
    """
    _end(bill_id, Ending.DECLINED, by=by, at=at)


@transaction.atomic
def give_back(bill_id: BillId, *, amount: Amount, request_id: UUID, issuer_id: HolderId, by: Actor, at: Moment) -> None:
    """Give back what was paid of a bill, or a part of it, once per request: the latest payments first.

    Each refund goes the way its payment came, and takes its mark along. What a bank account sent goes to it through the
    bank; what a bank paid for its customer goes to the bank.

    Raises:
        NotFoundError: it is not the issuer's.
        BillBankPaidError: less came than is to go back, or from accounts that nobody told us.
        TransferRefusedError: one of its kinds: the issuer has less than goes back.
    """
    assert amount.units > 0, "doors refuse zero and negative amounts"
    bill = lock_bill(bill_id)
    if bill.issuer_id != issuer_id:
        raise NotFoundError
    if _is_done(request_id):
        return
    parts = list_returnable(bill_id)
    most = total([part.amount for part in parts], currency=list_currencies()[bill.currency])
    if amount > most:
        raise BillBankPaidError(most=most)

    # Nothing is refused below this line, but by the ledger.
    body = {"bill_id": bill.id, "amount": amount.units, "currency": bill.currency, "source_id": bill.source_id}
    append_lines([_line(bill, "refunded", body=body, by=by)], at=at)
    reach("money.bill.given_back")
    batch = list(_refunds(bill, parts[::-1], amount, request_id=request_id, at=at))
    post_linked(batch, by=by, at=at)


def list_returnable(bill_id: BillId) -> list[BillPart]:
    """Return the payments of a bill of which something can go back from here, the oldest first."""
    parts = [part for part in list_parts([bill_id]).get(bill_id, []) if part.amount.units]
    told = find_senders([part.transfer_id for part in parts])
    # A payment that the bank's account made, and that names no account of a payer, only the bank itself can return.
    return [part for part in parts if part.transfer_id in told or not _is_from_bank(part)]


def _is_from_bank(part: BillPart) -> bool:
    paid = find_transfer(part.transfer_id)
    return paid is not None and get_account(paid.debit_id).kind is AccountKind.BANK


def _refunds(
    bill: Bill, parts: list[BillPart], amount: Amount, *, request_id: UUID, at: Moment
) -> Iterator[NewTransfer]:
    senders, left = find_senders([part.transfer_id for part in parts]), amount.units
    for number, part in enumerate(parts):
        back = amount_of(min(left, part.amount.units), bill.currency)
        paid, sender = find_transfer(part.transfer_id), senders.get(part.transfer_id)
        assert paid is not None, "a part of a bill is a transfer"
        left -= back.units
        refund_id = _refund_id(request_id, number)
        if sender is not None:
            order_id = uuid5(request_id, f"order {number}")
            order_return(order_id, paid, sender, amount=back, holder_id=bill.issuer_id, at=at)
            refund_id = refund_id_of(order_id)
        yield NewTransfer(
            id=refund_id,
            debit_id=paid.credit_id,
            credit_id=paid.debit_id,
            amount=back,
            purpose=REFUND,
            reference=paid.reference,
            kind=TransferKind.REFUND,
            concerns_id=part.transfer_id,
            is_linked=left > 0,
        )
        if not left:
            return


def _is_done(request_id: UUID) -> bool:
    """Tell whether a request was carried out: its first refund is there, whichever way it went."""
    ways = (_refund_id(request_id, 0), refund_id_of(uuid5(request_id, "order 0")))
    return any(find_transfer(each) is not None for each in ways)


def _refund_id(request_id: UUID, number: int) -> TransferId:
    return TransferId(uuid5(request_id, f"refund {number}"))


def _end(
    bill_id: BillId,
    ending: Ending,
    *,
    issuer_id: HolderId | None = None,
    debtor_id: HolderId | None = None,
    by: Actor,
    at: Moment,
) -> None:
    bill = lock_bill(bill_id)
    is_theirs = bill.issuer_id == issuer_id if issuer_id else bill.is_request and bill.debtor_id == debtor_id
    if not is_theirs:
        raise NotFoundError
    if bill.ending is not None:
        return
    if sum_paid([bill.id]).get(bill.id, 0):
        raise BillPartPaidError(bill_id=bill.id)

    # Nothing is refused below this line.
    bill.ending, bill.ended_at = ending.value, at.wall_at
    bill.save(update_fields=["ending", "ended_at"])
    reach("money.bill.ended")
    body = {"bill_id": bill.id, "source": bill.source, "source_id": bill.source_id}
    append_lines([_line(bill, ending.name.lower(), body=body, by=by)], at=at)


def _line(bill: Bill, what: str, *, body: dict[str, object], by: Actor) -> NewLine:
    return NewLine(kind=LineKind.EVENT, action=f"money.bill.{what}", actor=by, subject_id=person_of(bill), body=body)
