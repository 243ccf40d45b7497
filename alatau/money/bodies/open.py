"""Make the bodies of the digital money known to the ledger, each with its accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_id, list_bodies, list_body_accounts
from alatau.money.open import open_account
from alatau.money.values import AccountKind, HolderKind

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment


@transaction.atomic
def open_bodies(*, by: Actor, at: Moment) -> int:
    """Open what is missing of the bodies' accounts, and return how many bodies there are. Safe to repeat.

    Only the issuer's account may go below zero: its balance, turned round, is what is in circulation.
    """
    bodies = list_bodies()
    for body in bodies:
        is_issuer = body.role is BodyRole.ISSUER
        for key, account_id in list_body_accounts(body).items():
            open_account(
                account_id,
                holder_id=body_id(body),
                holder_kind=HolderKind.PUBLIC,
                tier=body.tier,
                currency=content().currency.code,
                purpose=key or body.role.value,
                kind=AccountKind.ISSUE if is_issuer else AccountKind.WALLET,
                floor=None if is_issuer else 0,
                by=by,
                at=at,
            )
    return len(bodies)
