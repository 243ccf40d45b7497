"""A treasury and a family's wallet, the same in every process that a test kills."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.money.open import open_account
from alatau.money.values import AccountKind, HolderKind
from tests.money.ledger import BASIC, BY, PUBLIC

CITY, FAMILY, TREASURY, WALLET, POT, MARK = (UUID(int=number) for number in range(1, 7))
UNITS = 1000


def prepare() -> None:
    """A treasury without a floor and a family's wallet: the same in every process."""
    at = read_clocks()
    with transaction.atomic():
        treasury = {
            "holder_id": CITY,
            "holder_kind": HolderKind.PUBLIC,
            "tier": PUBLIC,
            "floor": None,
            "kind": AccountKind.ISSUE,
        }
        wallet = {"holder_id": FAMILY, "holder_kind": HolderKind.PERSON, "tier": BASIC}
        for account_id, chosen in ((TREASURY, treasury), (WALLET, wallet)):
            open_account(account_id, currency="KZT", purpose="test", by=BY, at=at, **chosen)


def count_lines(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()
