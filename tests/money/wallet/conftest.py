"""The sample city with its wallets."""

from __future__ import annotations

import pytest


@pytest.fixture
def city(db: None) -> None:
    """Everybody of the sample city, with their wallets; rolled back after the test."""
    # Models cannot be imported before the apps are loaded, and this file is read earlier.
    from alatau.money.wallet.sample import load_sample_wallets
    from tests.people import load_people

    load_people()
    load_sample_wallets()
