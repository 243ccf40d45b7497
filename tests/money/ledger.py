"""Accounts and transfers for tests of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.content import content
from alatau.core.money import Amount
from alatau.core.values import system_actor
from alatau.money.currencies import amount_of
from alatau.money.open import open_account
from alatau.money.post import post_transfers
from alatau.money.read import get_balance
from alatau.money.values import AccountKind, HolderKind, NewTransfer, new_transfer_id

if TYPE_CHECKING:
    from alatau.core.values import Moment

BY = system_actor("money.test")
#: Tiers of the content: a person without limits, a firm, a public body, and the one with the low limits.
UNLIMITED, FIRM, PUBLIC, BASIC = 3, 4, 5, 1


def tenge(units: int) -> Amount:
    return Amount(units, content().currency)


def account(
    at: Moment,
    *,
    holder: UUID | None = None,
    holder_kind: HolderKind = HolderKind.PERSON,
    tier: int = UNLIMITED,
    balance: int = 0,
    currency: str = "",
    **chosen: object,
) -> UUID:
    """Open an account with so much money, which comes from an account without a floor."""
    account_id, currency = uuid4(), currency or content().currency.code
    with transaction.atomic():
        open_account(
            account_id,
            holder_id=holder or uuid4(),
            holder_kind=holder_kind,
            tier=tier,
            currency=currency,
            by=BY,
            at=at,
            **{"purpose": "wallet", **chosen},
        )
    if balance:
        post(at, move(source(at, currency=currency), account_id, balance, currency=currency))
    return account_id


def source(at: Moment, *, currency: str = "") -> UUID:
    """Open an account that may go below zero without end."""
    return account(
        at,
        holder_kind=HolderKind.PUBLIC,
        tier=PUBLIC,
        currency=currency,
        kind=AccountKind.ISSUE,
        purpose="issue",
        floor=None,
    )


def firm(at: Moment, **chosen: object) -> UUID:
    return account(at, holder_kind=HolderKind.ORGANISATION, tier=FIRM, **chosen)


def move(debit: UUID, credit: UUID, units: int, *, currency: str = "", **chosen: object) -> NewTransfer:
    return NewTransfer(
        **{
            "id": new_transfer_id(),
            "debit_id": debit,
            "credit_id": credit,
            "amount": amount_of(units, currency or content().currency.code),
            "purpose": "test",
            **chosen,
        }
    )


def post(at: Moment, *batch: NewTransfer) -> list[str]:
    """Post a batch and return what became of each: "accepted", "repeated", or the name of its refusal."""
    with transaction.atomic():
        return [name_of(outcome) for outcome in post_transfers(batch, by=BY, at=at)]


def name_of(outcome: object) -> str:
    return outcome.refusal.name.lower() if outcome.refusal else outcome.status.value


def balance_of(account_id: UUID) -> int:
    return get_balance(account_id).posted.units


def available(account_id: UUID) -> int:
    return get_balance(account_id).available.units
