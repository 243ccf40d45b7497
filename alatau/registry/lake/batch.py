"""Many loads one after the other, such as those of a new city: what is computed from them waits for the last."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Key of the lock that is shared by all who bring many loads ("alatau", "batch"); it goes with whoever holds it.
LOCK = (0x0A1A_7A94, 0)


@contextmanager
def many_loads() -> Iterator[None]:
    """Say until the block ends that more loads follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", LOCK)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s, %s)", LOCK)


def are_loads_to_follow() -> bool:
    """Tell whether somebody is in the middle of many loads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK)
        is_free: bool = cursor.fetchone()[0]
    return not is_free
