"""The digest by which a batch's journal line vouches for its transfers; `alatau money verify` redoes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def digest_columns(columns: Sequence[Iterable[str]]) -> str:
    """Return SHA-256 over the columns of a batch's accepted transfers in their order.

    The columns are id, debit account, credit account (32 hexadecimal digits), amount, currency, kind, purpose,
    reference, goods and the transfer concerned (digits, or nothing). Items are parted by a line feed, which none can
    hold; columns by two.
    """
    return hashlib.sha256("\n\n".join("\n".join(column) for column in columns).encode()).hexdigest()
