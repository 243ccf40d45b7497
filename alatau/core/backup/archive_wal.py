"""Keep one finished piece of the write-ahead log: `archive_wal.py PIECE KEPT`.

PostgreSQL calls this for each piece, waits, and repeats until it ends in 0. It may repeat a piece that is kept already,
after a crash. Imports nothing outside the standard library, for it runs by `python -I -S` some thousand times a day.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

#: Pieces are mostly zeros when a quiet city closes them once a minute: the lightest compression makes them tiny. One
#: that was filled to its end comes from a busy city, which needs the processor more than the archive needs room.
LIGHT, NONE = 1, 0
#: So many zeros at its end say that a piece was closed before it was full.
ROOM_LEFT = bytes(8192)


def keep_piece(piece: Path, kept: Path) -> None:
    """Return once the piece lies compressed under ``kept`` with `.gz` added, and survives a power cut.

    Raises:
        FileExistsError: another piece of that name is kept; two cities would share one archive.
    """
    target = kept.with_name(f"{kept.name}.gz")
    content = piece.read_bytes()
    if target.exists():
        _compare(target, content)
        return
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    with draft.open("wb") as stream:
        stream.write(gzip.compress(content, LIGHT if content.endswith(ROOM_LEFT) else NONE, mtime=0))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)
    _sync_folder(target.parent)


def _compare(target: Path, content: bytes) -> None:
    if gzip.decompress(target.read_bytes()) != content:
        message = f"{target} holds another piece of the same name"
        raise FileExistsError(message)
    # Whoever wrote it may have died before the folder was on disk.
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(handle)
    os.close(handle)


if __name__ == "__main__":
    try:
        keep_piece(Path(sys.argv[1]), Path(sys.argv[2]))
    except OSError as problem:
        sys.exit(f"archive_wal: {problem}")
