"""What content says of the bank that a city tops up from and withdraws to. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rail(StrEnum):
    """How money is sent to a bank account."""

    #: By an order to the bank that keeps the city's account: pain.001, answered by pain.002.
    ORDER = "order"
    #: By a payment between banks: pacs.008, answered by pacs.002.
    PAYMENT = "payment"


class Habit(StrEnum):
    """How the simulated bank treats an account of the sample city."""

    PAYS = "pays"
    CLOSED = "closed"
    #: Says at first that it is at work, and a minute later that it has paid.
    SLOW = "slow"
    #: Gives each answer twice.
    TWICE = "twice"
    #: Pays, and books another amount in its statement.
    MISBOOKS = "misbooks"


@dataclass(frozen=True, kw_only=True)
class SampleBankAccount:
    """An account at the simulated bank, of an invented person."""

    #: Serial number of the content's synthetic account numbers.
    serial: int
    name: str
    habit: Habit


@dataclass(frozen=True, kw_only=True)
class BankLink:
    """The bank that a city's money enters and leaves by."""

    #: Key of the body that serves the wallets there.
    body: str
    #: ISO 9362 codes of the bank, and of the city as it signs its messages.
    bic: str
    own_bic: str
    #: What payers write as the receiver.
    own_name: str
    #: The account that holds the bank money behind the wallets, by the content's account numbers.
    account: str
    rail: Rail
    #: Accounts of the simulated bank; a real city has none.
    sample_accounts: tuple[SampleBankAccount, ...] = ()
