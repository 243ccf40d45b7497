"""Whose wallet is at hand, and how the ledger knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.read import find_organisation_name, name_people
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import OrganisationId, PersonId
from alatau.money.bodies.read import find_body
from alatau.money.values import HolderId, HolderKind
from alatau.money.wallet.ids import pot_id_of, wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.money.values import AccountView

__all__ = ["holder_of", "name_holder", "pot_id_of", "wallet_id_of"]


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


def name_holder(account: AccountView) -> str:
    """Return what others call an account's holder: people by their short name, firms by their whole one."""
    if account.holder_kind is HolderKind.PERSON:
        return name_people([PersonId(account.holder_id)]).get(PersonId(account.holder_id), "")
    if account.holder_kind is HolderKind.ORGANISATION:
        return find_organisation_name(OrganisationId(account.holder_id))
    body = find_body(account.holder_id)
    return (body.name if body else content().city_name).say()
