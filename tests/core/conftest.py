"""The journal's own process works as `worker`; all else in these tests works as `web`.

Django is ready only after the first conftests are read, so models are imported inside the fixtures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.journal.seal import Sealer


@pytest.fixture
def as_worker(committed_db: None) -> Iterator[None]:
    """Real commits as the role that seals."""
    from tests.harness.databases import working_as

    with working_as(RUN, "worker"):
        yield


@pytest.fixture
def sealer(as_worker: None) -> Sealer:
    """The city's sealer, which has taken over an empty journal."""
    from alatau.core.journal.seal import Sealer

    sealer = Sealer()
    assert sealer.take_over()
    return sealer
