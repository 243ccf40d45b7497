"""Words of bank money. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.money import Amount
    from alatau.money.values import TransferId

OrderId = NewType("OrderId", UUID)


class OrderStatus(IntEnum):
    """Where an order to pay a bank account stands."""

    #: The money is held, and the order waits to be sent.
    HELD = 1
    #: Sent; the bank has not answered.
    SENT = 2
    #: The bank has it in work.
    TAKEN = 3
    SETTLED = 4
    #: The bank refused it, and the money is back.
    REJECTED = 5

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected of the bank."""
        return self in {OrderStatus.SETTLED, OrderStatus.REJECTED}


class Cause(IntEnum):
    """Why money goes to a bank account."""

    WITHDRAWAL = 1
    #: It came for a bill and was more than was left to pay.
    RETURN = 2
    #: The issuer of a bill gives back what a bank account had paid.
    GIVEN_BACK = 3


class Direction(IntEnum):
    """Which way a message goes."""

    OUT = 1
    IN = 2


class Applied(StrEnum):
    """What a message from the bank came to."""

    APPLIED = "applied"
    #: It was applied before; nothing happened now.
    REPEATED = "repeated"


class DifferenceKind(StrEnum):
    """How the bank's book differs from ours."""

    #: The bank booked what we know nothing of.
    UNKNOWN_ENTRY = "unknown_entry"
    AMOUNT_DIFFERS = "amount_differs"
    #: We count it as paid, and the bank did not book it.
    NOT_BOOKED = "not_booked"
    #: The bank refused it, and booked it all the same.
    BOOKED_THOUGH_REJECTED = "booked_though_rejected"
    #: The bank answered twice, and not the same.
    ANSWERS_DIFFER = "answers_differ"
    #: The bank has paid, and the ledger refuses to post: a wallet was frozen meanwhile.
    CANNOT_POST = "cannot_post"
    #: The statement does not begin where the last one ended, or does not add up.
    BALANCE_BROKEN = "balance_broken"


@dataclass(frozen=True, kw_only=True)
class NewWithdrawal:
    """Money to send from a wallet to a bank account. The id is the holder's: sent twice, it is one order."""

    id: OrderId
    amount: Amount
    #: As people write it; checked by the content's account numbers.
    iban: str
    #: Whose account it is: the bank compares.
    name: str


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An order to pay a bank account, for its holder."""

    id: OrderId
    amount: Amount
    #: The account's last four signs.
    ending: str
    status: OrderStatus
    #: The bank's code for why it refused; empty where it did not.
    reason: str
    cause: Cause
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiptView:
    """Money that came from a bank account, for the holder it reached."""

    amount: Amount
    #: The payer's account, its last four signs.
    ending: str
    transfer_id: TransferId
    came_at: datetime


@dataclass(frozen=True, kw_only=True)
class DifferenceView:
    """Where the bank's book and ours differ, for staff."""

    id: UUID
    kind: DifferenceKind
    ours: Amount | None
    theirs: Amount | None
    case_id: UUID | None
    found_at: datetime


@dataclass(frozen=True, kw_only=True)
class StatementView:
    """A statement of the bank, for staff."""

    closes_at: datetime
    closing: Amount | None
    entries: int
    matched: int
