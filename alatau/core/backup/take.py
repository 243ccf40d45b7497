"""Take a backup of the running city: database, lake and keys as one point in time.

Nothing stops meanwhile. The order makes the parts fit: keys and checkpoints first, which the database may be ahead of;
then the database with its log; then the lake, which only grows and may be ahead of the database, never behind it.
"""

from __future__ import annotations

import getpass
import os
import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alatau.core.backup.base import verify_base
from alatau.core.backup.errors import ArchiveStuckError, FolderNotWritableError, OtherCityError
from alatau.core.backup.keyring import pack_keys
from alatau.core.backup.lakes import LAKE, copy_lake
from alatau.core.backup.manifest import Manifest, hash_file, list_files, read_manifest, write_manifest
from alatau.core.backup.sealed import make_seal
from alatau.core.backup.shelf import PIECES, is_piece, list_backups
from alatau.core.backup.tools import run_tool
from alatau.core.durable import sync_filesystem, sync_folder
from alatau.core.faults import declare_points, reach
from alatau.core.postgres.locks import FileLock
from alatau.core.postgres.places import SOCKET_PORT, Places
from alatau.core.postgres.roles import KEEPER, connect_as, password_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from alatau.core.backup.sealed import Seal
    from alatau.core.postgres.binaries import Binaries

declare_points("core.backup.copied", "core.backup.logged", "core.backup.listed")

#: Beside the database, what a home holds that cannot be made again. The keys are sealed instead of copied.
OPEN_FOLDERS_FIRST = ("checkpoints",)
OPEN_FOLDERS_LAST = (LAKE,)
SEALED_KEYS = "keys.sealed"
ARCHIVE_SECONDS = 120.0
LOOK_SECONDS = 0.05
#: Held by the one backup that is being made, among the pieces: a folder of backups holds nothing else.
LOCK = "backup.lock"


def take_backup(folder: Path, *, home: Path, binaries: Binaries, passphrase: str) -> Manifest:
    """Put a complete, checked backup of the running city into the folder, beside earlier ones.

    It appears under its final name at its very end: what was cut short is thrown away by the next backup.

    Raises:
        PassphraseMissingError: before anything is written.
        OtherCityError: the folder holds another city's backups.
        FolderNotWritableError: before anything is written.
        BackupToolError, ArchiveStuckError: nothing half-made is kept.
    """
    seal = make_seal(passphrase)
    city = _read_city(home)
    refuse_other_city(folder, city)

    # Nothing is refused below this line; what can still fail is the disk.
    started_at = datetime.now(UTC)
    with make_draft(folder, started_at) as draft:
        _copy_parts(draft, home=home, binaries=binaries, seal=seal)
        complete_at = _copy_log(folder, home)
        copy_folders(home, draft, OPEN_FOLDERS_LAST)
        manifest = _list_parts(draft, city=city, started_at=started_at, complete_at=complete_at, pieces=folder / PIECES)
        write_manifest(draft, manifest, seal)
    return manifest


@contextmanager
def make_draft(folder: Path, started_at: datetime) -> Iterator[Path]:
    """Give a folder to fill, which becomes a backup when the block ends well and vanishes when it fails.

    A second backup into the same folder waits for the first, whose draft it would take for a leftover.
    """
    with FileLock(folder / PIECES / LOCK) as lock:
        try:
            (folder / PIECES).mkdir(mode=0o700, parents=True, exist_ok=True)
            while not lock.try_take():
                time.sleep(LOOK_SECONDS)
        except PermissionError as error:
            raise FolderNotWritableError(folder=folder, user=getpass.getuser()) from error
        for leftover in folder.glob("*.draft"):
            shutil.rmtree(leftover)
        draft = folder / f"{started_at:%Y%m%dT%H%M%S.%fZ}.draft"
        draft.mkdir(mode=0o700)
        try:
            yield draft
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        # Its name promises that it is complete, also after a power cut.
        sync_filesystem(draft)
        reach("core.backup.listed")
        draft.rename(draft.with_suffix(""))
        sync_folder(folder)


def copy_file_durably(source: Path, target: Path) -> None:
    """Copy one file and wait until it is on disk; its folder is not waited for."""
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _copy_parts(draft: Path, *, home: Path, binaries: Binaries, seal: Seal) -> None:
    (draft / SEALED_KEYS).write_bytes(seal.encrypt(pack_keys(home)))
    copy_folders(home, draft, OPEN_FOLDERS_FIRST)
    run_tool(
        binaries,
        "pg_basebackup",
        f"--pgdata={draft / 'database'}",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--no-sync",
        "--manifest-checksums=SHA256",
        f"--host={Places(home).sockets}",
        f"--port={SOCKET_PORT}",
        f"--username={KEEPER}",
        "--no-password",
        environment={"PGPASSWORD": password_of(home, KEEPER)},
    )
    verify_base(draft / "database", binaries)
    reach("core.backup.copied")


def copy_folders(home: Path, draft: Path, names: tuple[str, ...]) -> None:
    """Copy those of the home's folders that exist."""
    for name in names:
        if (home / name).is_dir():
            (copy_lake if name == LAKE else shutil.copytree)(home / name, draft / name)


def _copy_log(folder: Path, home: Path) -> str:
    """Keep the log up to this moment beside the backup, and return the moment."""
    places = Places(home)
    with connect_as(home, KEEPER, database="postgres") as keeper:
        # A commit of our own marks the moment in the log: a restore to it finds something to stop at.
        with keeper.transaction():
            keeper.execute("SELECT pg_current_xact_id()")
        complete_at = datetime.now(UTC)
        with keeper.transaction():
            keeper.execute("SELECT pg_current_xact_id()")
        last = keeper.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert last is not None
        _wait_for_archive(places, last[0], keeper)
    for piece in sorted(places.archive.iterdir()):
        kept = folder / PIECES / piece.name
        if is_piece(piece) and not kept.exists():
            draft = kept.with_name(f"{kept.name}.draft")
            copy_file_durably(piece, draft)
            draft.replace(kept)
    sync_folder(folder / PIECES)
    reach("core.backup.logged")
    return complete_at.isoformat()


def _wait_for_archive(places: Places, last: str, keeper: psycopg.Connection) -> None:
    deadline = time.monotonic() + ARCHIVE_SECONDS
    while not (places.archive / f"{last}.gz").exists():
        if time.monotonic() > deadline:
            raise ArchiveStuckError(folder=places.archive)
        keeper.execute("SELECT 1")  # a server that died meanwhile is noticed here
        time.sleep(LOOK_SECONDS)


def _list_parts(draft: Path, *, city: str, started_at: datetime, complete_at: str, pieces: Path) -> Manifest:
    first_piece = _read_first_piece(draft / "database")
    return Manifest(
        name=draft.name.removesuffix(".draft"),
        city=city,
        kind="physical",
        postgres=int((draft / "database" / "PG_VERSION").read_text(encoding="ascii")),
        started_at=started_at.isoformat(),
        complete_at=complete_at,
        first_piece=first_piece,
        files={path: hash_file(file) for path, file in list_files(draft)},
        pieces={path.name: hash_file(path) for path in sorted(pieces.iterdir()) if _is_read_from(first_piece, path)},
    )


def _is_read_from(first_piece: str, path: Path) -> bool:
    return is_piece(path) and path.name >= first_piece


def _read_first_piece(database: Path) -> str:
    # The label's first line names in brackets the piece in which the backup begins.
    label = (database / "backup_label").read_text(encoding="utf-8")
    return label.split("(file ", 1)[1].split(")", 1)[0]


def _read_city(home: Path) -> str:
    with connect_as(home, KEEPER, database="postgres") as keeper:
        row = keeper.execute("SELECT system_identifier::text FROM pg_control_system()").fetchone()
    assert row is not None
    return str(row[0])


def refuse_other_city(folder: Path, city: str) -> None:
    """Return if the folder is empty or holds backups of this very city.

    Raises:
        OtherCityError: it holds another city's, or something else.
    """
    if any(read_manifest(backup).city != city for backup in list_backups(folder)):
        raise OtherCityError(folder=folder)
    strangers = [entry for entry in folder.iterdir() if entry.name != PIECES] if folder.is_dir() else []
    if strangers and not list_backups(folder) and not all(entry.name.endswith(".draft") for entry in strangers):
        raise OtherCityError(folder=folder)
