"""Whose marks are at hand: a resident's, a firm's, or the treasury's, by who acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import ActorKind
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_id, get_body, list_bodies, list_body_accounts
from alatau.money.values import AccountId, HolderId, HolderKind
from alatau.money.wallet.holder import holder_of, wallet_id_of

if TYPE_CHECKING:
    from alatau.core.values import Actor
    from alatau.money.marks.kinds import MarkKind

#: The role whose holders set marks on the budget's money.
TREASURER = "treasurer"


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whoever sets marks."""

    id: HolderId
    kind: HolderKind
    #: Accounts that the money may come from, each with its key; a resident and a firm have one.
    purses: tuple[tuple[str, AccountId], ...]
    #: Others whose marks this owner sees and does not change: the treasury sees those of the revenue.
    sees: tuple[HolderId, ...] = ()

    def purse(self, key: str) -> AccountId:
        """Return an account by its key. Raises: NotFoundError: the owner has none such."""
        found = dict(self.purses).get(key)
        if found is None:
            raise NotFoundError
        return found


def owner_of(actor: Actor) -> Owner:
    """Return who owns the marks that this actor sets. Raises: NotFoundError: they set none."""
    if actor.kind is ActorKind.STAFF and actor.has_role(TREASURER):
        body = get_body(BodyRole.TREASURY)
        purses = tuple(list_body_accounts(body).items())
        sees = tuple(body_id(each) for each in list_bodies(BodyRole.REVENUE))
        return Owner(id=body_id(body), kind=HolderKind.PUBLIC, purses=purses, sees=sees)
    holder_id, kind = holder_of(actor)
    return Owner(id=holder_id, kind=kind, purses=(("", wallet_id_of(holder_id)),))


def list_kinds(owner: Owner) -> list[MarkKind]:
    """Return the kinds of marked money that this owner may set."""
    kinds: tuple[MarkKind, ...] = content().mark_kinds
    return [each for each in kinds if owner.kind in each.owners]


def get_kind(key: str, *, owner: Owner) -> MarkKind:
    """Return a kind that this owner may set. Raises: NotFoundError: there is none such."""
    found = next((each for each in list_kinds(owner) if each.key == key), None)
    if found is None:
        raise NotFoundError
    return found
