"""Words of wallets. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.money import Amount
    from alatau.money.values import AccountId, HolderId, NewMark, TransferId, TransferKind


@dataclass(frozen=True, kw_only=True)
class Payee:
    """Whom a payment goes to, as far as the payer may see them."""

    account_id: AccountId
    holder_id: HolderId
    #: Short for people, whole for firms.
    name: str
    #: Four digits of ISO 18245; empty for people.
    trade: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A payment that somebody asks for: by a code on a counter, or by a link."""

    payee: Payee
    #: None where the payer says how much.
    amount: Amount | None
    #: The transfer that answers it: the same one however often the code is read. None for a code on the wall.
    transfer_id: TransferId | None
    reference: str
    #: Code of what is bought, where the payee says it.
    goods: str = ""


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """A payment to make. The id is the payer's: sent twice, it is one payment."""

    id: TransferId
    #: The account or pot to pay from.
    source_id: AccountId
    payee_id: AccountId
    amount: Amount
    reference: str = ""
    #: What is bought, by the content's code, where the payee says it: some marks pay for nothing else.
    goods: str = ""


@dataclass(frozen=True, kw_only=True)
class Pot:
    """Marked money in a wallet, with its story."""

    account_id: AccountId
    amount: Amount
    mark: NewMark
    #: Who put the condition on it.
    owner: str


@dataclass(frozen=True, kw_only=True)
class Wallet:
    """A holder's free and marked money now."""

    account_id: AccountId
    available: Amount
    pots: tuple[Pot, ...]


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One line of a wallet's history."""

    transfer_id: TransferId
    #: Less than zero for what left.
    amount: Amount
    kind: TransferKind
    #: Empty where the payer is nobody's business.
    other: str
    reference: str
    at: datetime
    #: Name of the mark that the money was under, by language; None for free money.
    mark: NewMark | None


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A payment in full, for either side of it."""

    payment: Payment
    #: Before anything came back.
    refunded: Amount
    may_refund: Amount


@dataclass(frozen=True, kw_only=True)
class Left:
    """How much a holder may still pay; None is no limit."""

    tier: int
    payment: Amount | None
    day: Amount | None
    day_paid: Amount
    day_most: Amount | None
    month: Amount | None
    month_paid: Amount
    month_most: Amount | None
    balance_most: Amount | None
    #: What may leave now, whatever stops it first.
    now: Amount
    #: What stops it: "funds", "payment", "day" or "month".
    by: str
