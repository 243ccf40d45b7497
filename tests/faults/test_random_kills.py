"""Writers, sealer and listeners killed at random moments under load: nothing acknowledged is lost, nothing doubled.

One short run in the usual tests; `make faults SEEDS=N` makes N longer ones. A failing seed is repeated by its number.
"""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.listen import listener
from alatau.core.journal.run import JournalProcess
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.journal.verify import count_unsealed, verify_journal
from alatau.core.models import JournalContents, JournalLine
from tests.conftest import RUN
from tests.core.journal.lines import WRITER
from tests.faults.kill import start_apart
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.values import SealedLine

SEEDS = range(int(os.environ.get("ALATAU_FAULT_SEEDS", "1")))
SECONDS = 20.0 if "ALATAU_FAULT_SEEDS" in os.environ else 3.0
SETTLE_SECONDS = 60


def write(acknowledged: Path, seed: int) -> None:
    """Commit a few lines at a time, and note each commit that was acknowledged."""
    chance = random.Random(seed)
    with acknowledged.open("a") as notes:
        while True:
            lines = [
                NewLine(kind=LineKind.EVENT, action="tests.step.taken", actor=WRITER)
                for _ in range(chance.randint(1, 5))
            ]
            with transaction.atomic():
                append_lines(lines, at=read_clocks())
            notes.write("".join(f"{line.id}\n" for line in lines))
            notes.flush()


def answer(lines: Sequence[SealedLine]) -> None:
    """Write one line for each line heard."""
    answers = [
        NewLine(kind=LineKind.EVENT, action="tests.step.answered", actor=WRITER, case_id=line.id, id=uuid4())
        for line in lines
    ]
    append_lines(answers, at=read_clocks())


def serve() -> None:
    """Run the journal's process with two listeners until killed."""
    with working_as(RUN, "worker"):
        listener("tests.answer", actions=("tests.step.taken",))(answer)
        listener("tests.idle", actions=("tests.never.heard",))(answer)
        JournalProcess().run()


@pytest.mark.faults
@pytest.mark.parametrize("seed", SEEDS)
def test_random_kills_lose_and_double_nothing(
    seed: int, committed_db: None, tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    processes = {
        "writer one": lambda: start_apart(write, tmp_path / "one", seed),
        "writer two": lambda: start_apart(write, tmp_path / "two", seed + 1000),
        "journal": lambda: start_apart(serve),
    }
    kills = _kill_at_random(random.Random(seed), processes)
    _check(tmp_path)
    print(f"seed {seed}: {kills} kills, {JournalLine.objects.count()} lines")  # noqa: T201  the run's own report


def _kill_at_random(chance: random.Random, starters: dict[str, object]) -> int:
    """Keep all at work, kill one at a time, then let the journal alone catch up; return the number of kills."""
    running: dict[str, BaseProcess] = {name: start() for name, start in starters.items()}
    kills = 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        time.sleep(chance.uniform(0.1, 0.9))
        name = chance.choice(list(starters))
        _end(running[name])
        running[name] = starters[name]()
        kills += 1
    for name in ("writer one", "writer two"):
        _end(running[name])
    _wait_until_settled()
    _end(running["journal"])
    return kills


def _end(process: BaseProcess) -> None:
    process.kill()
    process.join()
    process.close()


def _wait_until_settled() -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while count_unsealed()[0] or _unanswered():
        assert time.monotonic() < deadline, "the journal did not catch up"
        time.sleep(0.1)


def _unanswered() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM core_journalline AS line WHERE action = 'tests.step.taken' AND NOT EXISTS"
            " (SELECT FROM core_journalcontents AS contents WHERE contents.case_id = line.id)"
        )
        return int(cursor.fetchone()[0])


def _check(folder: Path) -> None:
    acknowledged = {UUID(row) for path in (folder / "one", folder / "two") for row in path.read_text().splitlines()}
    written = set(JournalLine.objects.filter(action="tests.step.taken").values_list("id", flat=True))
    answered = list(
        JournalContents.objects.filter(line__action="tests.step.answered").values_list("case_id", flat=True)
    )
    assert acknowledged <= written
    assert len(acknowledged) > 0
    assert sorted(answered) == sorted(written)
    assert verify_journal().broken == ""
