"""A programme with money, people with and without wallets, and batches for tests of payouts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.money.payouts.approve import approve_batch
from alatau.money.payouts.check import check_chunk
from alatau.money.payouts.endorse import endorse_batch
from alatau.money.payouts.pay import pay_chunk
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.read import get_batch
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.values import NewBatch, NewLine
from alatau.money.values import AccountKind, HolderKind
from alatau.money.wallet.open import open_wallet
from tests.money.ledger import BY, PUBLIC, account, tenge
from tests.people import official, resident

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.money.payouts.values import BatchView

BUDGET = 1_000_000_00
PROGRAMME = "support"


def programme(at: Moment, *, balance: int = BUDGET, unattended_most: int = 0) -> UUID:
    """Open a programme with so much money, and return its account."""
    account_id = account(
        at, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, balance=balance, kind=AccountKind.WALLET, purpose="budget"
    )
    name = {"en": "Support"}
    open_programme(
        PROGRAMME,
        name=name,
        purpose="social_support",
        account_id=account_id,
        unattended_most=unattended_most,
        by=BY,
        at=at,
    )
    return account_id


def purse(key: str, at: Moment, *, tier: int = 2) -> UUID:
    """Open a resident's wallet."""
    return open_wallet(resident(key).person_id, HolderKind.PERSON, tier=tier, by=BY, at=at)


def line(key: str, units: int = 50_00, **chosen: object) -> NewLine:
    """A line for a resident by their number."""
    return NewLine(**{"number": resident(key).number, "amount": tenge(units), **chosen})


def hand_over(lines: list[NewLine], at: Moment, *, by: str = "kamila", batch_id: UUID | None = None) -> UUID:
    """Hand a batch over as a treasurer."""
    new = NewBatch(id=batch_id or uuid4(), programme=PROGRAMME, reference="B-1", words="Support for March")
    with transaction.atomic():
        return receive_batch(new, lines, by=official(by).actor, at=at)


def check(batch_id: UUID, at: Moment) -> BatchView:
    """Judge every line."""
    while check_chunk(batch_id, by=BY, at=at):
        pass
    return get_batch(batch_id)


def approve(batch_id: UUID, at: Moment) -> None:
    """Let two treasurers stand behind a batch, whoever handed it over."""
    if get_batch(batch_id).institution_id is not None:
        endorse_batch(batch_id, by=official("kamila").actor, at=at)
    approve_batch(batch_id, by=official("ruslan").actor, at=at)


def pay(batch_id: UUID, at: Moment) -> BatchView:
    """Do what the worker does with an approved batch, but for telling people."""
    check(batch_id, at)
    while pay_chunk(batch_id, by=BY, at=at):
        pass
    return get_batch(batch_id)


def paid(lines: list[NewLine], at: Moment) -> BatchView:
    """Hand over, check, approve by another, and pay."""
    batch_id = hand_over(lines, at)
    check(batch_id, at)
    approve(batch_id, at)
    return pay(batch_id, at)


def outcomes(view: BatchView) -> dict[str, int]:
    """Lines by the name of their outcome."""
    return {each.outcome.name.lower(): each.lines for each in view.counts}


def now() -> Moment:
    return read_clocks()
