"""Hand numbered lines to one listener: at least once, in order, none left out, one runner at a time.

Each batch is one transaction: the listener's own work and its new position. The lock on the position's row keeps a
second runner out. When a batch fails, its lines are tried one by one; the listener stops at the line that fails, waits
longer after each attempt, and an operator sees it. Other listeners do not wait for it.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import now

from alatau.core.faults import declare_points, reach
from alatau.core.models import JournalListener

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.listen import Listener
    from alatau.core.journal.values import SealedLine
    from alatau.core.journal.window import Window

declare_points(
    "core.deliver.opened", "core.deliver.handled", "core.deliver.moved", "core.deliver.committed", "core.deliver.failed"
)

log = structlog.get_logger(__name__)

#: Wait after the first failure; it doubles with each further one.
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
#: From this size on a batch is worth its commit.
MANY_LINES = 100
#: A listener that skips lines it does not hear writes its position down at least this often.
WRITE_DOWN_LINES = 2_000
WRITE_DOWN_AFTER = timedelta(seconds=5)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Outcome(Enum):
    """What became of one attempt to hand lines over."""

    MOVED = "moved"
    #: No line waits, or another runner has the listener.
    IDLE = "idle"
    FAILED = "failed"


@dataclass
class Courier:
    """Hands lines to one listener, over the database connection of its own thread."""

    listener: Listener
    window: Window
    #: Lines up to this number need no further look; None until the kept position is read.
    scanned: int | None = None
    #: The position as it was last read or written.
    kept: int = 0
    kept_at: datetime = _NEVER
    retry_at: datetime | None = None
    #: The last batch was large, so the next one should not wait for lines to gather.
    is_far_behind: bool = False

    def deliver_once(self) -> Outcome:
        """Hand over the next lines, if there are any; every error of the listener ends in its kept state."""
        if self.scanned is None or self.retry_at:
            self._read_position()
        assert self.scanned is not None
        if self.retry_at and self.retry_at > now():
            return Outcome.IDLE
        lines = self.window.read(self.scanned)[: self.listener.batch_lines]
        self.is_far_behind = len(lines) >= MANY_LINES
        if not lines:
            self._write_down()
            return Outcome.IDLE
        heard = [line for line in lines if self.listener.hears(line)]
        if not heard:
            self.scanned = lines[-1].number
            self._write_down_sometimes()
            return Outcome.MOVED
        if self.retry_at:
            # The first line is the one that failed: it is tried alone.
            return self._hand_over(heard[:1], last=heard[0].number)
        return self._hand_over(heard, last=lines[-1].number)

    def _hand_over(self, heard: Sequence[SealedLine], *, last: int) -> Outcome:
        try:
            return self._take_together(heard, last=last)
        except Exception as error:  # A listener may raise anything; it must not stop the others.
            if not connection.is_usable():
                raise
            if len(heard) == 1:
                return self._fail(heard[0], error)
        return self._take_one_by_one(heard, last=last)

    def _take_one_by_one(self, heard: Sequence[SealedLine], *, last: int) -> Outcome:
        following = [line.number - 1 for line in heard[1:]]
        for line, before_next in zip(heard, [*following, last], strict=True):
            outcome = self._hand_over([line], last=before_next)
            if outcome is not Outcome.MOVED:
                return outcome
        return Outcome.MOVED

    def _take_together(self, lines: Sequence[SealedLine], *, last: int) -> Outcome:
        with transaction.atomic():
            row = self._lock()
            if row is None:
                return Outcome.IDLE
            if row.position >= lines[0].number:
                # Another runner, or an operator, moved the listener meanwhile.
                self._believe(row)
                return Outcome.MOVED
            reach("core.deliver.opened")
            self.listener.handle(lines)
            reach("core.deliver.handled")
            self._move(last)
            reach("core.deliver.moved")
        reach("core.deliver.committed")
        self.scanned = self.kept = last
        self.kept_at, self.retry_at = now(), None
        return Outcome.MOVED

    def _lock(self) -> JournalListener | None:
        rows = JournalListener.objects.select_for_update(skip_locked=True)
        return rows.filter(name=self.listener.name).first()

    def _move(self, position: int) -> None:
        JournalListener.objects.filter(name=self.listener.name).update(
            position=position, moved_at=now(), failed_number=None, failed_attempts=0, failed_with="", retry_at=None
        )

    def _fail(self, line: SealedLine, error: Exception) -> Outcome:
        """Keep at which line the listener stopped, and when it tries again."""
        with transaction.atomic():
            row = self._lock()
            if row is None or row.position >= line.number:
                self.scanned = None
                return Outcome.IDLE
            attempts = row.failed_attempts + 1 if row.failed_number == line.number else 1
            self.retry_at = now() + min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
            JournalListener.objects.filter(name=self.listener.name).update(
                position=line.number - 1,
                failed_number=line.number,
                failed_attempts=attempts,
                failed_with=describe_error(error),
                retry_at=self.retry_at,
            )
        reach("core.deliver.failed")
        log.error("core.listener.failed", listener=self.listener.name, line=line.number, error=describe_error(error))
        return Outcome.FAILED

    def _read_position(self) -> None:
        row, _ = JournalListener.objects.get_or_create(name=self.listener.name)
        self._believe(row)

    def _believe(self, row: JournalListener) -> None:
        self.scanned = self.kept = row.position
        self.retry_at = row.retry_at

    def _write_down_sometimes(self) -> None:
        assert self.scanned is not None
        if self.scanned - self.kept >= WRITE_DOWN_LINES or now() - self.kept_at > WRITE_DOWN_AFTER:
            self._write_down()

    def _write_down(self) -> None:
        """Keep the position after lines that the listener does not hear. Losing this costs reading them again."""
        assert self.scanned is not None
        if self.scanned == self.kept:
            return
        rows = JournalListener.objects.filter(name=self.listener.name, position__lt=self.scanned)
        rows.filter(failed_number=None).update(position=self.scanned, moved_at=F("moved_at"))
        self.kept, self.kept_at = self.scanned, now()


def describe_error(error: Exception) -> str:
    """Return the kind of error and the place it came from; its text may hold a person's data and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return f"{getattr(error, 'code', type(error).__name__)}{place}"[:200]
