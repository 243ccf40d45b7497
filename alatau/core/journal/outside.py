"""Checkpoints outside the database: append-only files, one per day, that show when the database was rolled back.

Notes follow each other with empty lines between, so that one cut short by a power cut does not spoil the next.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.core.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

NEXT = "\n\n"


@dataclass(frozen=True)
class OutsideNote:
    """A note as it lies outside, and where."""

    place: str
    note: str


def keep_outside(note: str, *, at: datetime) -> None:
    """Append the note to the day's file; when this returns, it survives a power cut."""
    path = _file_of(at)
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, f"{NEXT}{note}".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def is_kept_outside(note: str, *, at: datetime) -> bool:
    """Tell whether the note is the last of its day's file."""
    try:
        with _file_of(at).open("rb") as stream:
            length = len(note.encode())
            stream.seek(-length, os.SEEK_END)
            return stream.read() == note.encode()
    except OSError:
        return False


def _file_of(at: datetime) -> Path:
    folder: Path = settings.ALATAU_CHECKPOINTS
    return folder / f"{at:%Y-%m-%d}.checkpoints"


def read_outside() -> Iterator[OutsideNote]:
    """Return the notes kept outside, oldest first."""
    folder: Path = settings.ALATAU_CHECKPOINTS
    for path in sorted(folder.glob("*.checkpoints")):
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[OutsideNote]:
    block: list[str] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            block.append(line)
            if line.startswith("\N{EM DASH} "):
                head, _, tail = "".join(block).rpartition("\n\n")
                # What a power cut left of an unfinished note stands in a paragraph or a line before.
                text = head.rpartition(NEXT)[2].lstrip("\n")
                yield OutsideNote(f"{path.name}, line {number}", f"{text}\n\n{tail}")
                block = []


def set_outside_aside(name: str) -> Path:
    """Move the checkpoints into a folder of their own, as a restore to an earlier moment must; return the folder.

    They stay readable there; the journal that goes on from the restored moment is checked against new ones.
    """
    folder: Path = settings.ALATAU_CHECKPOINTS
    aside = folder / name
    aside.mkdir(parents=True)
    for path in sorted(folder.glob("*.checkpoints")):
        path.rename(aside / path.name)
    sync_folder(folder)
    return aside
