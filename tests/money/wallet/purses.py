"""Wallets of the sample city by name, and payments between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.access.models import Organisation
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.money.read import get_balance
from alatau.money.values import HolderId, new_transfer_id
from alatau.money.wallet.holder import wallet_id_of
from alatau.money.wallet.pay import pay
from alatau.money.wallet.read import get_wallet
from alatau.money.wallet.values import NewPayment
from tests.people import resident

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.core.values import Actor


def tenge(whole: int) -> Amount:
    return content().currency.whole(whole)


def firm(key: str) -> HolderId:
    name = next(firm.name for firm in content().sample_city.organisations if firm.key == key)
    return HolderId(Organisation.objects.get(name=name).id)


def purse(key: str) -> UUID:
    """Return the wallet of a resident or firm."""
    if any(each.key == key for each in content().sample_city.organisations):
        return wallet_id_of(firm(key))
    return wallet_id_of(HolderId(resident(key).person_id))


def pot(key: str) -> UUID:
    """Return the one pot of a resident."""
    return get_wallet(HolderId(resident(key).person_id)).pots[0].account_id


def head(key: str, organisation: str) -> Actor:
    """Return a resident acting for a firm."""
    return replace(resident(key).actor, for_organisation_id=firm(organisation))


def send(key: str, to: UUID, whole: int, *, source: UUID | None = None, **chosen: object) -> NewPayment:
    """Let a resident pay, and return what was paid."""
    new = NewPayment(
        **{
            "id": new_transfer_id(),
            "source_id": source or purse(key),
            "payee_id": to,
            "amount": tenge(whole),
            **chosen,
        }
    )
    pay(new, by=resident(key).actor, at=read_clocks())
    return new


def holds(account_id: UUID) -> int:
    """Return what an account holds, in whole tenge."""
    return get_balance(account_id).posted.units // 100
