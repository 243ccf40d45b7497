"""PostgreSQL, web and worker are killed at every point of money's commit paths while firms pay over HTTP."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.money.storm.processes import POSTGRES, SELF
from tests.money.storm.storm import WEB, WORKER, check_books, open_storm

#: `make faults SEEDS=N` takes N of them.
SEEDS = int(os.environ.get("ALATAU_FAULT_SEEDS", "30"))
#: In so many seeds somebody has died at every point.
ENOUGH = 30
#: The whole books are read after so many seeds, and at the end.
BOOKS_AFTER = 10
#: A run as long as this is kept beside the measurements.
KEPT_FROM = 1000
KEPT = Path(__file__).parents[2] / "docs" / "measurements" / "money-kills.md"


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_or_doubled_whoever_is_killed_wherever(capsys, django_db_blocker):
    begun, acknowledged = time.monotonic(), 0
    with django_db_blocker.unblock(), open_storm() as storm:
        for seed in range(SEEDS):
            try:
                acknowledged += storm.run(seed)
                if seed % BOOKS_AFTER == BOOKS_AFTER - 1:
                    check_books()
            except AssertionError as error:
                message = f"seed {seed}: {error}"
                raise AssertionError(message) from error
        check_books()
    report = draw(storm.struck, acknowledged=acknowledged, seconds=time.monotonic() - begun)
    if "ALATAU_FAULT_SEEDS" in os.environ:
        with capsys.disabled():
            print(report)  # noqa: T201  the run's own report
    if SEEDS >= KEPT_FROM:
        KEPT.write_text(report, encoding="utf-8")
    if SEEDS >= ENOUGH:
        passed = {(process, point) for process, point, _ in storm.struck}
        assert passed >= {("web", point) for point in WEB} | {("worker", point) for point in WORKER}
        assert {victim for *_, victim in storm.struck} == {SELF, POSTGRES}


def draw(struck, *, acknowledged, seconds):
    """Return the run's report: who died where, how often."""
    rows = [
        f"| {process} | `{point}` | {struck[process, point, SELF]} | {struck[process, point, POSTGRES]} |"
        for process, point in sorted({(process, point) for process, point, _ in struck})
    ]
    head = (
        "# Money while its processes are killed\n\n"
        f"{SEEDS:,} seeds in {seconds / 60:.0f} minutes on {time.strftime('%Y-%m-%d')}: {acknowledged:,} acknowledged "
        f"transfers, {struck.total():,} kills by SIGKILL. Nothing acknowledged was lost, nothing doubled, the books\n"
        "were whole. Repeat it with `make faults SEEDS=1000 ARGS=tests/money/test_storm.py`.\n\n"
        "Requests are sent one to five times in any order over HTTP, one in twenty altered under its old id, while\n"
        "city time leaps up to forty days. A process dies at the point, or PostgreSQL while the process is there.\n\n"
        "| process | point | it died | PostgreSQL died |\n|---|---|---:|---:|\n"
    )
    return head + "\n".join(rows) + "\n"
