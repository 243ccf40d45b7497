"""Letters of this part are signed by keys of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_authority(alatau_home: Path) -> None:
    """Sign with keys that no other test has made: one made today is not valid on `moment`'s day."""


@pytest.fixture(autouse=True)
def _no_beliefs() -> Iterator[None]:
    """Begin without keys that another test's operators had shown."""
    from alatau.services.restriction import recognise

    recognise._believed.clear()
    yield
    recognise._believed.clear()
