"""Fixtures of the lake: only the worker's processes open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import RUN
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def as_worker(committed_db: None, alatau_home: Path) -> Iterator[None]:
    """Work as the role of the background processes, with real commits and a lake of one's own."""
    with working_as(RUN, "worker"):
        yield
