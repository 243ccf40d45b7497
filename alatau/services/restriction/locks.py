"""Locks of the register: an act about one person, and a change of the keys under which all are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from uuid import UUID

#: One number for the whole set of keys; a restriction reads the set, a new key changes it.
KEYS = 0x0A1A_7E57
_PERSON = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 61))"


def lock_person(person_id: UUID) -> None:
    """Wait until no other transaction works on this person's restriction."""
    _run(_PERSON, [f"restriction.{person_id}"])


def hold_keys() -> None:
    """Keep the set of operators' keys as it is until the end of the transaction."""
    _run("SELECT pg_advisory_xact_lock_shared(%s)", [KEYS])


def change_keys() -> None:
    """Wait until no transaction enters restricted people: a new key has to find every one of them."""
    _run("SELECT pg_advisory_xact_lock(%s)", [KEYS])


def _run(statement: str, values: list[str | int]) -> None:
    assert connection.in_atomic_block, "a lock is held until the transaction ends"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
