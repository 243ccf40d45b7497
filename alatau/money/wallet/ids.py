"""Ids made from other ids: one wallet for a holder and currency, one pot for a holder and mark."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.core.content import content
from alatau.money.values import AccountId

if TYPE_CHECKING:
    from alatau.money.values import HolderId, MarkId

_WALLETS = UUID("6b1d5a52-5d53-4b0a-9d3e-0d3c3a4d1f10")


def wallet_id_of(holder_id: HolderId, currency: str = "") -> AccountId:
    """Return the id that a holder's wallet of a currency has, opened or not."""
    return AccountId(uuid5(_WALLETS, f"{holder_id}:{currency or content().currency.code}"))


def pot_id_of(holder_id: HolderId, mark_id: MarkId) -> AccountId:
    """Return the id that a holder's pot under a mark has, opened or not."""
    return AccountId(uuid5(_WALLETS, f"{holder_id}:{mark_id}"))
