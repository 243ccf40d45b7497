"""Servers of their own, for tests that start, break and kill them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.server import EmbeddedServer
from tests.harness.cluster import chosen_server, copy_fresh_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., EmbeddedServer]]:
    """Give supervisors that are stopped afterwards, in a home with a new data folder already in it."""
    if os.geteuid() == 0:
        pytest.skip("PostgreSQL does not run as root; `make test` drops to an ordinary user")
    made: list[EmbeddedServer] = []

    def make(home: Path | None = None, *, durable: bool = True) -> EmbeddedServer:
        place = home or copy_fresh_home(tmp_path / "home")
        made.append(EmbeddedServer(place, find_binaries(chosen_server()), database="alatau", durable=durable))
        return made[-1]

    yield make
    for server in made:
        server.stop()
