"""Fixtures of families: a lake of one's own, opened as only the worker may."""

from __future__ import annotations

import pytest


@pytest.fixture
def own_town(as_worker: None) -> None:
    """Work as the role of the background processes, with a filled lake of one's own and real commits."""
    from tests.family.town import fill

    fill()
