"""Backup and restore of a city whose PostgreSQL is somebody else's: a dump, with lake and keys as usual.

A dump is one consistent point. To go back to a moment between dumps needs the server's own log, which its keeper keeps
(see docs/how-to/backup.md).
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg

from alatau.core.backup.errors import DatabaseNotEmptyError, OtherCityError, WrongPassphraseError
from alatau.core.backup.keyring import pack_keys, unpack_keys
from alatau.core.backup.manifest import Manifest, hash_file, list_files, prove_manifest, verify_files, write_manifest
from alatau.core.backup.restore import Restored
from alatau.core.backup.sealed import make_seal
from alatau.core.backup.shelf import choose_backup
from alatau.core.backup.take import (
    OPEN_FOLDERS_FIRST,
    OPEN_FOLDERS_LAST,
    SEALED_KEYS,
    copy_folders,
    make_draft,
    refuse_other_city,
)
from alatau.core.backup.tools import run_tool
from alatau.core.durable import sync_filesystem
from alatau.core.journal.settle import settle_journal

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.postgres.binaries import Binaries

DUMP = "database.dump"


def take_backup(folder: Path, *, url: str, home: Path, binaries: Binaries, passphrase: str) -> Manifest:
    """Put a dump of the database, the lake and the keys into the folder.

    Raises:
        PassphraseMissingError, OtherCityError, BackupToolError: nothing half-made is kept.
    """
    seal = make_seal(passphrase)
    city = _read_city(url)
    refuse_other_city(folder, city)
    started_at = datetime.now(UTC)
    with make_draft(folder, started_at) as draft:
        (draft / SEALED_KEYS).write_bytes(seal.encrypt(pack_keys(home)))
        copy_folders(home, draft, OPEN_FOLDERS_FIRST)
        complete_at = datetime.now(UTC)
        run_tool(binaries, "pg_dump", "--format=custom", "--no-owner", f"--file={draft / DUMP}", f"--dbname={url}")
        copy_folders(home, draft, OPEN_FOLDERS_LAST)
        manifest = Manifest(
            name=draft.name.removesuffix(".draft"),
            city=city,
            kind="logical",
            postgres=binaries.major,
            started_at=started_at.isoformat(),
            # The dump sees what was committed when it began.
            complete_at=complete_at.isoformat(),
            first_piece="",
            files={path: hash_file(file) for path, file in list_files(draft)},
            pieces={},
        )
        write_manifest(draft, manifest, seal)
    return manifest


def restore_backup(folder: Path, *, url: str, home: Path, binaries: Binaries, passphrase: str) -> Restored:
    """Fill an empty outside database and an empty home from the newest dump.

    Raises:
        NotABackupError, WrongPassphraseError, AlteredBackupError: about the backup; nothing is changed.
        DatabaseNotEmptyError, OtherCityError: about where it would go; nothing is changed.
    """
    backup, manifest = choose_backup(folder, None)
    seal = prove_manifest(backup, passphrase)
    verify_files(backup, manifest)
    keys = seal.decrypt((backup / SEALED_KEYS).read_bytes())
    if keys is None:
        raise WrongPassphraseError(backup=manifest.name)
    if _count_tables(url):
        raise DatabaseNotEmptyError
    if any((home / name).exists() for name in (*OPEN_FOLDERS_FIRST, *OPEN_FOLDERS_LAST)):
        raise OtherCityError(folder=home)

    # Nothing is refused below this line. The dump comes last and in one transaction: until then there is no city.
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(home / "keys", ignore_errors=True)
    unpack_keys(keys, home)
    for name in (*OPEN_FOLDERS_FIRST, *OPEN_FOLDERS_LAST):
        if (backup / name).is_dir():
            shutil.copytree(backup / name, home / name)
    sync_filesystem(home)
    options = ["--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={url}"]
    run_tool(binaries, "pg_restore", *options, backup / DUMP)
    with psycopg.connect(url) as owner:
        settle_journal(owner)
    return Restored(backup=manifest.name, put_aside=None)


def _read_city(url: str) -> str:
    # An outside server tells its identity to nobody but its superuser: the day the city was created serves instead.
    with psycopg.connect(url) as connection:
        # Told in one zone and one form, whatever the server's own are.
        row = connection.execute(
            "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') FROM core_city"
        ).fetchone()
    assert row is not None, "a city was created here"
    return f"created {row[0]}"


def _count_tables(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row is not None
    return int(row[0])
