"""The digest by which a batch's journal line vouches for its transfers; `alatau money verify` redoes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def tell_transfers(columns: Iterable[Iterable[str]]) -> list[str]:
    """Return each transfer as the text that its posting's digest is taken of, from the columns of a batch.

    The columns are id, debit account, credit account (32 hexadecimal digits), amount, currency, kind, purpose,
    reference, goods and the transfer concerned (digits, or nothing). Items are parted by a line feed, which none can
    hold.
    """
    return [*map("\n".join, zip(*columns, strict=True))]


def digest_transfers(told: Iterable[str]) -> str:
    """Return SHA-256 over the accepted transfers of a batch in their order, an empty line between two."""
    return hashlib.sha256("\n\n".join(told).encode()).hexdigest()
