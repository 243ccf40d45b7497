"""Open a wallet: on application, one for each holder and currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.money.open import open_account
from alatau.money.values import AccountId, AccountKind, HolderId, HolderKind, MarkId
from alatau.money.wallet.holder import pot_id_of, wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

#: What a resident who signed in by their number is known by: the number is checked in a register, and no more.
FIRST_TIER = 1


@transaction.atomic
def open_wallet(
    holder_id: HolderId,
    holder_kind: HolderKind,
    *,
    tier: int = FIRST_TIER,
    currency: str = "",
    trade: str = "",
    by: Actor,
    at: Moment,
) -> AccountId:
    """Return the holder's wallet, opening it when there is none. It belongs to the holder, whoever serves it.

    Raises:
        CurrencyUnknownError, TierUnknownError, AccountIdReusedError: as the ledger says; nothing is written.
    """
    code = currency or content().currency.code
    account_id = wallet_id_of(holder_id, code)
    open_account(
        account_id,
        holder_id=holder_id,
        holder_kind=holder_kind,
        tier=tier,
        currency=code,
        purpose="wallet",
        category=trade,
        by=by,
        at=at,
    )
    return account_id


@transaction.atomic
def open_pot(
    holder_id: HolderId, holder_kind: HolderKind, mark_id: MarkId, *, tier: int = FIRST_TIER, by: Actor, at: Moment
) -> AccountId:
    """Return the holder's pot for a mark's money, opening it when there is none."""
    account_id = pot_id_of(holder_id, mark_id)
    open_account(
        account_id,
        holder_id=holder_id,
        holder_kind=holder_kind,
        tier=tier,
        currency=content().currency.code,
        purpose="pot",
        kind=AccountKind.POT,
        mark_id=mark_id,
        by=by,
        at=at,
    )
    return account_id
