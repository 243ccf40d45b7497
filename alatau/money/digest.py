"""The digest by which a batch's journal line vouches for its transfers; `alatau money verify` redoes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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


def is_digest(digest: str | None, told: Sequence[str]) -> bool:
    """Tell whether a posting's journal line vouches for these transfers; the first postings told theirs by columns."""
    if digest == digest_transfers(told):
        return True
    columns = zip(*(one.split("\n") for one in told), strict=True)
    return digest == digest_transfers(map("\n".join, columns))
