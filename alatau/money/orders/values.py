"""Words of standing orders. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, TransferId


class Rhythm(IntEnum):
    """How often an order is paid."""

    WEEKLY = 1
    MONTHLY = 2


class OrderState(IntEnum):
    """Whether an order is paid."""

    ACTIVE = 0
    PAUSED = 1
    ENDED = 2


class PeriodOutcome(IntEnum):
    """What became of one period."""

    PAID = 1
    #: There was no money on any of the days on which it was tried.
    MISSED = 2


@dataclass(frozen=True, kw_only=True)
class NewStandingOrder:
    """A payment to make again and again. The id is the payer's: sent twice, it is one order."""

    id: UUID
    source_id: AccountId
    payee_id: AccountId
    amount: Amount
    rhythm: Rhythm
    #: The first payment; its day of the week or month is that of all others.
    first_on: date
    #: No payment is made after this day; empty goes on until it is ended.
    last_on: date | None = None
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class PeriodView:
    """One period that is settled."""

    due_on: date
    outcome: PeriodOutcome
    transfer_id: TransferId | None


@dataclass(frozen=True, kw_only=True)
class StandingOrderView:
    """An order as its payer sees it."""

    id: UUID
    source_id: AccountId
    payee: str
    amount: Amount
    rhythm: Rhythm
    first_on: date
    last_on: date | None
    reference: str
    state: OrderState
    #: The period to be paid next, and the day of the next try.
    due_on: date
    try_on: date
    tries: int
    why: str
    #: The newest first.
    periods: tuple[PeriodView, ...]
