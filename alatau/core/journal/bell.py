"""How threads of one process wake each other, and how the database wakes the process."""

from __future__ import annotations

from threading import Condition
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    import psycopg


class Bell:
    """Rung when there may be news; whoever waits hears it, also when it rang just before the waiting began."""

    def __init__(self) -> None:
        self._rung = 0
        self._condition = Condition()

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def count(self) -> int:
        """Return how often it rang; ask before looking for work, and wait for more afterwards."""
        with self._condition:
            return self._rung

    def wait(self, heard: int, *, seconds: float) -> None:
        """Wait until it has rung more often than was heard, at most so long."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung > heard, timeout=seconds)


def listen_to(channel: str) -> None:
    """Let this thread's database connection hear the channel."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {channel}")


def wait_for_news(seconds: float) -> bool:
    """Wait until this thread's connection hears something, at most so long; tell whether it did."""
    raw: psycopg.Connection = connection.connection
    return any(True for _ in raw.notifies(timeout=seconds, stop_after=1))
