"""Append lines to the journal inside the caller's transaction. The sealer numbers them after the commit."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import connection

from alatau.core.models import JournalLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import NewLine
    from alatau.core.values import Actor, Moment


def append_lines(lines: Sequence[NewLine], *, at: Moment) -> None:
    """Write the lines in the caller's transaction; they exist when, and only when, it commits.

    An id already written with the same content is the same line; nothing is written twice.
    """
    assert connection.in_atomic_block, "a line belongs to the transaction that causes it"
    JournalLine.objects.bulk_create(
        [
            JournalLine(
                id=line.id,
                kind=line.kind,
                action=line.action,
                actor=_actor_facts(line.actor),
                subject_id=line.subject_id,
                purpose=line.purpose,
                case_id=line.case_id,
                body=dict(line.body),
                city_at=at.city_at,
                wall_at=at.wall_at,
            )
            for line in lines
        ]
    )


def _actor_facts(actor: Actor) -> dict[str, object]:
    return {
        name: sorted(value) if isinstance(value, frozenset) else str(value)
        for name, value in asdict(actor).items()
        if value
    }
