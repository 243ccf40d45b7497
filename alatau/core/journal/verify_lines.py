"""Recompute the hashes of single lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from alatau.core.journal.canonical import Plain, contents_hash, leaf_bytes, plain
from alatau.core.journal.tree import leaf_hash

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

BATCH_LINES = 2_000

# A hand can write moments that the city never lived, such as `infinity`; Python cannot even hold them.
LIVED = "{0} BETWEEN '0002-01-01 00:00Z' AND '9998-12-31 00:00Z'"

_READ = f"""
SELECT number, leaf_hash, line.id, kind, action,
       CASE WHEN {LIVED.format("city_at")} THEN city_at END, CASE WHEN {LIVED.format("wall_at")} THEN wall_at END,
       contents_hash, salt, actor, subject_id, purpose, case_id, body, audit_line_id IS NOT NULL
FROM core_journalseal AS seal
LEFT JOIN core_journalline AS line ON line.position = seal.line_id
LEFT JOIN core_journalcontents AS contents ON contents.line_id = seal.line_id
LEFT JOIN core_journalerasure AS erasure ON erasure.line_id = seal.line_id
WHERE number > %s AND number <= %s
ORDER BY number
"""  # noqa: S608  constants


class Row(NamedTuple):
    """A line with all that vouches for it, as the tables hold it now."""

    number: int
    leaf_hash: bytes
    id: UUID | None
    kind: str
    action: str
    #: None for a moment that no line was ever written at.
    city_at: datetime | None
    wall_at: datetime | None
    contents_hash: bytes
    salt: bytes | None
    actor: str
    subject_id: UUID | None
    purpose: str
    case_id: UUID | None
    body: str
    is_erased: bool


def read_rows(after: int, last: int) -> list[Row]:
    """Return the numbered lines that follow `after`, up to `last`."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [after, last])
        return [Row(*row) for row in cursor.fetchall()]


def find_fault_of_line(row: Row, number: int) -> str:
    """Say what is wrong with the line that should have this number; empty when nothing is."""
    facts = {"number": number}
    if row.number != number:
        return _("Line %(number)s is missing.") % facts
    if row.id is None:
        return _("Line %(number)s has a number, but the line itself was deleted.") % facts
    if _hash_of(row, row.id) != row.leaf_hash:
        return _("Line %(number)s was changed after it was numbered: its kind, action, times or hash.") % facts
    if row.salt is not None:
        is_same = contents_hash(row.salt, _contents_of(row)) == row.contents_hash
        return "" if is_same else _("The contents of line %(number)s were changed after they were written.") % facts
    if not row.is_erased:
        return _("The contents of line %(number)s were deleted, and no erasure was recorded.") % facts
    return ""


def _hash_of(row: Row, line_id: UUID) -> bytes | None:
    if row.city_at is None or row.wall_at is None:
        return None
    times = (row.city_at, row.wall_at)
    try:
        leaf = leaf_bytes(line_id=line_id, kind=row.kind, action=row.action, times=times, contents=row.contents_hash)
    except ValueError:
        # Letters that no line was ever written with.
        return None
    return leaf_hash(leaf)


def _contents_of(row: Row) -> dict[str, Plain]:
    return {
        "actor": json.loads(row.actor),
        "subject_id": plain(row.subject_id),
        "purpose": row.purpose,
        "case_id": plain(row.case_id),
        "body": json.loads(row.body),
    }
