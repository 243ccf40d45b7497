"""Words of the ledger: accounts, transfers, and what becomes of them. No Django here."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from alatau.core.money import Amount

AccountId = NewType("AccountId", UUID)
TransferId = NewType("TransferId", UUID)
HolderId = NewType("HolderId", UUID)
MarkId = NewType("MarkId", UUID)
OrderId = NewType("OrderId", UUID)

#: Transfers that one call posts at most.
BATCH_MOST = 8192
#: The most smallest units that one transfer may move; a balance may reach four times as much, on either side of zero.
AMOUNT_MOST = 10**18
BALANCE_MOST = 4 * 10**18
PURPOSE_MOST = 64
REFERENCE_MOST = 140
GOODS_MOST = 32
#: A pending transfer waits for ten years at most.
TIMEOUT_MOST = 315_360_000


class HolderKind(IntEnum):
    """Whom an account belongs to."""

    PERSON = 1
    ORGANISATION = 2
    #: The issuer, the treasury, a participant, the city itself: limits never count over their accounts.
    PUBLIC = 3


class AccountKind(IntEnum):
    """What an account is for."""

    #: Where money comes into being and ends: its balance is what is in circulation, below zero.
    ISSUE = 1
    #: Bank money on its way in or out of the ledger. What reaches it, or the issue, has left as bank money.
    BANK = 2
    #: What people, firms and bodies pay with.
    WALLET = 3
    #: Marked money inside a wallet: a balance of its own for each mark.
    POT = 4
    #: Fees, clearing, positions, guarantees: nobody's wallet.
    INNER = 5


class AccountStatus(IntEnum):
    """Whether an account takes part."""

    OPEN = 0
    #: Nothing leaves and nothing comes, but what a court claims, and marked money that returns to its owner.
    FROZEN = 1
    #: For good; it is empty.
    CLOSED = 2


class Standing(IntEnum):
    """What supervision lets a holder do."""

    CLEAR = 0
    #: May be paid, may not pay.
    MAY_NOT_PAY = 1
    STOPPED = 2


class TransferKind(IntEnum):
    """What a transfer does."""

    #: Moves value at once.
    MOVE = 1
    #: Holds value until it is posted, voided, or too late.
    PENDING = 2
    #: Makes a pending transfer final, whole or in part; the rest is free again.
    POST = 3
    #: Gives back what a pending transfer held.
    VOID = 4
    #: Sends back what a transfer moved, or a part of it, along the same accounts; a mark goes back with it.
    REFUND = 5
    #: Takes what a court, a bailiff or a tax office claims.
    CLAIM = 6
    #: Gives marked money back to the mark's owner.
    RETURN = 7


class HoldStatus(IntEnum):
    """What became of a pending transfer."""

    OPEN = 0
    POSTED = 3
    VOIDED = 4
    EXPIRED = 5


class OrderKind(IntEnum):
    """What an order to the issuer asks for."""

    ISSUE = 1
    REDEEM = 2


class OrderStatus(IntEnum):
    """Where an order to the issuer stands."""

    ASKED = 0
    CONFIRMED = 1
    DECLINED = 2


class OnSpend(IntEnum):
    """Whether a mark ends where the money is spent, or goes on with it."""

    CLEAR = 0
    TRAVEL = 1


class CashOut(IntEnum):
    """Whether marked money may become bank money or free money of its holder."""

    NEVER = 0
    FINAL_PAYEE = 1


class CapPeriod(IntEnum):
    """Days over which a mark's cap counts what one pot has paid."""

    DAY = 1
    THIRTY_DAYS = 30


class Refusal(IntEnum):
    """Why a transfer was refused: the first that holds, in this order. `money.errors` says each in words."""

    AMOUNT_NOT_POSITIVE = 1
    AMOUNT_TOO_LARGE = 2
    ACCOUNTS_SAME = 3
    TEXT_NOT_ALLOWED = 4
    TIMEOUT_NOT_ALLOWED = 5
    CONCERNS_NOT_ALLOWED = 6
    CHAIN_OPEN = 7
    ID_REUSED = 8
    DEBIT_ACCOUNT_UNKNOWN = 9
    CREDIT_ACCOUNT_UNKNOWN = 10
    CURRENCY_DIFFERS = 11
    DEBIT_ACCOUNT_CLOSED = 12
    CREDIT_ACCOUNT_CLOSED = 13
    DEBIT_ACCOUNT_FROZEN = 14
    CREDIT_ACCOUNT_FROZEN = 15
    PAYER_STOPPED = 16
    PAYEE_STOPPED = 17
    PENDING_UNKNOWN = 18
    PENDING_DIFFERS = 19
    PENDING_POSTED = 20
    PENDING_VOIDED = 21
    PENDING_EXPIRED = 22
    PENDING_EXCEEDED = 23
    REFUND_UNKNOWN = 24
    REFUND_DIFFERS = 25
    REFUND_EXCEEDED = 26
    MARK_SOURCE = 27
    MARK_NOT_YET = 28
    MARK_ENDED = 29
    MARK_PAYEE = 30
    MARK_GOODS = 31
    MARK_EVIDENCE = 32
    MARK_CASH = 33
    MARK_TRAVELS = 34
    MARK_PAYMENT_CAP = 35
    MARK_PERIOD_CAP = 36
    MARK_CLAIM = 37
    MARK_RETURN = 38
    PAYMENT_LIMIT = 39
    DAY_LIMIT = 40
    MONTH_LIMIT = 41
    BALANCE_LIMIT = 42
    INSUFFICIENT_FUNDS = 43
    BALANCE_TOO_LARGE = 44
    CHAIN_BROKEN = 45


class Status(Enum):
    """What a transfer of a batch came to."""

    ACCEPTED = "accepted"
    #: It was accepted before, with the same body. Nothing happened now.
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTransfer:
    """A transfer to post. Its id is the caller's: sending it again is the same as sending it once."""

    id: TransferId
    debit_id: AccountId
    credit_id: AccountId
    #: For POST what is paid; for VOID what was held.
    amount: Amount
    #: A key of few letters: "wages", "school_meals".
    purpose: str
    #: For people: an invoice, an order, a period. Never a person's number or name.
    reference: str = ""
    #: Code of the goods or the trade, where a mark asks for it.
    goods: str = ""
    kind: TransferKind = TransferKind.MOVE
    #: Takes effect only together with the next one of the batch.
    is_linked: bool = False
    #: The transfer that this one posts, voids or refunds.
    concerns_id: TransferId | None = None
    #: Seconds of city time after which a pending transfer gives its money back; without one it waits.
    timeout_seconds: int | None = None


class Outcome(NamedTuple):
    """What became of one transfer of a batch; `money.errors.explain_refusal` says a refusal in words."""

    id: TransferId
    status: Status
    refusal: Refusal | None = None
    #: What the refusal is measured by, in smallest units: what is there, paid already, or held.
    have: int = 0
    #: The limit or cap that it would pass.
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What an account holds now, with its holds."""

    account_id: AccountId
    posted: Amount
    #: On its way out and in: pending transfers.
    held_out: Amount
    held_in: Amount
    #: What may leave now; empty where nothing limits it.
    available: Amount | None
    status: AccountStatus
    entries: int


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """An account as other rooms see it."""

    id: AccountId
    holder_id: HolderId
    holder_kind: HolderKind
    tier: int
    standing: Standing
    kind: AccountKind
    currency: str
    purpose: str
    category: str
    mark_id: MarkId | None
    status: AccountStatus
    floor: int | None


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """A transfer as it was posted."""

    id: TransferId
    debit_id: AccountId
    credit_id: AccountId
    amount: Amount
    kind: TransferKind
    purpose: str
    reference: str
    goods: str
    concerns_id: TransferId | None
    #: What became of it; None where it is not pending.
    hold: HoldStatus | None
    refunded: Amount
    city_at: datetime
    wall_at: datetime


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One step of an account's balance and the transfer that made it."""

    number: int
    amount: Amount
    balance: Amount
    transfer_id: TransferId
    kind: TransferKind
    purpose: str
    reference: str
    other_account_id: AccountId
    city_at: datetime
    wall_at: datetime


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A balance unfolded to the transfers that made it: `balance` is `before` and the sum of all steps shown."""

    account_id: AccountId
    balance: Amount
    #: Newest first.
    steps: tuple[EntryView, ...]
    #: The balance before the oldest step shown.
    before: Amount
    #: Number below which older steps follow; None when there are none.
    older_than: int | None


@dataclass(frozen=True, kw_only=True)
class NewMark:
    """A condition to put on money."""

    id: MarkId
    owner_id: HolderId
    #: What people read, by language.
    name: Mapping[str, str]
    purpose: str
    #: The owner's account that the remainder goes back to; of a narrower mark, a pot of the wider one.
    return_account_id: AccountId
    valid_from: datetime
    valid_until: datetime
    parent_id: MarkId | None = None
    contract: str = ""
    payees: frozenset[HolderId] = frozenset()
    #: Those of the payees that end a chain.
    final_payees: frozenset[HolderId] = frozenset()
    #: Trades of payees; with no payee and no trade, anybody may be paid.
    categories: frozenset[str] = frozenset()
    goods: frozenset[str] = frozenset()
    needs_evidence: bool = False
    on_spend: OnSpend = OnSpend.CLEAR
    cash_out: CashOut = CashOut.NEVER
    is_claimable: bool = False
    payment_cap: int | None = None
    period_cap: int | None = None
    cap_period: CapPeriod | None = None


def new_transfer_id() -> TransferId:
    """Return an id that begins with the time (UUID version 7): neighbours in time are neighbours on disk."""
    stamp = time.time_ns() // 1_000_000 << 80
    chance = secrets.randbits(74)
    return TransferId(UUID(int=stamp | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1))
