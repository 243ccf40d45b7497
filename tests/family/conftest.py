"""Fixtures of families: a lake of one's own, opened as only the worker may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import RUN
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own_town(committed_db: None, alatau_home: Path) -> Iterator[None]:
    """Work as the role of the background processes, with a filled lake of one's own and real commits."""
    from tests.family.town import fill

    with working_as(RUN, "worker"):
        fill()
        yield
