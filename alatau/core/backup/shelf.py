"""The folder that backups stand in side by side, with the kept log between them.

DIR/pieces/                         pieces of the log, compressed, by PostgreSQL's own names
DIR/20260310T070000.000000Z/        one backup, complete if its folder has this name
    manifest.json  database/  keys.sealed  lake/  checkpoints/
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from alatau.core.backup.errors import AlteredBackupError, MomentTooEarlyError, NotABackupError
from alatau.core.backup.manifest import MANIFEST, Manifest, hash_file, read_manifest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PIECES = "pieces"

_BACKUP = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
_PIECE = re.compile(r"(?P<timeline>[0-9A-F]{8})(?P<high>[0-9A-F]{8})(?P<low>[0-9A-F]{8})\.gz")
#: Pieces of 16 MiB in one "log" of 4 GiB, as PostgreSQL numbers them.
PIECES_PER_LOG = 256


def list_backups(folder: Path) -> list[Path]:
    """Return the complete backups, oldest first."""
    if not folder.is_dir():
        return []
    named = [entry for entry in folder.iterdir() if _BACKUP.fullmatch(entry.name) and (entry / MANIFEST).is_file()]
    return sorted(named)


def choose_backup(folder: Path, moment: datetime | None) -> tuple[Path, Manifest]:
    """Return the newest backup that was complete at the moment; without a moment, the newest of all.

    Raises:
        NotABackupError: there is none at all.
        MomentTooEarlyError: the oldest was completed later.
    """
    backups = [(backup, read_manifest(backup)) for backup in list_backups(folder)]
    if not backups:
        raise NotABackupError(folder=folder)
    early = [
        (backup, manifest)
        for backup, manifest in backups
        if moment is None or datetime.fromisoformat(manifest.complete_at) <= moment
    ]
    if not early:
        raise MomentTooEarlyError(earliest=backups[0][1].complete_at)
    return early[-1]


def verify_pieces(folders: Sequence[Path], manifest: Manifest) -> None:
    """Return if the pieces that the backup lists are unchanged, and none is missing up to the last one.

    A gap would end the recovery as if the log ended there, and the rows after it would be missing without a word.

    Raises:
        AlteredBackupError: naming the first piece that is changed or missing.
    """
    found = {path.name: path for folder in reversed(folders) for path in folder.glob("*.gz")}
    for name, digest in manifest.pieces.items():
        if name not in found or hash_file(found[name]) != digest:
            raise AlteredBackupError(file=f"{PIECES}/{name}")
    numbers = {number_of(name) for name in found if _PIECE.fullmatch(name)}
    first = number_of(f"{manifest.first_piece}.gz")
    last = max((number for number in numbers if number >= first), default=first)
    for number in range(first, last + 1):
        if number not in numbers:
            raise AlteredBackupError(file=f"{PIECES}/{name_of(number)}")


def is_piece(path: Path) -> bool:
    """Tell whether a file belongs to the kept log: a piece, or the history of a timeline."""
    return path.name.endswith(".gz")


def is_log_piece(name: str) -> bool:
    """Tell whether a kept file's name is that of a piece, and not of a history."""
    return _PIECE.fullmatch(name) is not None


def number_of(name: str) -> int:
    """Return a piece's place in the log, counted over all timelines."""
    found = _PIECE.fullmatch(name)
    assert found is not None, "a piece of the log"
    return int(found["high"], 16) * PIECES_PER_LOG + int(found["low"], 16)


def name_of(number: int) -> str:
    """Return the end of the name of the piece at a place in the log, without its timeline."""
    high, low = divmod(number, PIECES_PER_LOG)
    return f"{high:08X}{low:08X}.gz"
