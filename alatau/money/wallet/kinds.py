"""What content says of the wallets of a sample city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class SampleWallet:
    """A wallet that a resident or firm of the sample city starts with."""

    #: Key of the resident or organisation.
    holder: str
    tier: int
    #: Whole units of the currency.
    money: int
    #: What a shop sells, four digits of ISO 18245; empty for a person.
    trade: str = ""
    #: Key of the participant that serves it; the first one where none is named.
    participant: str = ""


@dataclass(frozen=True, kw_only=True)
class SampleMark:
    """A mark of the sample city, and whom its owner has given how much under it."""

    key: str
    #: Key of the organisation or resident that sets it; "treasury:roads" for an account of the treasury.
    owner: str
    name: Text
    #: Key of the content's kind of marked money.
    purpose: str
    days: int
    trades: frozenset[str] = frozenset()
    goods: frozenset[str] = frozenset()
    #: Keys of firms that the money may go through, and of those that end the chain.
    payees: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contract: str = ""
    needs_evidence: bool = False
    #: Words of payments whose document its owner has seen already.
    accepted: tuple[str, ...] = ()
    #: Whole units that one pot may pay in a day.
    day_cap: int | None = None
    #: Key of a resident or firm, and whole units.
    given: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class SamplePayment:
    """A payment that somebody of the sample city has made today."""

    payer: str
    payee: str
    #: Whole units of the currency.
    money: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class SampleBill:
    """A bill that somebody of the sample city has to pay."""

    key: str
    #: Key of an organisation, or of a public body.
    issuer: str
    #: Key of a resident.
    debtor: str
    #: Whole units of the currency.
    money: int
    purpose: str
    #: In the debtor's language, as its issuer would write it.
    words: str
    #: Days from the city's first one until its last day to pay.
    days: int
    lapses: bool = False


@dataclass(frozen=True, kw_only=True)
class SampleWallets:
    """The wallets and marks that a sample database starts with."""

    wallets: tuple[SampleWallet, ...]
    marks: tuple[SampleMark, ...]
    payments: tuple[SamplePayment, ...] = ()
    bills: tuple[SampleBill, ...] = ()
    #: Sign-in names of the two officers who issue the money: one asks, the other confirms.
    issuers: tuple[str, str] = ("", "")
    #: Key of an account of the treasury (empty for its first one), and whole units.
    budget: tuple[tuple[str, int], ...] = ()
