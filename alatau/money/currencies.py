"""Currencies and tokens that the ledger keeps: the state's own, and those that its content adds."""

from __future__ import annotations

from functools import cache

from alatau.core.content import content
from alatau.core.money import Amount, Currency


@cache
def list_currencies() -> dict[str, Currency]:
    """Return each currency by its code; the state's own is the first."""
    return {currency.code: currency for currency in (content().currency, *content().currencies)}


def amount_of(units: int, code: str) -> Amount:
    """Return an amount of a currency that the ledger keeps."""
    return Amount(units, list_currencies()[code])
