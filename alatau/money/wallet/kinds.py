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


@dataclass(frozen=True, kw_only=True)
class SampleMark:
    """A mark of the sample city, and whom its owner has given how much under it."""

    key: str
    #: Key of the organisation that sets it.
    owner: str
    name: Text
    purpose: str
    trades: frozenset[str]
    days: int
    #: Whole units that one pot may pay in a day.
    day_cap: int
    #: Key of a resident, and whole units.
    given: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class SampleWallets:
    """The wallets and marks that a sample database starts with."""

    wallets: tuple[SampleWallet, ...]
    marks: tuple[SampleMark, ...]
