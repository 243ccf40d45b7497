"""Forget documents attached to cases decided long ago. The history keeps what they were and their hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.retention import declare_retention

if TYPE_CHECKING:
    from datetime import datetime


@declare_retention("desk.case_file")
def forget_files(*, before: datetime, limit: int) -> int:
    """Erase documents of cases whose last decision is from before this moment; return how many.

    Only the worker may: the tables refuse deletion to every working role, and a function of the database does it.
    Under another role nothing is erased.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('desk_forget_files(timestamptz, integer)', 'EXECUTE')")
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute("SELECT desk_forget_files(%s, %s)", [before, limit])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
