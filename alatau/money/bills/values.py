"""Words of bills. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from alatau.money.values import HolderKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId, TransferId

BillId = NewType("BillId", UUID)

#: What a bill is for, in the words of its issuer.
WORDS_MOST = 100


class Late(IntEnum):
    """What the issuer does with a bill that its last day has passed. It never grows by itself."""

    #: It can be paid as before. Who wants more for the delay issues another bill that follows this one.
    PAYABLE = 1
    #: It can be paid no more.
    LAPSES = 2


class Ending(IntEnum):
    """How a bill ends unpaid."""

    CANCELLED = 1
    #: By whom it was sent to: only a request can be declined.
    DECLINED = 2


class Way(IntEnum):
    """How a payment of a bill came."""

    WALLET = 1
    BANK = 2
    CRYPTO = 3


class BillStatus(Enum):
    """Where a bill stands on a day."""

    WAITING = "waiting"
    PART_PAID = "part_paid"
    PAID = "paid"
    LATE = "late"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    DECLINED = "declined"

    @property
    def is_payable(self) -> bool:
        """Whether money for the bill is still taken."""
        return self in {BillStatus.WAITING, BillStatus.PART_PAID, BillStatus.LATE}


@dataclass(frozen=True, kw_only=True)
class NewBill:
    """A bill to issue. The id is the issuer's: sent twice, it is one bill."""

    id: BillId
    issuer_id: HolderId
    amount: Amount
    #: A key of few letters, as the ledger keeps it: "service_fee".
    purpose: str
    words: str
    #: Nobody where whoever brings the number may pay.
    debtor_id: HolderId | None = None
    debtor_kind: HolderKind = HolderKind.PERSON
    #: The last day to pay, which counts whole; none where there is no hurry.
    due_on: date | None = None
    late: Late = Late.PAYABLE
    #: Who is asked may say no.
    is_request: bool = False
    #: The late bill that this one adds to.
    follows_id: BillId | None = None
    #: What caused it in another room, and its id there.
    source: str = ""
    source_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class BillPart:
    """One payment of a bill, by its transfer."""

    transfer_id: TransferId
    way: Way
    #: Less what of it has gone back.
    amount: Amount
    at: datetime


@dataclass(frozen=True, kw_only=True)
class BillView:
    """A bill, and where it stands on the day it was asked for."""

    id: BillId
    #: For people and banks: fifteen signs that check themselves.
    number: str
    issuer_id: HolderId
    account_id: AccountId
    debtor_id: HolderId | None
    debtor_kind: HolderKind
    amount: Amount
    paid: Amount
    rest: Amount
    status: BillStatus
    purpose: str
    words: str
    due_on: date | None
    late: Late
    is_request: bool
    follows_id: BillId | None
    source: str
    source_id: UUID | None
    issued_at: datetime
    issued_wall_at: datetime


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a bill took of money that came from outside; the rest is the payer's and goes back."""

    taken: Amount
    back: Amount
