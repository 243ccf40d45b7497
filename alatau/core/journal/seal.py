"""The sealer: numbers committed lines without gaps, and hashes them into the tree. One at a time, in the whole city.

It finds new lines by comparing two snapshots of the database: every line carries the id of its transaction, and the
transactions that the new snapshot sees and the last one did not are the ones that committed in between. So no line is
skipped however late its transaction ends, no long transaction holds up the others, and writers never wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from alatau.core.faults import declare_points, reach
from alatau.core.journal.canonical import leaf_bytes
from alatau.core.journal.snapshot import BEGINNING, Snapshot
from alatau.core.journal.store import StoredHashes
from alatau.core.journal.tree import Frontier, Node, leaf_hash, load_frontier
from alatau.core.journal.wake import LINES_SEALED, notify
from alatau.core.models import JournalBatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

declare_points("core.seal.found", "core.seal.hashed", "core.seal.committed", "core.seal.announced")

#: Most lines numbered in one commit: a burst is worked off in steps that a kill does not undo.
BATCH_LINES = 5_000

#: Key of the advisory lock that only one sealer of the city holds ("alatau" and "seal" in letters of four bits).
LOCK = 0x0A1A_7A00_5EA1

_FIND = """
SELECT position, id, transaction_id::text, kind, action, city_at, wall_at, contents_hash,
       COALESCE(%(target)s::pg_snapshot, pg_current_snapshot())::text
FROM (
    SELECT * FROM core_journalline
    WHERE transaction_id = ANY(%(late)s::text[]::xid8[])
      AND (transaction_id, position) > (%(transaction)s::text::xid8, %(position)s)
    UNION ALL
    SELECT * FROM core_journalline
    WHERE transaction_id >= %(first_transaction)s::text::xid8
      AND (transaction_id, position) > (%(first_transaction)s::text::xid8, %(first_position)s)
) AS line
WHERE %(target)s::text IS NULL OR pg_visible_in_snapshot(transaction_id, %(target)s::pg_snapshot)
ORDER BY line.transaction_id, position
LIMIT %(limit)s
"""

_KEEP = """
WITH seals AS (
    INSERT INTO core_journalseal (number, line_id, leaf_hash)
    SELECT %(size)s + place, line_id, leaf_hash
    FROM unnest(%(lines)s::bigint[], %(leaves)s::bytea[]) WITH ORDINALITY AS sealed(line_id, leaf_hash, place)
), nodes AS (
    INSERT INTO core_journalnode (level, index, hash)
    SELECT * FROM unnest(%(levels)s::smallint[], %(indexes)s::bigint[], %(hashes)s::bytea[])
)
INSERT INTO core_journalbatch (last_number, base, target, reached_transaction, reached_position)
VALUES (%(last)s, %(base)s, %(target)s, %(transaction)s, %(position)s)
"""


class JournalMovedError(Exception):
    """The database's transaction ids are lower than the journal's: it was loaded from a dump by hand.

    Old lines cannot be told from new ones. `alatau restore` settles the journal in such a database.
    """


class Found(NamedTuple):
    """A committed line without a number."""

    position: int
    id: UUID
    transaction: str
    kind: str
    action: str
    city_at: datetime
    wall_at: datetime
    contents_hash: bytes
    #: The snapshot that saw it.
    seen_in: str


class Cursor(NamedTuple):
    """Where the sealer looks for the next lines: see `JournalBatch`."""

    base: Snapshot = BEGINNING
    #: Set while the lines between two snapshots are worked off in several commits.
    target: Snapshot | None = None
    transaction: str = "0"
    position: int = 0


class Sealer:
    """Numbers lines over the current database connection, on which it holds the lock."""

    def __init__(self) -> None:
        self.frontier = Frontier()
        self.cursor = Cursor()

    def take_over(self) -> bool:
        """Become the city's sealer and go on where the last one stopped; False while another one lives.

        Raises:
            JournalMovedError: the database was loaded from a dump.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s), pg_current_snapshot()::text", [LOCK])
            is_ours, now = cursor.fetchone()
        if is_ours:
            self._resume(Snapshot(now))
        return bool(is_ours)

    def seal_once(self, limit: int = BATCH_LINES) -> int:
        """Number the committed lines, `limit` at most, in one commit; return how many."""
        found = self._find(limit)
        if not found:
            return 0
        reach("core.seal.found")
        frontier = self.frontier.copy()
        leaves = [_hash(line) for line in found]
        nodes = [node for leaf in leaves for node in frontier.append(leaf)]
        reach("core.seal.hashed")
        following = self._cursor_after(found, limit)
        self._keep(found, leaves=leaves, nodes=nodes, following=following)
        reach("core.seal.committed")
        self.frontier, self.cursor = frontier, following
        notify(LINES_SEALED)
        reach("core.seal.announced")
        return len(found)

    def _resume(self, now: Snapshot) -> None:
        last = JournalBatch.objects.order_by("-last_number").first()
        if last is None:
            self.frontier, self.cursor = Frontier(), Cursor()
            return
        self.frontier = load_frontier(StoredHashes(), last.last_number)
        self.cursor = Cursor(
            base=Snapshot(last.base),
            target=Snapshot(last.target) if last.target else None,
            transaction=last.reached_transaction,
            position=last.reached_position,
        )
        if now.ceiling < self.cursor.base.ceiling:
            raise JournalMovedError

    def _find(self, limit: int) -> list[Found]:
        base, target, reached, position = self.cursor
        # Both conditions begin at the same place: with a lower one among them the server would walk the whole index.
        first = max((base.ceiling, 0), (int(reached), position))
        with connection.cursor() as cursor:
            cursor.execute(
                _FIND,
                {
                    "target": target.text if target else None,
                    "late": base.running,
                    "first_transaction": str(first[0]),
                    "first_position": first[1],
                    "transaction": reached,
                    "position": position,
                    "limit": limit,
                },
            )
            rows = cursor.fetchall()
        if not rows and target:
            # The last step took exactly the rest: look again from the snapshot that is worked off now.
            self.cursor = Cursor(base=target)
            return self._find(limit)
        return [Found(*row) for row in rows]

    def _cursor_after(self, found: Sequence[Found], limit: int) -> Cursor:
        last = found[-1]
        if len(found) < limit:
            return Cursor(base=Snapshot(last.seen_in))
        target = self.cursor.target or Snapshot(last.seen_in)
        return Cursor(self.cursor.base, target, last.transaction, last.position)

    def _keep(self, found: Sequence[Found], *, leaves: list[bytes], nodes: list[Node], following: Cursor) -> None:
        size = self.frontier.size
        with connection.cursor() as cursor:
            # One statement is one commit: numbers, nodes and the place to go on from are kept together or not at all.
            cursor.execute(
                _KEEP,
                {
                    "size": size,
                    "lines": [line.position for line in found],
                    "leaves": leaves,
                    "levels": [node.level for node in nodes],
                    "indexes": [node.index for node in nodes],
                    "hashes": [node.hash for node in nodes],
                    "last": size + len(found),
                    "base": following.base.text,
                    "target": following.target.text if following.target else "",
                    "transaction": following.transaction,
                    "position": following.position,
                },
            )


def _hash(line: Found) -> bytes:
    return leaf_hash(
        leaf_bytes(
            line_id=line.id,
            kind=line.kind,
            action=line.action,
            times=(line.city_at, line.wall_at),
            contents=bytes(line.contents_hash),
        )
    )
