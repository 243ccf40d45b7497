"""Payers killed at random moments send again until they are answered: nothing acknowledged is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.money.models import Transfer
from alatau.money.post import post_transfers
from alatau.money.values import Status, TransferKind
from alatau.money.verify import verify_ledger
from tests.faults.kill import start_apart
from tests.money.ledger import BY, balance_of, move
from tests.money.stage import TREASURY, WALLET, prepare

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from alatau.money.values import NewTransfer

SEEDS = range(int(os.environ.get("ALATAU_FAULT_SEEDS", "1")))
SECONDS = 10.0 if "ALATAU_FAULT_SEEDS" in os.environ else 2.0


def make(seed: int, number: int) -> NewTransfer:
    """Return the transfer of this number: the same in every process and after every kill."""
    chance = random.Random(seed * 1_000_003 + number)
    kind = TransferKind.PENDING if chance.random() < 0.2 else TransferKind.MOVE
    return move(TREASURY, WALLET, chance.randint(1, 9), id=UUID(int=(seed << 64) + number + 1000), kind=kind)


def pay(notes: Path, seed: int) -> None:
    """Send batches from the last acknowledged one on, each one to five times, one in twenty altered under its id."""
    chance = random.Random(time.time_ns())
    number = int((notes.read_text().split() or ["0"])[-1]) if notes.exists() else 0
    with notes.open("a") as acknowledged:
        while True:
            batch = [make(seed, number + step) for step in range(4)]
            for _ in range(chance.randint(1, 5)):
                altered = move(WALLET, TREASURY, 1, id=batch[0].id) if chance.random() < 0.05 else None
                with transaction.atomic():
                    sent = chance.sample(batch, len(batch))
                    outcomes = post_transfers([*sent, *([altered] if altered else [])], by=BY, at=read_clocks())
                assert all(one.status is not Status.REFUSED for one in outcomes[: len(batch)])
                assert not altered or outcomes[-1].status is Status.REFUSED
            number += len(batch)
            acknowledged.write(f"{number}\n")
            acknowledged.flush()


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
def test_payers_killed_at_random_lose_and_double_nothing(seed: int, committed_db: None, tmp_path: Path) -> None:
    prepare()
    chance, payers = random.Random(seed), range(1 + 2 * seed, 3 + 2 * seed)
    running: dict[int, BaseProcess] = {each: start_apart(pay, tmp_path / str(each), each) for each in payers}
    ends, kills = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends:
        time.sleep(chance.uniform(0.1, 0.6))
        victim = chance.choice([*payers])
        running[victim].kill()
        running[victim].join()
        kills += 1
        running[victim] = start_apart(pay, tmp_path / str(victim), victim)
    for process in running.values():
        process.kill()
        process.join()
    acknowledged = [make(each, number) for each in payers for number in range(_last(tmp_path / str(each)))]
    assert acknowledged, "the payers got nothing done between the kills"
    stored = Transfer.objects.in_bulk([new.id for new in acknowledged])
    assert {new.id: new.amount.units for new in acknowledged} == {key: row.amount for key, row in stored.items()}
    every = Transfer.objects.filter(kind=TransferKind.MOVE.value).values_list("amount", flat=True)
    assert balance_of(WALLET) == sum(every)
    assert verify_ledger().is_whole
    print(f"seed {seed}: {kills} kills, {len(acknowledged)} acknowledged")  # noqa: T201  the run's own report


def _last(notes: Path) -> int:
    return int((notes.read_text().split() or ["0"])[-1]) if notes.exists() else 0
