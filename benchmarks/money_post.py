"""A client of the measured ledger: makes its transfers beforehand, then posts them batch by batch."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from uuid import UUID

import django

django.setup()

from django.db import transaction  # noqa: E402  Django must be ready first

from alatau.core.clock import read_clocks  # noqa: E402  the same
from alatau.core.content import content  # noqa: E402  the same
from alatau.core.money import Amount  # noqa: E402  the same
from alatau.core.values import system_actor  # noqa: E402  the same
from alatau.money.post import post_transfers  # noqa: E402  the same
from alatau.money.values import NewTransfer, Status, TransferKind, new_transfer_id  # noqa: E402  the same


def account(number: int | str) -> UUID:
    """Return the id that `money_found` gave to an account."""
    return UUID(hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest())


class Work:
    """Transfers of one client: made before the clock starts, since making them is the callers' work."""

    def __init__(self, shape: str, families: int, *, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  the same work in each run
        self.shape = shape
        self.families = [account(number) for number in range(families)]
        self.pots = [account(30_000_000 + number) for number in range(families // 5)]
        self.canteens = [account(10_000_000 + number) for number in range(200)]
        self.treasury = account(20_000_000)
        self.amounts = [Amount(units, content().currency) for units in range(1, 1000)]
        #: Above what the tier allows at once.
        self.too_much = Amount(300_000_000, content().currency)
        self.next_family = self.next_pot = seed * families // 2

    def batch(self, size: int) -> list[NewTransfer]:
        """Return the next transfers."""
        make = self.allowance if self.shape == "hot" else self.mixed
        batch = [make(place) for place in range(size)]
        return [*batch[:-1], make(-1)]

    def allowance(self, place: int) -> NewTransfer:
        """The treasury pays the next family, or every fifth time the next pot of school meals."""
        to_pot = place % 5 == 4
        self.next_pot, self.next_family = self.next_pot + to_pot, self.next_family + (not to_pot)
        pot, family = self.pots[self.next_pot % len(self.pots)], self.families[self.next_family % len(self.families)]
        credit = pot if to_pot else family
        return self.new(self.treasury, credit, Amount(50_000, content().currency), purpose="allowance")

    def mixed(self, place: int) -> NewTransfer:
        """A resident pays another, or a canteen with marked money; some are held, linked or refused."""
        drawn = place % 40
        if drawn < 4:
            return self.new(self.chance.choice(self.pots), self.chance.choice(self.canteens), purpose="mixed")
        debit, credit = self.chance.sample(self.families, 2)
        if drawn < 6:
            return self.new(debit, credit, self.too_much, purpose="mixed")
        kind = TransferKind.PENDING if drawn in (7, 8) else TransferKind.MOVE
        return self.new(debit, credit, purpose="mixed", kind=kind, is_linked=drawn == 10 and place >= 0)

    def new(self, debit: UUID, credit: UUID, amount: Amount | None = None, **chosen: object) -> NewTransfer:
        """Return a transfer of a small amount, unless one is given."""
        return NewTransfer(
            id=new_transfer_id(), debit_id=debit, credit_id=credit, amount=amount or self.chance.choice(self.amounts),
            reference=f"bench {self.chance.getrandbits(24)}", **chosen,
        )  # fmt: skip


def main() -> None:
    """Make the transfers, say that they are ready, wait for the word, post them, and tell."""
    shape, size, count, each = sys.argv[1], *map(int, sys.argv[2:5])
    families = int(sys.argv[5])
    work, by = Work(shape, families, seed=each), system_actor("money.bench")
    batches = [work.batch(size) for _ in range(max(1, count // size))]
    with transaction.atomic():
        read_clocks()
    print("ready", flush=True)  # noqa: T201  the measurement waits for it
    sys.stdin.readline()
    told = dict.fromkeys(("accepted", "refused", "batches"), 0)
    slowest, cpu = 0.0, time.process_time()
    for batch in batches:
        begun = time.monotonic()
        with transaction.atomic():
            outcomes = post_transfers(batch, by=by, at=read_clocks())
        slowest = max(slowest, time.monotonic() - begun)
        accepted = sum(outcome.status is Status.ACCEPTED for outcome in outcomes)
        told["accepted"] += accepted
        told["refused"] += len(batch) - accepted
        told["batches"] += 1
    told["python_ms"] = round((time.process_time() - cpu) * 1000)
    told["slowest_ms"] = round(slowest * 1000)
    print(json.dumps(told), flush=True)  # noqa: T201  the measurement reads it


main()
