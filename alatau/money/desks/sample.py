"""Have money issued in a sample city, as in a real one: one officer of the issuer asks, another confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.staff import find_staff
from alatau.core.content import content
from alatau.core.values import Actor, ActorKind
from alatau.money.desks.issue import issue_account_id
from alatau.money.issue import confirm_issue, request_issue
from alatau.money.values import OrderKind

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.values import AccountId, OrderId
    from alatau.money.wallet.kinds import SampleWallets


def issue_sample_money(order_id: OrderId, *, account_id: AccountId, money: int, at: Moment) -> None:
    """Issue whole units to an account by the sample's two officers, in the caller's transaction; once per order."""
    sample: SampleWallets = content().sample_wallets
    asker, confirmer = (_officer(login) for login in sample.issuers)
    is_new = request_issue(
        order_id,
        kind=OrderKind.ISSUE,
        account_id=account_id,
        issue_id=issue_account_id(),
        amount=content().currency.whole(money),
        by=asker,
        at=at,
    )
    if is_new:
        confirm_issue(order_id, by=confirmer, at=at)


def _officer(login: str) -> Actor:
    user_id = find_staff(login)
    assert user_id is not None, "the sample's staff are loaded first"
    return Actor(kind=ActorKind.STAFF, user_id=user_id)
