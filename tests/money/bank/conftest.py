"""The sample city with its wallets and its bank."""

from __future__ import annotations

import pytest

from tests.money.wallet.conftest import city as wallets

__all__ = ["wallets"]


@pytest.fixture
def city(wallets: None) -> None:
    """Everybody of the sample city, with money to top up from; rolled back after the test."""
    from alatau.core.clock import read_clocks
    from alatau.money.bank.sample import fill_sample_bank

    fill_sample_bank(at=read_clocks())
