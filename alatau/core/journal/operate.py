"""What an operator may do about a listener that stopped at a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.errors import ListenerMovedError
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.journal.wake import LINES_SEALED, notify
from alatau.core.models import JournalListener

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

declare_points("core.listener.retried", "core.listener.skipped")


@transaction.atomic
def retry_listener(name: str, *, by: Actor, at: Moment) -> None:
    """Let a stopped listener try its line again now. One that goes on already is left alone.

    Raises:
        NotFoundError: there is no such listener.
    """
    row = _lock(name)
    if row.failed_number is None:
        return
    # Nothing is refused below this line.
    JournalListener.objects.filter(name=name).update(retry_at=at.wall_at)
    _tell("core.listener.retried", row, by=by, at=at)
    reach("core.listener.retried")


@transaction.atomic
def skip_line(name: str, number: int, *, reason: str, by: Actor, at: Moment) -> None:
    """Let a stopped listener leave out the line it stopped at, for a reason that is kept.

    Raises:
        NotFoundError, ListenerMovedError: in this order; nothing is changed.
    """
    assert reason, "doors refuse an empty reason"
    row = _lock(name)
    if row.failed_number != number:
        raise ListenerMovedError(listener=name)
    # Nothing is refused below this line.
    JournalListener.objects.filter(name=name).update(
        position=number, failed_number=None, failed_attempts=0, failed_with="", retry_at=None
    )
    _tell("core.listener.line_skipped", row, by=by, at=at, reason=reason)
    reach("core.listener.skipped")


def _lock(name: str) -> JournalListener:
    # Waits for the batch in hand, so that the position read here is the one that counts.
    row = JournalListener.objects.select_for_update().filter(name=name).first()
    if row is None:
        raise NotFoundError
    return row


def _tell(action: str, row: JournalListener, *, by: Actor, at: Moment, **more: str) -> None:
    facts = {"listener": row.name, "line": row.failed_number, "error": row.failed_with, **more}
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, body=facts)], at=at)
    transaction.on_commit(lambda: notify(LINES_SEALED))
