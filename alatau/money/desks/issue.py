"""What the issuer's desk sees: what is outstanding, orders that wait, and those that were settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.access.read import name_staff
from alatau.core.content import content
from alatau.core.values import UserId
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, body_id, get_body, list_bodies, list_body_accounts, name_account
from alatau.money.bodies.serve import list_participants
from alatau.money.currencies import amount_of
from alatau.money.models import IssueOrder
from alatau.money.read import get_account, get_balances
from alatau.money.values import AccountId, OrderId, OrderKind, OrderStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from alatau.core.money import Amount

#: Settled orders that a desk shows.
SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class IssueOrderView:
    """An order as a desk reads it."""

    id: OrderId
    kind: OrderKind
    status: OrderStatus
    amount: Amount
    account: str
    asked_by: UserId
    asked_by_name: str
    asked_at: datetime
    settled_by_name: str


def issue_account_id() -> AccountId:
    """Return the account where the city's money comes into being."""
    return body_account_id(get_body(BodyRole.ISSUER))


def read_outstanding() -> Amount:
    """Return how much was issued and not redeemed; nothing before the first order."""
    issue = get_balances([issue_account_id()])
    return next((-balance.posted for balance in issue.values()), amount_of(0, content().currency.code))


def list_order_accounts(*roles: BodyRole) -> list[tuple[AccountId, str]]:
    """Return the accounts that money may be issued to and redeemed from, named: those of these roles, else all."""
    serving = {each.key for each in list_participants()}
    bodies = [
        each
        for each in list_bodies()
        if each.role in (roles or (BodyRole.PARTICIPANT, BodyRole.TREASURY))
        and (each.role is not BodyRole.PARTICIPANT or each.key in serving)
    ]
    return [
        (account_id, name_account(account_id, body_id(each)))
        for each in bodies
        for account_id in list_body_accounts(each).values()
    ]


def list_waiting_orders() -> list[IssueOrderView]:
    """Return the orders that wait for a second person, the oldest first."""
    return _views(IssueOrder.objects.filter(status=OrderStatus.ASKED.value).order_by("asked_at", "id"))


def list_settled_orders() -> list[IssueOrderView]:
    """Return the orders that were settled last, the newest first."""
    settled = IssueOrder.objects.exclude(status=OrderStatus.ASKED.value)
    return _views(settled.order_by("-settled_at", "id")[:SHOWN])


def _views(orders: Iterable[IssueOrder]) -> list[IssueOrderView]:
    found = list(orders)
    people = {UserId(each) for order in found for each in (order.asked_by, order.settled_by) if each}
    names = {user_id: staff.name for user_id, staff in name_staff(people).items()}
    return [_view(order, names) for order in found]


def _view(order: IssueOrder, names: dict[UserId, str]) -> IssueOrderView:
    account = get_account(AccountId(order.account_id))
    return IssueOrderView(
        id=OrderId(order.id),
        kind=OrderKind(order.kind),
        status=OrderStatus(order.status),
        amount=amount_of(order.amount, order.currency or content().currency.code),
        account=name_account(account.id, account.holder_id),
        asked_by=UserId(order.asked_by),
        asked_by_name=names.get(UserId(order.asked_by), ""),
        asked_at=order.asked_city_at,
        settled_by_name=names.get(UserId(order.settled_by), "") if order.settled_by else "",
    )
