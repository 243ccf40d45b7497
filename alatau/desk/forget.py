"""Forget what people wrote and attached to cases decided long ago. Steps, their codes and the hashes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from psycopg import sql

from alatau.core.retention import declare_retention

if TYPE_CHECKING:
    from datetime import datetime


@declare_retention("desk.case_file")
def forget_files(*, before: datetime, limit: int) -> int:
    """Erase documents of cases whose last decision is from before this moment; return how many.

    Only the worker may: the tables refuse deletion to every working role, and a function of the database does it.
    Under another role nothing is erased.
    """
    return _forget("desk_forget_files", before, limit)


@declare_retention("desk.case_words")
def forget_words(*, before: datetime, limit: int) -> int:
    """Erase notes, explanations, reasons and the fields of letters from cases decided before this moment.

    Returns how many steps and decisions lost their words. What happened, when, by whom and with which outcome stays.
    """
    return _forget("desk_forget_words", before, limit)


def _forget(function: str, before: datetime, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(%s, 'EXECUTE')", [f"{function}(timestamptz, integer)"])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(sql.SQL("SELECT {}(%s, %s)").format(sql.Identifier(function)), [before, limit])
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])
