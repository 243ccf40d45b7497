"""Log files: one a day and role, under ``ALATAU_HOME/logs``, written by any number of processes at once."""

from __future__ import annotations

import logging
import os
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from alatau.core.modes import file_mode, make_folder

if TYPE_CHECKING:
    from pathlib import Path


class DayFileHandler(logging.Handler):
    """Appends each line in one write, so that lines of several processes never mix; files are never renamed.

    A file older than ``keep_days`` is removed when the next day's file is opened.
    """

    def __init__(self, folder: Path, *, role: str, keep_days: int) -> None:
        super().__init__()
        self.folder = folder
        self.role = role
        self.keep_days = keep_days
        self.day: date | None = None
        self.file = -1
        self.opening = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; what cannot be written is dropped rather than failing the work it is about."""
        try:
            # Half a character, as names of files may hold, is written as JSON escapes it.
            line = f"{self.format(record)}\n".encode(errors="backslashreplace")
            os.write(self._file_of(datetime.fromtimestamp(record.created, UTC).date()), line)
        except (OSError, ValueError):
            self.handleError(record)

    def close(self) -> None:
        """Close the file; the next line opens it again."""
        with self.opening:
            if self.file >= 0:
                os.close(self.file)
            self.file, self.day = -1, None
        super().close()

    def _file_of(self, day: date) -> int:
        with self.opening:
            if day != self.day:
                previous, self.file = self.file, self._open(day)
                self.day = day
                if previous >= 0:
                    os.close(previous)
                self._remove_old(day)
            return self.file

    def _open(self, day: date) -> int:
        make_folder(self.folder)
        path = self.folder / f"{self.role}-{day.isoformat()}.jsonl"
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, file_mode(self.folder))

    def _remove_old(self, today: date) -> None:
        oldest = (today - timedelta(days=self.keep_days)).isoformat()
        for path in self.folder.glob(f"{self.role}-????-??-??.jsonl"):
            if path.stem.removeprefix(f"{self.role}-") < oldest:
                path.unlink(missing_ok=True)


class ErrorStreamHandler(logging.Handler):
    """Writes to the process's standard error: results of commands keep standard output to themselves."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line to wherever standard error points now."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except (OSError, ValueError):
            self.handleError(record)
