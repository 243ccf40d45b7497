"""What content says of kinds of marked money: who may set one, on what, and what its owner chooses. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from alatau.money.values import CashOut, HolderKind, OnSpend

if TYPE_CHECKING:
    from alatau.core.text import Text


class Receiver(StrEnum):
    """How an owner names whom the money is for."""

    PHONE = "phone"
    #: A child in the owner's care, who may have no phone.
    CHILD = "child"
    #: A firm, by its number.
    FIRM = "firm"


class Condition(StrEnum):
    """What an owner may set beside the amount and the last day."""

    TRADES = "trades"
    GOODS = "goods"
    DAY_CAP = "day_cap"
    PAYMENT_CAP = "payment_cap"
    CONTRACT = "contract"
    #: The firms that the money may go through, the last of whom may take it out.
    CHAIN = "chain"
    #: Each payment waits until the owner has seen a document on it.
    EVIDENCE = "evidence"


@dataclass(frozen=True, kw_only=True)
class MarkKind:
    """One kind of marked money."""

    #: What the ledger calls it, as a purpose.
    key: str
    name: Text
    #: What it is for, in a sentence.
    about: Text
    owners: frozenset[HolderKind]
    receivers: tuple[Receiver, ...]
    conditions: frozenset[Condition]
    #: What the owner may choose from; where there is but one, it is set. Empty for all that content names.
    trades: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    on_spend: OnSpend = OnSpend.CLEAR
    cash_out: CashOut = CashOut.NEVER
    #: A claim by law may reach it: never where it is social money.
    is_claimable: bool = False
