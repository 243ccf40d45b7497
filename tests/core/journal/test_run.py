"""The journal's process as a whole: it seals, signs and hands over, and goes on after the database was away."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from alatau.core.journal import listen
from alatau.core.journal.listen import listener
from alatau.core.journal.outside import read_outside
from alatau.core.journal.run import JournalProcess
from alatau.core.models import JournalCheckpoint, JournalListener, JournalSeal
from tests.core.journal.lines import append

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.values import SealedLine

PATIENCE_SECONDS = 20


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the one listener of this test took."""
    numbers: list[int] = []
    monkeypatch.setattr(listen, "_listeners", {})

    @listener("tests.ear", actions=("tests.step.taken",))
    def hear(lines: Sequence[SealedLine]) -> None:
        numbers.extend(line.number for line in lines)

    return numbers


@pytest.fixture
def process(as_worker: None, heard: list[int], tmp_path: Path, settings: SettingsWrapper) -> Iterator[JournalProcess]:
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    process = JournalProcess()
    runner = Thread(target=process.run)
    runner.start()
    yield process
    process.stop()
    runner.join()


def wait_for(question: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not question():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def test_process_numbers_signs_and_hands_over(process: JournalProcess, heard: list[int]) -> None:
    append(3)
    wait_for(lambda: heard == [1, 2, 3])
    wait_for(JournalCheckpoint.objects.exists)
    wait_for(lambda: list(read_outside()))

    assert JournalSeal.objects.count() == 3
    assert JournalListener.objects.get(name="tests.ear").position == 3


def test_process_goes_on_after_all_its_connections_were_cut(process: JournalProcess, heard: list[int]) -> None:
    append()
    wait_for(lambda: heard == [1])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    append()

    wait_for(lambda: heard == [1, 2])


def test_second_process_seals_nothing_while_the_first_lives(process: JournalProcess, heard: list[int]) -> None:
    append()
    wait_for(lambda: heard == [1])
    second = JournalProcess()
    runner = Thread(target=second.run)
    runner.start()
    append()
    wait_for(lambda: heard == [1, 2])
    second.stop()
    runner.join()

    assert second.sealed is None
    assert second.failure is None
