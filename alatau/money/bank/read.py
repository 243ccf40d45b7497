"""Questions about bank money: a holder's orders and receipts, their number for top-ups, and what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.money.bank.values import (
    Cause,
    DifferenceKind,
    DifferenceView,
    OrderId,
    OrderStatus,
    OrderView,
    ReceiptView,
    StatementView,
)
from alatau.money.bills.numbers import WALLET, draw_number
from alatau.money.currencies import amount_of
from alatau.money.models import BankDifference, BankOrder, BankReceipt, BankStatement, WalletNumber
from alatau.money.values import TransferId
from alatau.money.wallet.find import get_payee

if TYPE_CHECKING:
    from alatau.money.values import AccountId, HolderId

#: Orders and receipts that a holder's page shows.
SHOWN = 20


def number_of_wallet(account_id: AccountId) -> str:
    """Return what a payer writes at a bank to reach a wallet; the same for ever once it was asked for.

    Raises:
        PayeeUnknownError: there is no such wallet.
    """
    get_payee(account_id)
    found = WalletNumber.objects.filter(account_id=account_id).first()
    if found is not None:
        return found.number
    try:
        with transaction.atomic():
            return WalletNumber.objects.create(account_id=account_id, number=draw_number(WALLET)).number
    except IntegrityError:
        # Somebody asked at the same moment.
        return WalletNumber.objects.get(account_id=account_id).number


def list_orders(holder_id: HolderId) -> list[OrderView]:
    """Return a holder's latest withdrawals, newest first."""
    # What a bill did not need was never the holder's: it went back at once.
    rows = BankOrder.objects.filter(holder_id=holder_id).exclude(cause=Cause.RETURN).order_by("-requested_at", "id")
    return [
        OrderView(
            id=OrderId(row.id),
            amount=amount_of(row.amount, row.currency),
            ending=row.iban[-4:],
            status=OrderStatus(row.status),
            reason=row.reason,
            cause=Cause(row.cause),
            requested_at=row.requested_city_at,
        )
        for row in rows[:SHOWN]
    ]


def list_receipts(holder_id: HolderId) -> list[ReceiptView]:
    """Return what lately came to a holder from banks, newest first."""
    rows = BankReceipt.objects.filter(holder_id=holder_id, reason="").order_by("-came_at", "id")[:SHOWN]
    return [
        ReceiptView(
            amount=amount_of(row.amount, content().currency.code),
            ending=row.iban[-4:],
            transfer_id=TransferId(row.transfer_id),
            came_at=row.came_city_at,
        )
        for row in rows
        if row.amount is not None and row.transfer_id is not None
    ]


def list_differences() -> list[DifferenceView]:
    """Return where the bank's book and ours still differ, the latest first."""
    rows = BankDifference.objects.filter(cleared_at=None).order_by("-found_at", "id")
    return [
        DifferenceView(
            id=row.id,
            kind=DifferenceKind(row.kind),
            ours=_amount(row.ours),
            theirs=_amount(row.theirs),
            case_id=row.case_id,
            found_at=row.found_at,
        )
        for row in rows
    ]


def list_statements() -> list[StatementView]:
    """Return the bank's latest statements, newest first."""
    rows = BankStatement.objects.order_by("-closes_at", "id")[:SHOWN]
    return [
        StatementView(closes_at=row.closes_at, closing=_amount(row.closing), entries=row.entries, matched=row.matched)
        for row in rows
    ]


def count_waiting() -> int:
    """Return how many orders the bank has not answered for good."""
    return BankOrder.objects.filter(settled_at=None).count()


def _amount(units: int | None) -> Amount | None:
    return None if units is None else Amount(units, content().currency)
