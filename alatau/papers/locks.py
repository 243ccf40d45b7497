"""Locks on a name until the transaction ends. Rows of append-only tables cannot be locked: that needs the right to
update them, which the processes of the city do not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from uuid import UUID


def lock_name(room_and_noun: str, name: UUID) -> None:
    """Wait until no other transaction holds this name, then hold it until ours ends."""
    assert connection.in_atomic_block, "the lock would be gone at once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{room_and_noun}:{name}"])
