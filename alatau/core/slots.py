"""A small number that no other running process has, and that a later process takes over when this one ends."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from alatau.core.modes import file_mode

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Slot:
    """The number of this process in a folder, by a lock that the kernel drops however the process ends."""

    folder: Path
    #: The process that holds the lock: a forked child shares its parent's files and must take a number of its own.
    holder: int = 0
    number: int = -1
    #: Kept open as long as the number is held. A child's copy of its parent's lock is closed with the child.
    file: int = field(default=-1, repr=False)

    def __call__(self) -> int:
        """Return the number, taking the lowest free one on the first call in each process."""
        if self.holder != os.getpid():
            self.holder = os.getpid()
            self.number, self.file = next(filter(None, map(self._try, count(1))))
        return self.number

    def _try(self, number: int) -> tuple[int, int] | None:
        file = os.open(self.folder / f"{number}.slot", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, file_mode(self.folder))
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return number, file
