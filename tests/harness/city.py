"""A whole city of its own: what `alatau up` starts, on a free port, with its sample people."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.core.leash import leashed
from alatau.core.postgres.ports import find_free_port
from alatau.core.postgres.roles import connect_as
from tests.harness.cluster import chosen_server, make_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import psycopg

CLONE = Path(__file__).parents[2]
READY_SECONDS = 120
#: The last line of the greeting.
OPEN = "Ctrl-C stops it."


@dataclass
class LiveCity:
    """A running city: where it is, and what it said when it started."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        """Everything it printed so far, in the terminal's colours or without."""
        return (self.home / "said.txt").read_text(encoding="utf-8")

    def connect(self, role: str = "owner") -> psycopg.Connection:
        """Open a connection to its database as one of the roles."""
        return connect_as(self.home, role, database="alatau")

    def list_processes(self, word: str = "") -> list[int]:
        """Return the processes that were started with this home and whose command holds the word."""
        return list(_find_processes(self.home, word))

    def open_again(self) -> None:
        """Start the city anew in its home and at its address, and return when it is open."""
        times = self.said.count(OPEN)
        self.process = start_up(self.home, ALATAU_PORT=self.url.rpartition(":")[2])
        wait_until_open(self, times=times + 1)

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the city in its home, and return how it ended."""
        return run_alatau(self.home, *arguments, **variables)


@contextmanager
def open_city(prefix: str = "alatau-city-", **variables: str) -> Iterator[LiveCity]:
    """Run a city in a new home until the block ends."""
    home = make_home(prefix)
    port = find_free_port()
    process = start_up(home, ALATAU_PORT=str(port), **variables)
    city = LiveCity(f"http://127.0.0.1:{port}", home, process)
    try:
        wait_until_open(city)
        yield city
    finally:
        city.process.send_signal(signal.SIGINT)
        code = city.process.wait(60)
    assert (code, city.list_processes()) == (0, []), f"it did not stop as Ctrl-C should stop it\n{city.said}"


def start_up(home: Path, **variables: str) -> subprocess.Popen[bytes]:
    """Start `alatau up` in a home; what it says goes to a file there, and it dies with us."""
    with (home / "said.txt").open("ab") as said:
        return subprocess.Popen(
            leashed([sys.executable, "-m", "alatau", "up"]),
            env=city_environment(home, variables),
            cwd=CLONE,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


def wait_until_open(city: LiveCity, *, times: int = 1) -> None:
    """Return when the city has printed its table, for the last of so many times."""
    deadline = time.monotonic() + READY_SECONDS
    while city.said.count(OPEN) < times:
        assert city.process.poll() is None, city.said
        assert time.monotonic() < deadline, city.said
        time.sleep(0.05)


def run_alatau(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the city in a home, and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "alatau", *arguments],
        env=city_environment(home, variables),
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=False,
    )


def city_environment(home: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a city's process: nothing of this test run's own settings."""
    ours = ("ALATAU_", "DJANGO_", "DATABASE_", "PROMETHEUS_", "PYTEST_", "PG")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return clean | {
        "ALATAU_HOME": str(home),
        "ALATAU_POSTGRES": chosen_server(),
        "ALATAU_DURABLE": "no",
        "ALATAU_CITY_PEOPLE": "0",
        "ALATAU_WORKER_STOP_SECONDS": "3",
        "COLUMNS": "200",
        **variables,
    }


def _find_processes(home: Path, word: str) -> Iterator[int]:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            belongs = f"ALATAU_HOME={home}".encode() in (entry / "environ").read_bytes().split(b"\0")
            if belongs and word.encode() in (entry / "cmdline").read_bytes():
                yield int(entry.name)
        except OSError:
            continue
