"""The sample city with its wallets."""

from __future__ import annotations

from tests.money.wallet.conftest import city

__all__ = ["city"]
