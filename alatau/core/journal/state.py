"""What an operator may ask about the journal's process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.journal.listen import list_listeners
from alatau.core.journal.snapshot import BEGINNING, Snapshot
from alatau.core.journal.verify import age_of
from alatau.core.models import JournalBatch, JournalCheckpoint, JournalListener

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class SealerState:
    """How far the journal is numbered and signed."""

    last_number: int
    sealed_at: datetime | None
    unsealed: int
    unsealed_age: timedelta
    checkpoint_size: int
    checkpoint_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ListenerState:
    """Where a listener stands, and what stops it."""

    name: str
    position: int
    #: Numbered lines it has not looked at yet.
    behind: int
    moved_at: datetime | None
    #: False for the row of a listener that this version no longer has.
    is_declared: bool
    #: What it does, in words; empty when it never said.
    about: str = ""
    failed_number: int | None = None
    failed_attempts: int = 0
    failed_with: str = ""
    retry_at: datetime | None = None


def get_sealer_state() -> SealerState:
    """Return how far the journal is numbered and signed, and what waits."""
    batch = JournalBatch.objects.order_by("-last_number").first()
    checkpoint = JournalCheckpoint.objects.order_by("-size").first()
    unsealed, age = _count_since(Snapshot(batch.base) if batch else BEGINNING)
    return SealerState(
        last_number=batch.last_number if batch else 0,
        sealed_at=batch.sealed_at if batch else None,
        unsealed=unsealed,
        unsealed_age=age,
        checkpoint_size=checkpoint.size if checkpoint else 0,
        checkpoint_at=checkpoint.signed_at if checkpoint else None,
    )


def list_listener_states() -> list[ListenerState]:
    """Return where each listener stands: the stopped ones first, then by name."""
    declared = {each.name: str(each.about) for each in list_listeners()}
    batch = JournalBatch.objects.order_by("-last_number").first()
    last_number = batch.last_number if batch else 0
    kept = {row.name: row for row in JournalListener.objects.all()}
    rows = [kept.get(name) or JournalListener(name=name) for name in declared.keys() | kept.keys()]
    states = [
        ListenerState(
            name=row.name,
            position=row.position,
            behind=max(0, last_number - row.position),
            moved_at=row.moved_at,
            is_declared=row.name in declared,
            about=declared.get(row.name, ""),
            failed_number=row.failed_number,
            failed_attempts=row.failed_attempts,
            failed_with=row.failed_with,
            retry_at=row.retry_at,
        )
        for row in rows
    ]
    return sorted(states, key=lambda state: (state.failed_number is None, state.name))


def count_waiting() -> tuple[int, timedelta]:
    """Return how many committed lines wait for a number, and the age of the oldest. Cost: the waiting lines alone."""
    batch = JournalBatch.objects.order_by("-last_number").first()
    return _count_since(Snapshot(batch.base) if batch else BEGINNING)


def _count_since(base: Snapshot) -> tuple[int, timedelta]:
    """Count as the sealer looks: among the transactions that it has not worked off. The walk counts among all lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(wall_at) FROM core_journalline AS line"
            " WHERE (transaction_id >= %s::text::xid8 OR transaction_id = ANY(%s::text[]::xid8[]))"
            " AND NOT EXISTS (SELECT FROM core_journalseal AS seal WHERE seal.line_id = line.position)",
            [str(base.ceiling), base.running],
        )
        count, oldest = cursor.fetchone()
    return count, age_of(oldest)
