"""Words of payouts. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId, Refusal

BatchId = NewType("BatchId", UUID)
LineId = NewType("LineId", UUID)
#: A person's id, or the keyed fingerprint of an id that only a programme knows.
PayeeId = NewType("PayeeId", UUID)
VoucherId = NewType("VoucherId", UUID)

#: Lines that one step takes, and one posting moves.
CHUNK = 8192
#: Lines of one batch.
LINES_MOST = 1_000_000
#: Signs of the payer's own name of a line or batch, and of what the person reads.
REFERENCE_MOST, WORDS_MOST = 50, 140
#: What the ledger calls all payouts.
PURPOSE = "payout"


def printable(text: str, *, most: int) -> str:
    """Return a text that the ledger takes. A payer's stray sign that does not print shall cost nobody their money."""
    return "".join(sign for sign in text if sign.isprintable())[:most]


class RouteKind(IntEnum):
    """How money reaches a payee."""

    #: They have said that nothing is to come.
    NONE = 0
    WALLET = 1
    BANK = 2
    VOUCHER = 3
    #: A programme's own id that stands for a person: theirs is the route.
    PERSON = 4


class BatchStatus(IntEnum):
    """Where a batch stands."""

    #: Its lines are being checked.
    RECEIVED = 0
    #: It waits for a second person.
    CHECKED = 1
    #: Its lines are being paid.
    APPROVED = 2
    #: Every line was tried.
    PAID = 3
    #: What could not be paid went back.
    CLOSED = 4
    DECLINED = 5


class LineOutcome(IntEnum):
    """What became of a line."""

    WAITING = 0
    PAYABLE = 1
    PAID = 2
    #: On its way through a bank.
    SENT = 3
    #: Amount or number cannot be read.
    UNREADABLE = 10
    #: An earlier line of the batch has the same reference.
    REPEATED = 11
    UNKNOWN_PERSON = 12
    NO_ACCOUNT = 13
    ACCOUNT_CLOSED = 14
    PAYEE_STOPPED = 15
    OVER_LIMIT = 16
    #: The ledger refused for another reason.
    REFUSED = 17
    BANK_REFUSED = 18
    #: It could not be paid, and the money is back.
    RETURNED = 20


#: Lines that are mended elsewhere and worth another try.
RETRYABLE = (
    LineOutcome.UNKNOWN_PERSON,
    LineOutcome.NO_ACCOUNT,
    LineOutcome.ACCOUNT_CLOSED,
    LineOutcome.PAYEE_STOPPED,
    LineOutcome.OVER_LIMIT,
    LineOutcome.REFUSED,
    LineOutcome.BANK_REFUSED,
)
#: Lines that only a corrected file mends.
HOPELESS = (LineOutcome.UNREADABLE, LineOutcome.REPEATED)


class Approval(IntEnum):
    """Who let a batch be paid."""

    #: A second person of the treasury.
    PERSON = 1
    #: Each line rests on a decision that two officials have made.
    DECISIONS = 2
    #: The programme's standing order lets its own system pay up to a sum a day.
    STANDING_ORDER = 3


class VoucherStatus(IntEnum):
    """Where a voucher stands. Past its last day it has expired, whatever stands here."""

    PREACTIVATED = 1
    ACTIVATED = 2
    REDEEMED = 3
    CANCELLED = 4


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """One line to pay. Exactly one of ``number``, ``payee_id`` names whom."""

    amount: Amount | None
    #: A person's number as it was written.
    number: str = ""
    payee_id: PayeeId | None = None
    #: The payer's own name of the line.
    reference: str = ""
    #: What the person reads beside the payment; empty takes the batch's.
    words: str = ""
    #: The decision that the line carries out.
    decision_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewBatch:
    """A batch to hand over. Its id is the caller's: handing it over twice is the same as once."""

    id: BatchId
    programme: str
    #: The payer's own name of it.
    reference: str
    #: What people read beside the payment.
    words: str


@dataclass(frozen=True, kw_only=True)
class Route:
    """How money reaches one payee now."""

    payee_id: PayeeId
    kind: RouteKind
    #: Of a wallet.
    account_id: AccountId | None = None
    #: Of a bank account, sealed as it is kept.
    sealed: bytes = b""
    shown: str = ""
    bank_code: str = ""
    valid_from: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProgrammeView:
    """What pays, and from which account."""

    key: str
    name: Mapping[str, str]
    purpose: str
    account_id: AccountId
    owner_id: HolderId
    currency: str
    unattended_most: Amount


@dataclass(frozen=True, kw_only=True)
class OutcomeCount:
    """Lines of one outcome in a batch."""

    outcome: LineOutcome
    lines: int
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """A batch as its payers see it."""

    id: BatchId
    programme: str
    reference: str
    words: str
    currency: str
    status: BatchStatus
    lines: int
    total: Amount
    counts: tuple[OutcomeCount, ...]
    received_at: datetime
    received_by: UUID | None
    institution_id: UUID | None
    approval: Approval | None
    approved_at: datetime | None
    approved_by: UUID | None
    #: The first of two people, where a system handed it over.
    endorsed_by: UUID | None
    #: What the last comparison with the ledger found, and when.
    agrees: bool | None
    compared_at: datetime | None

    def count(self, *outcomes: LineOutcome) -> int:
        """Return how many lines have one of the outcomes."""
        return sum(each.lines for each in self.counts if each.outcome in outcomes)

    @property
    def failed(self) -> int:
        """Lines that are not paid and not on their way, after they were tried."""
        return self.count(*RETRYABLE, *HOPELESS, LineOutcome.RETURNED)


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step of a batch's history."""

    #: "received", "checked", "endorsed", "approved", "declined", "paid", "retried", "closed".
    what: str
    #: Nobody where the city's own work did it, or a system.
    user_id: UUID | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line as its payer sees it: whom it is for is not shown."""

    id: LineId
    number: int
    reference: str
    amount: Amount
    outcome: LineOutcome
    refusal: Refusal | None
    kind: RouteKind | None
    paid_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """What a batch says it paid beside what the ledger says it moved."""

    lines: int
    line_sum: Amount
    transfers: int
    transfer_sum: Amount
    #: What the batch's account holds, and what it should.
    held: Amount
    expected: Amount
    #: Lines that differ from their transfers, the first of them.
    differing: tuple[LineId, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether every line is its transfer, and nothing is left over."""
        return not self.differing and (self.lines, self.line_sum, self.held) == (
            self.transfers,
            self.transfer_sum,
            self.expected,
        )


@dataclass(frozen=True, kw_only=True)
class VoucherView:
    """A voucher without its secret."""

    id: VoucherId
    serial: str
    status: VoucherStatus
    amount: Amount
    group: str
    expires_at: datetime
    redeemed_at: datetime | None
    is_expired: bool


@dataclass(frozen=True, kw_only=True)
class OwnVoucher:
    """A voucher as the person it is for sees it, still without its secret."""

    voucher: VoucherView
    name: str
    #: Trades that take it; none is every shop.
    trades: tuple[str, ...]
    last_day: date
    words: str
    #: Whether its number was read here, so that it is not shown again.
    is_shown: bool
    #: When it was sent to them by message.
    told_at: datetime | None
