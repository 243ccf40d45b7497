"""The numbered lines around which the listeners stand: read from the database once, handed to all of them."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db import connection

from alatau.core.journal.values import LineKind, SealedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Lines read at once, and kept together.
CHUNK_LINES = 500
#: Chunks kept in memory: some ten megabytes.
KEPT_CHUNKS = 20

_READ = """
SELECT number, line.id, kind, action, city_at, wall_at, actor, subject_id, case_id, purpose, body
FROM core_journalseal AS seal
JOIN core_journalline AS line ON line.position = seal.line_id
LEFT JOIN core_journalcontents AS contents ON contents.line_id = seal.line_id
WHERE number > %s AND number <= %s
ORDER BY number
"""


class Window:
    """Hands out numbered lines; safe to share between threads. Cost: one query for all listeners at the same place."""

    def __init__(self) -> None:
        self._chunks: OrderedDict[int, list[SealedLine]] = OrderedDict()
        self._lock = Lock()

    def read(self, after: int) -> Sequence[SealedLine]:
        """Return some of the lines that follow the number, in order and without a gap; none when there are none yet."""
        index, skip = divmod(after, CHUNK_LINES)
        with self._lock:
            chunk = self._chunks.setdefault(index, [])
            self._chunks.move_to_end(index)
            if len(chunk) <= skip:
                chunk += read_sealed_lines(index * CHUNK_LINES + len(chunk), (index + 1) * CHUNK_LINES)
            if len(self._chunks) > KEPT_CHUNKS:
                self._chunks.popitem(last=False)
            return chunk[skip:]


def read_sealed_lines(after: int, last: int) -> list[SealedLine]:
    """Return the numbered lines that follow `after`, up to `last`."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [after, last])
        return [_line_of(row) for row in cursor.fetchall()]


def _line_of(row: tuple[Any, ...]) -> SealedLine:
    number, line_id, kind, action, city_at, wall_at, actor, subject_id, case_id, purpose, body = row
    is_erased = body is None
    return SealedLine(
        number=number,
        id=line_id,
        kind=LineKind(kind),
        action=action,
        city_at=city_at,
        wall_at=wall_at,
        actor={} if is_erased else json.loads(actor),
        subject_id=subject_id,
        case_id=case_id,
        purpose=purpose or "",
        body={} if is_erased else json.loads(body),
        is_erased=is_erased,
    )
