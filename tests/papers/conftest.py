"""What every test of this room stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_authority(alatau_home: Path) -> None:
    """Sign with keys that no other test has made.

    The run's home is shared: an authority that another room's test made today is not valid on `moment`'s day.
    """


@pytest.fixture
def warm_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the guard fork from a warm process instead of starting Python for each file."""
    from tests.papers.forked import examine_forked

    monkeypatch.setattr("alatau.papers.guard._examine_apart", examine_forked)
