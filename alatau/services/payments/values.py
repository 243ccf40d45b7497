"""What goes in and out of payments: accounts, plans and their periods. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.services.decisions.values import DecisionId

PlanId = NewType("PlanId", UUID)
PaymentId = NewType("PaymentId", UUID)
RecoveryId = NewType("RecoveryId", UUID)


class AccountKind(StrEnum):
    """Where the person wants the money."""

    ON_FILE = "on_file"  # where money for them goes already
    WALLET = "wallet"  # their own wallet, opened where there is none
    IBAN = "iban"


@dataclass(frozen=True, kw_only=True)
class AccountChoice:
    """The account that a person chose for a payment; the number only of a bank account."""

    kind: AccountKind = AccountKind.ON_FILE
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountOnFile:
    """Where money for a person goes now, as they may read it."""

    kind: AccountKind
    #: The last letters of a bank account; empty for a wallet.
    shown: str = ""


class Rhythm(StrEnum):
    """How often a plan pays."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Months of a period; 0 for what is paid once."""
        return {Rhythm.ONCE: 0, Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}[self]


class PlanStatus(StrEnum):
    """Where a plan stands."""

    RUNNING = "running"
    #: Nothing is paid until somebody says more: a death, or an official's word.
    HELD = "held"
    STOPPED = "stopped"
    #: Everything was paid.
    DONE = "done"


class StopReason(StrEnum):
    """Why a plan stands still or ended."""

    SUPERSEDED = "superseded"  # a later decision pays in its place
    RIGHT_ENDED = "right_ended"
    DEATH = "death"
    OFFICIAL = "official"


class PaymentStatus(StrEnum):
    """Where one period's payment stands."""

    DUE = "due"  # it goes with the next run
    HANDED = "handed"  # it is with the treasury
    PAID = "paid"
    SENT = "sent"  # the bank has it
    FAILED = "failed"  # tried, and tried again each day
    RETURNED = "returned"  # it failed for good: a person looks
    DROPPED = "dropped"  # an official decided that it is not to be paid


@dataclass(frozen=True, kw_only=True)
class PaymentView:
    """One period's payment as its person reads it."""

    id: PaymentId
    period: date
    amount: Amount
    #: What was taken off it for an earlier payment that was too much.
    deducted: Amount
    status: PaymentStatus
    paid_at: datetime | None
    #: What is paid, and by which decision.
    right: str
    benefit_key: str
    decision_id: DecisionId


@dataclass(frozen=True, kw_only=True)
class ComingPayment:
    """What a plan pays next."""

    right: str
    benefit_key: str
    decision_id: DecisionId
    amount: Amount
    on: date


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan as its person reads it."""

    id: PlanId
    decision_id: DecisionId
    amount: Amount
    rhythm: Rhythm
    status: PlanStatus
    reason: StopReason | None
    next_on: date | None
    #: The new account's first payment waits until then.
    waits_until: datetime | None
    payments: tuple[PaymentView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What one run of a day handed over."""

    day: date
    plans: int = 0
    payments: int = 0
    batches: int = 0
    ended: int = 0
    tasks: int = 0
