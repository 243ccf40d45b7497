"""Issue and redeem digital money: one person of the issuer asks, another confirms, and the money moves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.currencies import amount_of
from alatau.money.errors.accounts import OrderIdReusedError, OrderSettledError, SamePersonError
from alatau.money.models import Account, IssueOrder
from alatau.money.post import post_transfer
from alatau.money.values import AccountId, AccountKind, NewTransfer, OrderKind, OrderStatus, TransferId

if TYPE_CHECKING:
    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment
    from alatau.money.values import OrderId

declare_points("money.issue.asked", "money.issue.settled")

#: The transfer's id is made of the order's: an order moves money once.
_TRANSFER = UUID("0d9f3a0e-3f0f-4f43-9a63-6a0f8f0f5c11")


def request_issue(
    order_id: OrderId,
    *,
    kind: OrderKind,
    account_id: AccountId,
    issue_id: AccountId,
    amount: Amount,
    by: Actor,
    at: Moment,
) -> bool:
    """Ask for money to be issued to an account, or to be redeemed from it, in the caller's transaction.

    Nothing moves until a second person confirms. The same request twice is one order; tells whether it was the first.

    Raises:
        NotFoundError, OrderIdReusedError: in this order; nothing is written.
    """
    assert connection.in_atomic_block, "an order belongs to the transaction of what asks for it"
    assert by.user_id is not None, "people ask for money to be issued"
    assert amount.units > 0, "doors refuse zero and negative amounts"
    if Account.objects.filter(id=issue_id, kind=AccountKind.ISSUE).first() is None:
        raise NotFoundError
    if Account.objects.filter(id=account_id, currency=amount.currency.code).first() is None:
        raise NotFoundError
    wanted = {"kind": kind.value, "account_id": account_id, "issue_id": issue_id, "amount": amount.units}
    order, is_new = IssueOrder.objects.get_or_create(
        id=order_id,
        defaults={
            **wanted, "currency": amount.currency.code, "status": OrderStatus.ASKED.value,
            "asked_by": by.user_id, "asked_at": at.wall_at, "asked_city_at": at.city_at,
        },
    )  # fmt: skip
    if not is_new:
        if {name: getattr(order, name) for name in wanted} != wanted or order.currency != amount.currency.code:
            raise OrderIdReusedError(order_id=order_id)
        return False
    reach("money.issue.asked")
    _tell("asked", order, by=by, at=at)
    return True


def confirm_issue(order_id: OrderId, *, by: Actor, at: Moment) -> None:
    """Let an order take effect: another person than the one who asked says yes, and the money moves in the same commit.

    Raises:
        NotFoundError, OrderSettledError, SamePersonError, TransferRefusedError: in this order; nothing is written.
    """
    order = _lock(order_id, by=by)
    issue, account = AccountId(order.issue_id), AccountId(order.account_id)
    is_issue = order.kind == OrderKind.ISSUE
    _settle(order, OrderStatus.CONFIRMED, by=by, at=at)
    transfer = NewTransfer(
        id=TransferId(uuid5(_TRANSFER, str(order.id))),
        debit_id=issue if is_issue else account,
        credit_id=account if is_issue else issue,
        amount=amount_of(order.amount, order.currency),
        purpose="issue" if is_issue else "redemption",
    )
    post_transfer(transfer, by=by, at=at)


def decline_issue(order_id: OrderId, *, by: Actor, at: Moment) -> None:
    """End an order without moving anything; who asked may take it back, anybody else of the issuer may refuse it.

    Raises:
        NotFoundError, OrderSettledError: in this order; nothing is written.
    """
    _settle(_lock(order_id, by=None), OrderStatus.DECLINED, by=by, at=at)


def _lock(order_id: OrderId, *, by: Actor | None) -> IssueOrder:
    assert connection.in_atomic_block, "an order is settled in the transaction that moves its money"
    order = IssueOrder.objects.select_for_update().filter(id=order_id).first()
    if order is None:
        raise NotFoundError
    if order.status != OrderStatus.ASKED:
        raise OrderSettledError(order_id=order_id)
    if by is not None and by.user_id == order.asked_by:
        raise SamePersonError(order_id=order_id)
    return order


def _settle(order: IssueOrder, status: OrderStatus, *, by: Actor, at: Moment) -> None:
    assert by.user_id is not None, "people settle orders"
    order.status, order.settled_by, order.settled_at = status.value, by.user_id, at.wall_at
    order.save(update_fields=["status", "settled_by", "settled_at"])
    reach("money.issue.settled")
    _tell(status.name.lower(), order, by=by, at=at)


def _tell(what: str, order: IssueOrder, *, by: Actor, at: Moment) -> None:
    body = {
        "order_id": order.id, "kind": OrderKind(order.kind).name.lower(), "amount": order.amount,
        "currency": order.currency, "account_id": order.account_id,
    }  # fmt: skip
    append_lines([NewLine(kind=LineKind.EVENT, action=f"money.issue.{what}", actor=by, body=body)], at=at)
