"""How much of a bill is paid: the one place that says so, from the ledger's transfers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from alatau.money.bills.values import BillPart, BillStatus, Ending, Late, Way
from alatau.money.currencies import amount_of
from alatau.money.models import BillPayment, RefundTotal, Transfer
from alatau.money.values import TransferId, TransferKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from alatau.money.models import Bill

#: Kinds of transfers that bring money to a bill: what is only held has paid nothing yet.
_PAYS = (TransferKind.MOVE.value, TransferKind.POST.value)


def list_parts(bill_ids: Iterable[UUID]) -> dict[UUID, list[BillPart]]:
    """Return the payments of each bill, the oldest first, each less what of it has gone back.

    Cost: three reads by index, however many bills.
    """
    links = list(BillPayment.objects.filter(bill_id__in=[*bill_ids]).order_by("city_at", "transfer_id"))
    ids = [link.transfer_id for link in links]
    transfers = Transfer.objects.filter(kind__in=_PAYS).in_bulk(ids)
    back = dict(RefundTotal.objects.filter(transfer_id__in=ids).values_list("transfer_id", "refunded"))
    parts: dict[UUID, list[BillPart]] = defaultdict(list)
    for link in links:
        transfer = transfers.get(link.transfer_id)
        if transfer is not None:
            left = amount_of(transfer.amount - back.get(transfer.id, 0), transfer.currency)
            part = BillPart(transfer_id=TransferId(transfer.id), way=Way(link.way), amount=left, at=transfer.city_at)
            parts[link.bill_id].append(part)
    return parts


def sum_paid(bill_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how much is paid of each bill, in smallest units; a bill without payments is left out."""
    return {bill_id: sum(part.amount.units for part in parts) for bill_id, parts in list_parts(bill_ids).items()}


def status_of(bill: Bill, *, paid: int, on: date) -> BillStatus:
    """Return where a bill stands on a day, with so much paid of it."""
    if bill.ending is not None:
        return BillStatus.DECLINED if bill.ending == Ending.DECLINED else BillStatus.CANCELLED
    if paid >= bill.amount:
        return BillStatus.PAID
    if bill.due_on is not None and bill.due_on < on:
        return BillStatus.LAPSED if bill.late == Late.LAPSES else BillStatus.LATE
    return BillStatus.PART_PAID if paid else BillStatus.WAITING
