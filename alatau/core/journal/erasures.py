"""Erase what lines say, where the law allows it, so that the journal stays whole: hashes stay, contents go.

An audit line says what was erased, of which class and on which ground; a digest in it binds it to exactly these lines.
The tables refuse deletion to every working role: a function of the database does it, and only together with that line.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("core.erase.told", "core.erase.erased", "core.erase.committed")

#: Action of the line that accounts for an erasure.
ERASED = "core.journal.contents_erased"

#: Most lines one audit line accounts for.
BATCH_LINES = 5_000


def erase_contents(line_ids: Sequence[UUID], *, retention_class: str, ground: str, by: Actor, at: Moment) -> int:
    """Erase the contents of these lines and record why; return how many still had contents.

    Lines that account for an erasure are never erased. Erasing again changes nothing and records nothing.
    """
    assert len(line_ids) <= BATCH_LINES, "the caller erases in batches"
    with transaction.atomic():
        erasable = _lock_erasable(line_ids)
        if not erasable:
            return 0
        # Nothing is refused below this line.
        facts = {
            "class": retention_class,
            "ground": ground,
            "lines": len(erasable),
            "digest": digest_of(erasable),
        }
        line = NewLine(kind=LineKind.AUDIT, action=ERASED, actor=by, body=facts)
        append_lines([line], at=at)
        reach("core.erase.told")
        with connection.cursor() as cursor:
            cursor.execute("SELECT core_erase_journal_contents(%s, %s)", [erasable, line.id])
        reach("core.erase.erased")
    reach("core.erase.committed")
    return len(erasable)


def digest_of(line_ids: Iterable[UUID]) -> str:
    """Return the digest by which an audit line names the lines it erased: SHA-256 over their ids in order."""
    return hashlib.sha256(b"".join(sorted(line_id.bytes for line_id in line_ids))).hexdigest()


def _lock_erasable(line_ids: Sequence[UUID]) -> list[UUID]:
    """Keep a second erasure of the same lines waiting, and leave out what is erased already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ERASED])
        cursor.execute(
            "SELECT line.id FROM core_journalline AS line"
            " JOIN core_journalcontents AS contents ON contents.line_id = line.position"
            " WHERE line.id = ANY(%s) AND line.action <> %s",
            [list(line_ids), ERASED],
        )
        return [row[0] for row in cursor.fetchall()]
