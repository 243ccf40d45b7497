"""Words of statements. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId, MarkId, TransferId, TransferKind


@dataclass(frozen=True, kw_only=True)
class Section:
    """One account of a statement: the free money, or the pot of one mark. Pots are never added to free money."""

    account_id: AccountId
    #: None for free money.
    mark_id: MarkId | None
    #: The mark's name in the reader's language; empty for free money.
    name: str
    opening: Amount
    closing: Amount
    came: Amount
    went: Amount
    #: Numbers of its entries in the period: after the first, up to the last.
    after: int
    last: int

    @property
    def count(self) -> int:
        """How many entries the period has."""
        return self.last - self.after


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A holder's accounts over days of the city, both counted whole."""

    holder_id: HolderId
    first_day: date
    last_day: date
    made_at: datetime
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """How many entries all its accounts have."""
        return sum(section.count for section in self.sections)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of a statement, with the balance after it."""

    number: int
    amount: Amount
    balance: Amount
    transfer_id: TransferId
    kind: TransferKind
    purpose: str
    reference: str
    #: Who paid or was paid; empty where the payer is nobody's business.
    other: str
    at: datetime
    wall_at: datetime
