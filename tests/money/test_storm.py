"""PostgreSQL, web and worker are killed at every point of money's commit paths while firms pay over HTTP."""

from __future__ import annotations

import os

import pytest

from tests.money.storm.processes import POSTGRES, SELF
from tests.money.storm.storm import WEB, WORKER, check_books, open_storm

#: `make faults SEEDS=N` takes N of them.
SEEDS = int(os.environ.get("ALATAU_FAULT_SEEDS", "30"))
#: The whole books are read after so many seeds, and at the end.
BOOKS_AFTER = 10


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_or_doubled_whoever_is_killed_wherever(capsys, django_db_blocker):
    with django_db_blocker.unblock(), open_storm() as storm:
        acknowledged = 0
        for seed in range(SEEDS):
            try:
                acknowledged += storm.run(seed)
                if seed % BOOKS_AFTER == BOOKS_AFTER - 1:
                    check_books()
            except AssertionError as error:
                message = f"seed {seed}: {error}"
                raise AssertionError(message) from error
        check_books()
    with capsys.disabled():
        tell(storm.struck, acknowledged=acknowledged)
    passed = {(process, point) for process, point, _ in storm.struck}
    assert passed >= {("web", point) for point in WEB} | {("worker", point) for point in WORKER}
    assert {victim for *_, victim in storm.struck} == {SELF, POSTGRES}


def tell(struck, *, acknowledged):
    """Print the run's own report: who died where, how often."""
    if "ALATAU_FAULT_SEEDS" not in os.environ:
        return
    print(f"\n{SEEDS} seeds, {acknowledged} answers of acceptance, {struck.total()} kills")  # noqa: T201
    for (process, point, victim), count in sorted(struck.items()):
        print(f"  {process} at {point}: {victim} died {count} times")  # noqa: T201
