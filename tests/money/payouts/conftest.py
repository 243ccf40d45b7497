"""Everybody of the sample city, for tests of payouts."""

from __future__ import annotations

import pytest


@pytest.fixture
def city(db: None) -> None:
    from tests.people import load_people

    load_people()
