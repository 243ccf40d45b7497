"""`kill -9` of the database's processes and of its supervisor, at random, under writes: no acknowledged row is lost."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from contextlib import suppress

import psycopg
import pytest

from alatau.core.postgres.progress import list_processes_in
from alatau.core.postgres.roles import connect_as
from tests.harness.cluster import launch_server, make_home

SEEDS = range(int(os.environ.get("ALATAU_FAULT_SEEDS", "1")))
KILLS = 4
WRITERS = 3
READY_SECONDS = 60


@pytest.mark.parametrize("seed", SEEDS)
def test_no_acknowledged_row_is_lost_by_kills_at_random(seed):
    chance = random.Random(seed)
    home = make_home("alatau-kills-")
    supervisors = [_start(home)]
    _write_down(home, "CREATE TABLE kept (number bigint)")
    stop = threading.Event()
    acknowledged: list[int] = []
    writers = [threading.Thread(target=_write, args=(home, stop, acknowledged, n * 10**9)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        hits = [_kill_one(chance, home, supervisors) for _ in range(KILLS)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    kept = _read(home)
    _end(supervisors[-1])
    print(f"seed {seed}: {len(acknowledged)} rows acknowledged, killed {', '.join(hits)}")  # noqa: T201  the run's result
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= kept


def _kill_one(chance, home, supervisors) -> str:
    """Let rows be written for a moment, then kill a process of a kind chosen by chance."""
    time.sleep(chance.uniform(0.05, 0.5))
    kind = chance.choice(["supervisor", "first process", "any process"])
    if kind == "supervisor":
        supervisors[-1].kill()
        _end(supervisors[-1])
        supervisors.append(_start(home))
        return kind
    running = list_processes_in(home / "postgres")
    first = [pid for pid in running if pid == _first_process(home)]
    victims = first if kind == "first process" else running
    if victims:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)
    return kind


def _first_process(home) -> int:
    try:
        return int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return 0


def _write(home, stop, acknowledged, first):
    number = first
    while not stop.is_set():
        with suppress(psycopg.Error), connect_as(home, "owner", database="alatau") as owner:
            while not stop.is_set():
                number += 1
                owner.execute("INSERT INTO kept VALUES (%s)", [number])
                acknowledged.append(number)


def _start(home):
    supervisor = launch_server(home)
    assert supervisor.stdout.readline() == "ready\n"
    return supervisor


def _end(supervisor) -> None:
    supervisor.terminate()
    supervisor.wait()
    supervisor.stdout.close()


def _write_down(home, statement) -> None:
    with connect_as(home, "owner", database="alatau") as owner:
        owner.execute(statement)


def _read(home) -> set[int]:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with connect_as(home, "owner", database="alatau") as owner:
                return {row[0] for row in owner.execute("SELECT number FROM kept")}
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "the database did not come back"
            time.sleep(0.05)
