"""Tell a server that recovers, however long that takes, from one that stands still."""

from __future__ import annotations

import time
from pathlib import Path

PROCESSES = Path("/proc")

#: A recovery that shows no sign of life for so long is given up.
PATIENCE_SECONDS = 300.0


class Progress:
    """Watches the log's length and the processor time of the server's children. Both only grow while it works."""

    def __init__(self, log: Path, data: Path, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.log = log
        self.data = data
        self.patience_seconds = patience_seconds
        self._seen: tuple[int, int] = (0, 0)
        self._moved_at = time.monotonic()

    def stands_still(self) -> bool:
        """Look once, and tell whether nothing moved for the whole patience."""
        now = time.monotonic()
        seen = (self.log.stat().st_size if self.log.exists() else 0, self._work_done())
        if seen != self._seen:
            self._seen, self._moved_at = seen, now
        return now - self._moved_at > self.patience_seconds

    def _work_done(self) -> int:
        return sum(_work_of(pid) for pid in list_processes_in(self.data))


def list_processes_in(folder: Path) -> list[int]:
    """Return the ids of processes that work in the folder; a server's processes all work in its data folder.

    Empty where the system does not tell.
    """
    return [int(entry.name) for entry in PROCESSES.glob("[0-9]*") if _works_in(entry, folder)]


def _works_in(entry: Path, folder: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == folder
    except OSError:
        return False


def _work_of(pid: int) -> int:
    try:
        # Fields 14 and 15 (user and system time) and the bytes read; the program's name in brackets may hold blanks.
        times = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
        read = (PROCESSES / str(pid) / "io").read_text().split()[1]
    except OSError:
        return 0
    return int(times[0]) + int(times[1]) + int(read)
