"""Let a copied database read the kept log up to a moment, and become a city of its own there."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from alatau.core.backup.errors import MomentTooLateError
from alatau.core.backup.timelines import choose_timeline
from alatau.core.postgres.configuration import shell_words
from alatau.core.postgres.errors import StartFailedError
from alatau.core.postgres.roles import KEEPER, connect_as
from alatau.core.postgres.server import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.postgres.binaries import Binaries

RESTORE_SCRIPT = Path(__file__).with_name("restore_wal.py")
#: What the server says when its log ended before the moment that it was told.
ENDED_TOO_EARLY = "recovery ended before configured recovery target was reached"
LOOK_SECONDS = 0.05


def recover_database(
    home: Path, *, binaries: Binaries, database: str, logs: Sequence[Path], moment: datetime | None
) -> None:
    """Return when the database below ``home`` has taken in the log up to the moment and is shut down in order.

    Raises:
        MomentTooLateError: the log ends before the moment, so rows acknowledged before it could be missing.
        StartFailedError: the log is damaged, or the server failed otherwise.
    """
    (home / "postgres" / "recovery.signal").touch()
    extra = _recovery_settings(logs, moment, timeline=choose_timeline(logs, home / "postgres"))
    server = EmbeddedServer(home, binaries, database=database, note="a restore", extra=extra, attempts=1)
    try:
        server.start()
        _wait_for_promotion(server)
    except StartFailedError as error:
        if ENDED_TOO_EARLY in server.places.log.read_text(encoding="utf-8", errors="replace"):
            raise MomentTooLateError from error
        raise
    finally:
        server.stop()


def _recovery_settings(logs: Sequence[Path], moment: datetime | None, *, timeline: int) -> dict[str, str]:
    script = [sys.executable, "-I", "-S", str(RESTORE_SCRIPT), "%f", "%p", *map(str, logs)]
    settings = {
        "restore_command": shell_words(script),
        "recovery_target_timeline": str(timeline),
        # Pieces of the old timeline are kept already; those of the new one go to the draft's own archive.
        "archive_mode": "on",
    }
    if moment is not None:
        settings |= {"recovery_target_time": moment.isoformat(), "recovery_target_action": "promote"}
    return settings


def _wait_for_promotion(server: EmbeddedServer) -> None:
    # The server answers questions while it still recovers; it is a city of its own once it takes writes.
    while server.is_running():
        # A log that stops before the wanted moment ends the server, also in the middle of a question.
        with suppress(psycopg.OperationalError), connect_as(server.places.home, KEEPER, database="postgres") as keeper:
            if keeper.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                return
        time.sleep(LOOK_SECONDS)
    raise StartFailedError(reason="The recovery ended.", log=server.places.log)
