"""Hold the bank's statement (camt.053) against our book, entry by entry, and keep what differs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.money.bank.answers import settle
from alatau.money.bank.differences import note_difference
from alatau.money.bank.values import DifferenceKind, OrderStatus
from alatau.money.models import BankBooking, BankOrder, BankReceipt, BankStatement

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment
    from alatau.money.iso20022.read import Message, Node
    from alatau.money.models import BankMessage

declare_points("money.bank.statement_kept", "money.bank.entry_held")

#: What was paid this near to the end of a statement may be booked in the next one.
GRACE = timedelta(hours=2)


class Entry(NamedTuple):
    """One entry of the bank."""

    reference: str
    #: In smallest units; less than zero for what left.
    units: int
    #: Every id that the bank gives for it.
    ids: frozenset[str]


def read_statement(message: Message, row: BankMessage, *, by: Actor, at: Moment) -> None:
    """Hold each statement of a camt.053 against our book, in the caller's transaction. A statement is read once.

    An order that the bank booked and did not answer for is settled by its entry. All else that differs is kept.
    """
    del row
    for node in message.body.list("Stmt"):
        account, number = node.text("Acct/Id/IBAN") or node.text("Acct/Id/Othr/Id"), node.text("Id")
        if not BankStatement.objects.filter(account=account, number=number).exists():
            _hold(node, account=account, number=number, by=by, at=at)


def _hold(node: Node, *, account: str, number: str, by: Actor, at: Moment) -> None:
    entries = [_entry(each) for each in node.list("Ntry") if each.text("Sts/Cd") == "BOOK"]
    opening, closing = _balance(node, "OPBD"), _balance(node, "CLBD")
    previous = BankStatement.objects.filter(account=account).order_by("-closes_at").first()
    opens_at, closes_at = _period(node, at=at)
    pairs = [(entry, *_match(entry)) for entry in entries]
    statement = BankStatement.objects.create(
        number=number,
        account=account,
        opens_at=opens_at,
        closes_at=closes_at,
        opening=opening,
        closing=closing,
        entries=len(entries),
        matched=sum(order is not None or receipt is not None for _entry, order, receipt in pairs),
        read_at=at.wall_at,
    )
    reach("money.bank.statement_kept")
    for entry, order, receipt in pairs:
        _hold_entry(entry, order, receipt, statement=statement, by=by, at=at)
        reach("money.bank.entry_held")
    moved = sum(entry.units for entry in entries)
    if opening + moved != closing or (previous is not None and previous.closing != opening):
        note_difference(
            DifferenceKind.BALANCE_BROKEN,
            about=f"statement {statement.id}",
            statement=statement,
            ours=(previous.closing if previous else opening) + moved,
            theirs=closing,
            at=at,
        )
    _list_missing(statement, at=at)


def _hold_entry(
    entry: Entry,
    order: BankOrder | None,
    receipt: BankReceipt | None,
    *,
    statement: BankStatement,
    by: Actor,
    at: Moment,
) -> None:
    about = f"{statement.id} {entry.reference}"
    if order is not None:
        _hold_order(order, entry, statement=statement, by=by, at=at)
    elif receipt is not None:
        BankBooking.objects.get_or_create(receipt=receipt, defaults={"statement": statement})
        if receipt.reason:
            note_difference(
                DifferenceKind.BOOKED_THOUGH_REJECTED, about=f"receipt {receipt.id}", receipt=receipt,
                statement=statement, theirs=entry.units, at=at,
            )  # fmt: skip
        elif receipt.amount != entry.units:
            note_difference(
                DifferenceKind.AMOUNT_DIFFERS, about=f"receipt {receipt.id}", receipt=receipt, statement=statement,
                ours=receipt.amount, theirs=entry.units, at=at,
            )  # fmt: skip
    else:
        note_difference(
            DifferenceKind.UNKNOWN_ENTRY, about=about, statement=statement, ours=0, theirs=entry.units, at=at
        )


def _hold_order(order: BankOrder, entry: Entry, *, statement: BankStatement, by: Actor, at: Moment) -> None:
    kind = None
    if order.status == OrderStatus.REJECTED:
        kind = DifferenceKind.BOOKED_THOUGH_REJECTED
    elif entry.units != -order.amount:
        kind = DifferenceKind.AMOUNT_DIFFERS
    if kind is not None:
        note_difference(
            kind, about=f"order {order.id}", order=order, statement=statement, ours=-order.amount, theirs=entry.units,
            at=at,
        )  # fmt: skip
    else:
        settle(order, by=by, at=at)
    order.booked_in = statement
    order.save(update_fields=["booked_in"])


def _list_missing(statement: BankStatement, *, at: Moment) -> None:
    """Keep what we count as paid and the bank did not book, neither now nor before."""
    ends = statement.closes_at - GRACE
    orders = BankOrder.objects.filter(status=OrderStatus.SETTLED, booked_in=None, settled_at__lte=ends)
    for order in orders.order_by("settled_at", "id"):
        note_difference(
            DifferenceKind.NOT_BOOKED, about=f"order {order.id}", order=order, statement=statement, ours=-order.amount,
            theirs=0, at=at,
        )  # fmt: skip
    receipts = BankReceipt.objects.filter(reason="", booking=None, came_at__lte=ends)
    for receipt in receipts.order_by("came_at", "id"):
        note_difference(
            DifferenceKind.NOT_BOOKED, about=f"receipt {receipt.id}", receipt=receipt, statement=statement,
            ours=receipt.amount, theirs=0, at=at,
        )  # fmt: skip


def _match(entry: Entry) -> tuple[BankOrder | None, BankReceipt | None]:
    """Return the order or the receipt that an entry books, by any of its ids."""
    if entry.units < 0:
        ids = [found for each in entry.ids if (found := _uuid(each)) is not None]
        return BankOrder.objects.select_for_update().filter(id__in=ids).first(), None
    ids_of_theirs = sorted(entry.ids)
    by_transaction = BankReceipt.objects.filter(transaction__in=ids_of_theirs).first()
    return None, by_transaction or BankReceipt.objects.filter(end_to_end__in=ids_of_theirs).first()


def _entry(node: Node) -> Entry:
    sign = 1 if node.text("CdtDbtInd") == "CRDT" else -1
    ids = {node.text("AcctSvcrRef"), node.text("NtryRef")}
    for details in node.list("NtryDtls/TxDtls"):
        ids |= {details.text(f"Refs/{tag}") for tag in ("EndToEndId", "TxId", "UETR", "InstrId", "AcctSvcrRef")}
    reference = node.text("AcctSvcrRef") or node.text("NtryRef") or min(ids - {""}, default="")
    return Entry(reference, sign * _units(node.text("Amt")), frozenset(ids - {"", "NOTPROVIDED"}))


def _balance(node: Node, code: str) -> int:
    for balance in node.list("Bal"):
        if balance.text("Tp/CdOrPrtry/Cd") == code:
            return _units(balance.text("Amt")) * (-1 if balance.text("CdtDbtInd") == "DBIT" else 1)
    return 0


def _period(node: Node, *, at: Moment) -> tuple[datetime, datetime]:
    opens = parse_datetime(node.text("FrToDt/FrDtTm"))
    closes = parse_datetime(node.text("FrToDt/ToDtTm"))
    return _aware(opens or at.wall_at), _aware(closes or at.wall_at)


def _aware(moment: datetime) -> datetime:
    """Return a moment with its zone; one without is told by the bank's clock, which is the city's."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(content().time_zone))


def _units(text: str) -> int:
    return int(Decimal(text).scaleb(content().currency.exponent).to_integral_value())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
