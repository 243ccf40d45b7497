"""Which bodies there are, their accounts, and how pages name them. Ids follow from the content's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.read import is_sample_city
from alatau.money.values import AccountId, HolderId
from alatau.money.wallet.ids import wallet_id_of

if TYPE_CHECKING:
    from alatau.money.bodies.kinds import BodyRole, MoneyBody

_BODIES = UUID("f2b7a9de-0a35-4b0e-9f0e-6c8f0d3a7c55")


def list_bodies(role: BodyRole | None = None) -> list[MoneyBody]:
    """Return the bodies of this city, or those of one role, in the content's order; invented ones in a sample alone."""
    is_sample = is_sample_city()
    bodies: tuple[MoneyBody, ...] = content().money_bodies
    return [each for each in bodies if (role in (None, each.role)) and (is_sample or not each.is_sample)]


def get_body(role: BodyRole) -> MoneyBody:
    """Return the first body of a role. Raises: NotFoundError: this city has none."""
    found = list_bodies(role)
    if not found:
        raise NotFoundError
    return found[0]


def find_body(holder_id: HolderId) -> MoneyBody | None:
    """Return the body that a holder of the ledger is."""
    bodies: tuple[MoneyBody, ...] = content().money_bodies
    return next((each for each in bodies if body_id(each) == holder_id), None)


def body_id(body: MoneyBody) -> HolderId:
    """Return how the ledger knows a body."""
    return HolderId(uuid5(_BODIES, body.key))


def body_account_id(body: MoneyBody, key: str = "") -> AccountId:
    """Return a body's first account, or another one by its key."""
    return AccountId(uuid5(_BODIES, f"{body.key}:{key}")) if key else wallet_id_of(body_id(body))


def list_body_accounts(body: MoneyBody) -> dict[str, AccountId]:
    """Return a body's accounts by their keys, its first one under no key."""
    return {key: body_account_id(body, key) for key in ("", *(each.key for each in body.accounts))}


def name_account(account_id: AccountId, holder_id: HolderId) -> str:
    """Say whose account it is, and which of theirs; empty for an account of no body."""
    body = find_body(holder_id)
    if body is None:
        return ""
    for each in body.accounts:
        if body_account_id(body, each.key) == account_id:
            return f"{body.name.say()}: {each.name.say()}"
    return body.name.say()
