"""Words of programs with a key. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from alatau.core.values import Actor, ActorKind, OrganisationId
from alatau.money.values import AccountId, HolderKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.money import Amount
    from alatau.money.values import AccountStatus, HolderId, NewTransfer, Refusal, TransferId, TransferView

ProgramId = NewType("ProgramId", UUID)


class Right(StrEnum):
    """What a program may do. Each reaches its holder's own accounts, but for `OPERATE`."""

    #: Read accounts, balances, entries and transfers.
    READ = "read"
    #: Move money out of accounts, and look for whom to pay.
    PAY = "pay"
    #: Set conditions on money, and see where it is.
    MARK = "mark"
    #: Pay to many people from the accounts of a public body.
    PAYOUT = "payout"
    #: Hear of what happens on accounts.
    HEAR = "hear"
    #: Open accounts for others, freeze and release them, read those that are nobody's private ones.
    OPERATE = "operate"


@dataclass(frozen=True, kw_only=True)
class ProgramView:
    """A program, whose money it handles, and what it may do."""

    id: ProgramId
    name: str
    holder_id: HolderId
    holder_kind: HolderKind
    rights: frozenset[Right]
    admitted_at: datetime

    @property
    def actor(self) -> Actor:
        """The program as traces name it; a firm's acts for the firm."""
        is_firm = self.holder_kind is HolderKind.ORGANISATION
        return Actor(
            kind=ActorKind.PARTNER,
            ground_id=self.id,
            for_organisation_id=OrganisationId(self.holder_id) if is_firm else None,
            process="money.program",
        )

    def may(self, right: Right) -> bool:
        """Tell whether the program has the right."""
        return right in self.rights


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one transfer, the same however often it is asked."""

    id: TransferId
    refusal: Refusal | None = None
    #: What the refusal is measured by, and the limit it would pass; empty where it is measured by nothing.
    have: Amount | None = None
    most: Amount | None = None
    #: Whether the transfer had been accepted before.
    is_repeat: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A transfer as a program asks for it: of a later step, accounts and amount may be left to the first one."""

    new: NewTransfer
    #: Fields that the program left out.
    open_fields: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class SeenTransfer:
    """A transfer as far as one of its sides may see it."""

    transfer: TransferView
    debit_id: AccountId | None
    credit_id: AccountId | None


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to open. The id is the program's: asked for twice, it is one account."""

    id: AccountId
    purpose: str
    currency: str = ""
    trade: str = ""
    #: Whom it belongs to, where the platform's operator opens it for somebody else.
    holder_id: HolderId | None = None
    holder_kind: HolderKind | None = None
    tier: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """What an account is to become, and the key of the reason."""

    account_id: AccountId
    status: AccountStatus
    reason: str


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where the money under a mark is. Sums only: whose pot it is, is not the owner's business."""

    held: Amount
    pots: int
    #: By account that was paid, people's left out.
    spent: Mapping[AccountId, Amount]
    spent_with_people: Amount
    returned: Amount
