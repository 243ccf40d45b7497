"""A whole city of its own: what `alatau up` starts, on a free port, with its sample people."""

from __future__ import annotations

import os
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


@dataclass(frozen=True)
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
        process.terminate()
        process.wait(60)


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


def wait_until_open(city: LiveCity) -> None:
    """Return when the city has printed its table."""
    deadline = time.monotonic() + READY_SECONDS
    while OPEN not in city.said:
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
        "COLUMNS": "200",
        **variables,
    }
