"""Words of estates. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from fractions import Fraction
    from uuid import UUID

    from alatau.core.money import Amount
    from alatau.money.values import HolderId


class EstateStatus(IntEnum):
    """Where an estate stands."""

    OPEN = 0
    #: It went to the heirs.
    DIVIDED = 1
    #: The record of the death was wrong: the wallet is its holder's again.
    RELEASED = 2
    #: Nobody inherits: it went to the state.
    ESCHEATED = 3


@dataclass(frozen=True, kw_only=True)
class HeirView:
    """Somebody to whom a part goes."""

    holder_id: HolderId
    share: Fraction
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class EstateView:
    """An estate as its officials see it."""

    id: UUID
    holder_id: HolderId
    case_id: UUID
    status: EstateStatus
    certificate: str
    money: Amount
    heirs: tuple[HeirView, ...]
    opened_at: datetime
