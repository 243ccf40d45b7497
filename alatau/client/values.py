"""What goes into calls and comes out of them. Amounts are whole smallest units: of a hundred, 125000 is 1250.00."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  `shapes` reads the annotations
from uuid import UUID


def new_id() -> UUID:
    """Return an id that begins with the time (UUID version 7). Keep it before you send: a repeat needs the same one."""
    stamp = time.time_ns() // 1_000_000 << 80
    chance = secrets.randbits(74)
    return UUID(int=stamp | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So many smallest units of a currency."""

    units: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class NewTransfer:
    """A transfer to make. Of later steps (`post`, `void`, `refund`) accounts may be left out."""

    debit_id: UUID | None = None
    credit_id: UUID | None = None
    amount: int | None = None
    id: UUID = field(default_factory=new_id)
    kind: str = "move"
    currency: str = ""
    purpose: str = "payment"
    reference: str = ""
    goods: str = ""
    is_linked: bool = False
    concerns_id: UUID | None = None
    timeout_seconds: int | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one transfer of a batch."""

    id: UUID
    verdict: str
    code: str = ""
    have: Amount | None = None
    most: Amount | None = None

    @property
    def is_accepted(self) -> bool:
        """Tell whether the transfer stands, from now or from earlier."""
        return self.verdict == "accepted"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A transfer as it was posted, as far as this program may see it."""

    id: UUID
    kind: str
    debit_id: UUID | None
    credit_id: UUID | None
    amount: Amount
    purpose: str
    reference: str
    goods: str
    concerns_id: UUID | None
    hold: str | None
    refunded: Amount
    city_at: datetime
    wall_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to open; holder and tier are the operator's to name."""

    id: UUID = field(default_factory=new_id)
    purpose: str = "wallet"
    currency: str = ""
    trade: str = ""
    holder_id: UUID | None = None
    holder_kind: str | None = None
    tier: int | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What an account holds now; `available` is None where nothing limits it."""

    posted: Amount
    held_out: Amount
    held_in: Amount
    available: Amount | None
    entries: int


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account and what it holds."""

    id: UUID
    kind: str
    status: str
    currency: str
    purpose: str
    trade: str
    mark_id: UUID | None
    balance: Balance


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One step of an account's balance; the other account is hidden where a person paid."""

    number: int
    amount: Amount
    balance: Amount
    transfer_id: UUID
    kind: str
    purpose: str
    reference: str
    other_account_id: UUID | None
    city_at: datetime
    wall_at: datetime


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A pending transfer that waits."""

    transfer_id: UUID
    debit_id: UUID | None
    credit_id: UUID
    amount: Amount
    purpose: str
    reference: str
    city_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewMark:
    """A condition to put on money."""

    name: dict[str, str]
    purpose: str
    return_account_id: UUID
    valid_from: datetime
    valid_until: datetime
    id: UUID = field(default_factory=new_id)
    parent_id: UUID | None = None
    contract: str = ""
    payees: list[UUID] = field(default_factory=list)
    final_payees: list[UUID] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    goods: list[str] = field(default_factory=list)
    needs_evidence: bool = False
    on_spend: str = "clear"
    cash_out: str = "never"
    is_claimable: bool = False
    payment_cap: int | None = None
    period_cap: int | None = None
    cap_period: str | None = None


@dataclass(frozen=True, kw_only=True)
class Mark(NewMark):
    """A mark that was set."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What one account was paid under a mark."""

    account_id: UUID
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class MarkMoney:
    """Where the money under a mark is."""

    held: Amount
    pots: int
    spent: list[Spent]
    spent_with_people: Amount
    returned: Amount


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Whom a phone number pays."""

    account_id: UUID
    name: str
    trade: str


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """An address that hears of events; the secret is told the first time alone."""

    id: UUID
    url: str
    event_types: list[str]
    is_on: bool
    failing_since: datetime | None
    waiting: int
    dead: int
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event on its way."""

    id: UUID
    event_type: str
    status: str
    attempts: int
    failure: str
    made_at: datetime
    next_attempt_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A reason to refuse a transfer; the first that holds decides."""

    order: int
    code: str
    meaning: str
