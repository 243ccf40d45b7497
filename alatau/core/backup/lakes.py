"""Copy a lake while the city works on it, and find the one to restore.

Files of a lake are written once and named by logs. The logs are copied first: what they name lies there already, and
what comes meanwhile is named by none of the copied logs. A copy may be ahead of the database, never behind it: the room
`registry` brings one that is ahead back to what the database knows.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

from alatau.core.backup.manifest import prove_manifest, read_manifest, verify_files
from alatau.core.backup.shelf import list_backups
from alatau.core.postgres.places import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from alatau.core.backup.manifest import Manifest

LAKE = "lake"
#: Folders of logs begin so; those that can be made again begin with a point.
LOG_MARK, PASSING_MARK = "_", "."


def copy_lake(source: Path, target: Path) -> None:
    """Copy a lake's logs, then its files; a file that goes meanwhile was replaced, and no copied log needs it."""
    found = [path for path in sorted(source.rglob("*")) if path.is_file() and not _is_passing(path, source)]
    found.sort(key=lambda path: not any(part.startswith(LOG_MARK) for part in path.relative_to(source).parts))
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in found:
        kept = target / path.relative_to(source)
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copy2(path, kept)
        except FileNotFoundError:
            continue


def choose_lake(
    folder: Path, backup: Path, *, moment: datetime | None, home: Path, logs: Sequence[Path], passphrase: str
) -> Path:
    """Return the lake that lacks nothing of what the database knew at the moment.

    That is the home's own where the home's log is read too, else that of the first backup completed after the moment.

    Raises:
        AlteredBackupError: a file of that lake is changed or missing.
    """
    if (home / LAKE).is_dir() and Places(home).archive in logs:
        return home / LAKE
    later = [each for each in list_backups(folder) if moment and _completed(read_manifest(each)) >= moment]
    if not later or later[0] == backup:
        return backup / LAKE
    prove_manifest(later[0], passphrase)
    verify_files(later[0], read_manifest(later[0]))
    return later[0] / LAKE


def _completed(manifest: Manifest) -> datetime:
    return datetime.fromisoformat(manifest.complete_at)


def _is_passing(path: Path, source: Path) -> bool:
    return any(part.startswith(PASSING_MARK) for part in path.relative_to(source).parts)
