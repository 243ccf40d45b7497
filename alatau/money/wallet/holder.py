"""Whose wallet is at hand, and how the ledger knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.access.read import find_organisation_name, name_people
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import OrganisationId, PersonId
from alatau.money.values import AccountId, HolderId, HolderKind

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.money.values import AccountView, MarkId

#: Ids made from other ids: one wallet for a holder and currency, one pot for a holder and mark.
_WALLETS = UUID("6b1d5a52-5d53-4b0a-9d3e-0d3c3a4d1f10")


def holder_of(actor: Actor) -> tuple[HolderId, HolderKind]:
    """Return whose money the actor handles: their firm's, the person's they act for, or their own.

    Raises:
        NotFoundError: they act with a right that does not reach all affairs, or are nobody with a wallet.
    """
    if actor.for_organisation_id is not None:
        return HolderId(actor.for_organisation_id), HolderKind.ORGANISATION
    if actor.subject_id is None or actor.is_narrowed:
        raise NotFoundError
    return HolderId(actor.subject_id), HolderKind.PERSON


def wallet_id_of(holder_id: HolderId, currency: str = "") -> AccountId:
    """Return the id that a holder's wallet of a currency has, opened or not."""
    return AccountId(uuid5(_WALLETS, f"{holder_id}:{currency or content().currency.code}"))


def pot_id_of(holder_id: HolderId, mark_id: MarkId) -> AccountId:
    """Return the id that a holder's pot under a mark has, opened or not."""
    return AccountId(uuid5(_WALLETS, f"{holder_id}:{mark_id}"))


def name_holder(account: AccountView) -> str:
    """Return what others call an account's holder: people by their short name, firms by their whole one."""
    if account.holder_kind is HolderKind.PERSON:
        return name_people([PersonId(account.holder_id)]).get(PersonId(account.holder_id), "")
    if account.holder_kind is HolderKind.ORGANISATION:
        return find_organisation_name(OrganisationId(account.holder_id))
    return content().city_name.say()
