"""An open case, and the officials around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import Moment
    from tests.desk.stage import Desk


@pytest.fixture(autouse=True)
def _own_authority(alatau_home: Path) -> None:
    """Sign letters with keys that no other test has made: one made today is not valid on `moment`'s day."""


@pytest.fixture
def desk(db: None, moment: Moment) -> Desk:
    """A desk whose rows are rolled back after the test."""
    # Models cannot be imported before the apps are loaded, and this file is read earlier.
    from tests.desk.stage import make_desk

    return make_desk(moment)
