"""What callers of a storm ask for: each request one to five times, in any order, one in twenty altered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.client import NewTransfer

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

#: Requests of one seed, before they are repeated.
REQUESTS = 10
SENT_MOST = 5
ALTERED = 0.05
SECONDS = 60


@dataclass(frozen=True)
class Request:
    """What one caller sends at once: a transfer, or several that are linked."""

    payer: int
    transfers: tuple[NewTransfer, ...]

    @property
    def is_batch(self) -> bool:
        return len(self.transfers) > 1


def make_requests(chance: random.Random, accounts: Sequence[UUID]) -> list[Request]:
    """Return the requests of a seed; the same seed makes the same ones."""
    requests: list[Request] = []
    while len(requests) < REQUESTS:
        payer, payee = chance.sample(range(len(accounts)), 2)
        new = _transfer(chance, accounts[payer], accounts[payee])
        match chance.choices(["move", "pending", "linked", "refund"], [50, 25, 15, 10])[0]:
            case "pending":
                requests += _pending(chance, payer, replace(new, kind="pending", timeout_seconds=SECONDS))
            case "linked":
                other = _transfer(chance, accounts[payer], accounts[payee])
                requests.append(Request(payer, (replace(new, is_linked=True), other)))
            case "refund":
                back = _step(chance, new, "refund")
                requests += [Request(payer, (new,)), Request(payee, (back,))]
            case _:
                requests.append(Request(payer, (new,)))
    return requests


def send_list(chance: random.Random, requests: Sequence[Request]) -> list[Request]:
    """Return what is really sent: repeats, shuffled, and now and then another body under an old id."""
    sent = [each for each in requests for _ in range(chance.randint(1, SENT_MOST))]
    chance.shuffle(sent)
    return [_alter(each) if chance.random() < ALTERED else each for each in sent]


def _alter(request: Request) -> Request:
    first, *others = request.transfers
    assert first.amount is not None
    return Request(request.payer, (replace(first, amount=first.amount + 1), *others))


def _transfer(chance: random.Random, debit_id: UUID, credit_id: UUID) -> NewTransfer:
    return NewTransfer(
        id=_id(chance), debit_id=debit_id, credit_id=credit_id, amount=chance.randint(1, 400), purpose="storm"
    )


def _pending(chance: random.Random, payer: int, hold: NewTransfer) -> list[Request]:
    """Return a pending transfer, and what settles it, if anything does."""
    step = chance.choice(["post", "none"])
    held = [Request(payer, (hold,))]
    return held if step == "none" else [*held, Request(payer, (_step(chance, hold, step),))]


def _step(chance: random.Random, first: NewTransfer, kind: str) -> NewTransfer:
    sides = (first.debit_id, first.credit_id) if kind == "post" else (first.credit_id, first.debit_id)
    assert first.amount is not None
    return NewTransfer(
        id=_id(chance), kind=kind, debit_id=sides[0], credit_id=sides[1], amount=chance.randint(1, first.amount),
        concerns_id=first.id, purpose="storm",
    )  # fmt: skip


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
