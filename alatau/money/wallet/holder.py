"""Whose wallet is at hand, and how the ledger knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.lookup import get_kind
from alatau.access.read import find_organisation_name, name_people
from alatau.access.representations import find_representation
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import OrganisationId, PersonId
from alatau.money.bodies.read import find_body
from alatau.money.values import HolderId, HolderKind
from alatau.money.wallet.ids import pot_id_of, wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.values import AccountView

__all__ = ["firm_of", "holder_of", "may_pay", "name_holder", "pot_id_of", "wallet_id_of"]

#: The content's key of the affairs that a wallet belongs to.
PAYMENTS = "payments"


def holder_of(actor: Actor) -> tuple[HolderId, HolderKind]:
    """Return whose money the actor handles: their firm's, the person's they act for, or their own.

    A right that is narrowed to some affairs reaches a wallet where payments are among them.

    Raises:
        NotFoundError: they act with a right that does not reach the wallet, or are nobody with one.
    """
    if actor.for_organisation_id is not None:
        return HolderId(actor.for_organisation_id), HolderKind.ORGANISATION
    if actor.subject_id is None or (actor.is_narrowed and not _reaches_payments(actor)):
        raise NotFoundError
    return HolderId(actor.subject_id), HolderKind.PERSON


def firm_of(actor: Actor) -> HolderId:
    """Return the firm whose money the actor handles. Raises: NotFoundError: a person's is at hand, or nobody's."""
    holder_id, kind = holder_of(actor)
    if kind is not HolderKind.ORGANISATION:
        raise NotFoundError
    return holder_id


def may_pay(actor: Actor, payee_id: HolderId, *, at: Moment) -> bool:
    """Tell whether the ground on which somebody acts lets them pay this holder: a guardian never pays themselves."""
    if actor.person_id is None or actor.for_person_id is None or HolderId(actor.person_id) != payee_id:
        return True
    standing = find_representation(actor.person_id, actor.for_person_id, at=at)
    return standing is not None and get_kind(standing.kind).may_be_paid


def _reaches_payments(actor: Actor) -> bool:
    if actor.person_id is None or actor.for_person_id is None:
        return False
    standing = find_representation(actor.person_id, actor.for_person_id, at=read_clocks(), purpose=PAYMENTS)
    # A child who is old enough keeps a right without purposes away; one that names payments was given for them.
    return standing is not None and PAYMENTS in standing.purposes


def name_holder(account: AccountView) -> str:
    """Return what others call an account's holder: people by their short name, firms by their whole one."""
    if account.holder_kind is HolderKind.PERSON:
        return name_people([PersonId(account.holder_id)]).get(PersonId(account.holder_id), "")
    if account.holder_kind is HolderKind.ORGANISATION:
        return find_organisation_name(OrganisationId(account.holder_id))
    body = find_body(account.holder_id)
    return (body.name if body else content().city_name).say()
