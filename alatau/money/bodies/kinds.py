"""What content says of the bodies that stand around the digital money. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.text import Text


class BodyRole(StrEnum):
    """What a body does, and with that what it does not."""

    #: Issues and redeems; sees nobody's payments.
    ISSUER = "issuer"
    #: Runs the platform, keeps the registers of issue and redemption; decides no limits.
    OPERATOR = "operator"
    #: Opens and serves wallets; issues nothing, and owns none of the money it serves.
    PARTICIPANT = "participant"
    #: Spends the budget, and sets marks on it.
    TREASURY = "treasury"
    #: Receives taxes, and owns the mark of the value added tax.
    REVENUE = "revenue"


@dataclass(frozen=True, kw_only=True)
class BodyAccount:
    """An account that a body keeps beside its first one."""

    key: str
    name: Text


@dataclass(frozen=True, kw_only=True)
class MoneyBody:
    """A public body, or one that a public body admitted."""

    key: str
    role: BodyRole
    name: Text
    #: Number of the content's tiers.
    tier: int
    accounts: tuple[BodyAccount, ...] = ()
    #: Invented: no real city opens it.
    is_sample: bool = False
