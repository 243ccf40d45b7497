"""The sample city with its wallets and its bank."""

from __future__ import annotations

from tests.money.wallet.conftest import city

__all__ = ["city"]
