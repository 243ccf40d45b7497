"""Take away backups, and pieces of the log, that nobody goes back to any more.

For so many days the city can be taken back to any moment: therefore the newest backup before that time stays too, and
each piece of the log from the first that a remaining backup reads. A backup loses its name before its files, so that a
prune cut short leaves no half of one; what it left is thrown away by the next backup.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alatau.core.backup.errors import NotABackupError
from alatau.core.backup.manifest import read_manifest
from alatau.core.backup.shelf import PIECES, is_log_piece, list_backups, number_of
from alatau.core.backup.take import LOCK
from alatau.core.durable import sync_folder
from alatau.core.faults import declare_points, reach
from alatau.core.postgres.locks import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from alatau.core.backup.manifest import Manifest

declare_points("core.prune.backup_renamed", "core.prune.backups_removed", "core.prune.piece_removed")


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long backups are kept."""

    #: 0 keeps all of them for ever.
    days: int
    #: So many of the newest stay, however old they are.
    least: int


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What a prune took away."""

    #: Names, the oldest first.
    backups: tuple[str, ...] = ()
    pieces: int = 0
    freed_bytes: int = 0


def prune_backups(folder: Path, *, archive: Path | None, keeping: Keeping, now: datetime) -> Pruned:
    """Remove from the folder, and from the home's own log, what no remaining backup and no kept moment needs.

    Nothing is removed while another backup into the folder is being made, or when one of them cannot be read.
    """
    assert keeping.least >= 1, "the last backup is never removed"
    if not keeping.days or not (folder / PIECES).is_dir():
        return Pruned()
    with FileLock(folder / PIECES / LOCK) as lock:
        if not lock.try_take(note="a prune"):
            return Pruned()
        try:
            shelved = {backup: read_manifest(backup) for backup in list_backups(folder)}
        except NotABackupError:
            # Which pieces an unreadable backup needs is not known.
            return Pruned()
        since = now - timedelta(days=keeping.days)
        kept = choose_kept(list(shelved.values()), since=since, least=keeping.least)
        removed = [backup for backup, manifest in shelved.items() if manifest not in kept]
        freed = sum(_remove_backup(backup) for backup in removed)
        reach("core.prune.backups_removed")
        pieces = [*_unneeded(folder / PIECES, kept), *_old_copies(archive, kept, since=since)]
        freed += sum(_remove_piece(piece) for piece in pieces)
    return Pruned(backups=tuple(backup.name for backup in removed), pieces=len(pieces), freed_bytes=freed)


def choose_kept(manifests: Sequence[Manifest], *, since: datetime, least: int) -> list[Manifest]:
    """Return the backups that stay, the oldest first: any moment from ``since`` on can be gone back to as before."""
    ordered = sorted(manifests, key=_completed)
    earlier = [each for each in ordered if _completed(each) <= since]
    young = len(ordered) - len(earlier)
    # The newest of the earlier ones is where a return to the first kept moments begins.
    return ordered[-max(young + min(1, len(earlier)), least) :]


def _completed(manifest: Manifest) -> datetime:
    return datetime.fromisoformat(manifest.complete_at)


def _unneeded(pieces: Path, kept: Sequence[Manifest]) -> list[Path]:
    """Return the pieces before the first that any of the backups reads, the oldest first."""
    firsts = [number_of(f"{each.first_piece}.gz") for each in kept if each.first_piece]
    if not firsts:
        return []
    named = {name for each in kept for name in each.pieces}
    found: Iterable[Path] = (path for path in pieces.iterdir() if is_log_piece(path.name) and path.name not in named)
    old = [path for path in found if number_of(path.name) < min(firsts)]
    return sorted(old, key=lambda path: number_of(path.name))


def _old_copies(archive: Path | None, kept: Sequence[Manifest], *, since: datetime) -> list[Path]:
    """Return what the home's own log need not hold: as above, and old enough for backups into other folders."""
    if archive is None or not archive.is_dir():
        return []
    return [path for path in _unneeded(archive, kept) if path.stat().st_mtime < since.timestamp()]


def _remove_backup(backup: Path) -> int:
    size = sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())
    doomed = backup.with_name(f"{backup.name}.draft")
    backup.rename(doomed)
    sync_folder(backup.parent)
    reach("core.prune.backup_renamed")
    shutil.rmtree(doomed)
    return size


def _remove_piece(piece: Path) -> int:
    size = piece.stat().st_size
    piece.unlink()
    reach("core.prune.piece_removed")
    return size
