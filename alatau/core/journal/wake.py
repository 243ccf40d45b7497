"""How the journal's processes wake each other. A notification may be lost: everybody also looks by themselves."""

from __future__ import annotations

from django.db import connection

#: Lines were committed and wait for the sealer.
LINES_COMMITTED = "alatau_journal_committed"
#: Lines were numbered and wait for the listeners.
LINES_SEALED = "alatau_journal_sealed"


def notify(channel: str) -> None:
    """Wake whoever waits on the channel."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])
