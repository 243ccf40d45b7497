"""Strangers' files in these tests are examined by one warm process."""

from __future__ import annotations

import pytest


@pytest.fixture
def warm_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the guard fork from a warm process instead of starting Python for each file."""
    from tests.papers.forked import examine_forked

    monkeypatch.setattr("alatau.papers.guard._examine_apart", examine_forked)
