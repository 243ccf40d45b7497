"""Restore a city from its backups, to the last moment they hold or to a moment between.

All is built beside the home's own folders and moved in place at the end, the database last. A restore cut short leaves
its draft behind: then no city starts in that home until the restore is run again. Once the draft is complete the next
run only finishes the moving: the home's own log, which it was built from, may have been put aside already.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.core.backup.base import verify_base
from alatau.core.backup.errors import (
    MomentTooLateError,
    NewerCityError,
    OtherCityError,
    WrongPassphraseError,
)
from alatau.core.backup.keyring import unpack_keys
from alatau.core.backup.lakes import LAKE, choose_lake, copy_lake
from alatau.core.backup.manifest import prove_manifest, verify_files
from alatau.core.backup.recover import recover_database
from alatau.core.backup.shelf import PIECES, choose_backup, verify_pieces
from alatau.core.backup.take import OPEN_FOLDERS_FIRST, OPEN_FOLDERS_LAST, SEALED_KEYS
from alatau.core.backup.timelines import goes_on_from
from alatau.core.backup.tools import read_identity, read_latest_activity
from alatau.core.durable import sync_filesystem, sync_folder, write_durably
from alatau.core.faults import declare_points, reach
from alatau.core.postgres.errors import AlreadyRunningError, VersionMismatchError
from alatau.core.postgres.locks import FileLock
from alatau.core.postgres.places import Places

if TYPE_CHECKING:
    from alatau.core.backup.manifest import Manifest
    from alatau.core.postgres.binaries import Binaries

declare_points("core.restore.recovered", "core.restore.part_moved", "core.restore.moved")

#: What a home gets from a backup, in the order in which it is moved in place: the database last, for it is the city.
PARTS = ("keys", *OPEN_FOLDERS_FIRST, *OPEN_FOLDERS_LAST, "archive", "postgres")
#: In a draft that is complete: what remains to be said of the restore when all is moved.
COMPLETE = "complete.json"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did."""

    backup: str
    #: The home's own log, if it was left out because it parts from the kept one.
    unused_log: Path | None = None
    #: Where the folders of an older city were moved to; None if the home was empty.
    put_aside: Path | None


def restore_backup(
    folder: Path, *, home: Path, binaries: Binaries, database: str, passphrase: str, moment: datetime | None = None
) -> Restored:
    """Bring the home to what the city was at the moment, or at the last one that the backups hold.

    Nothing acknowledged before the moment is missing. The older city of the same home is put aside, never deleted.

    Raises:
        AlreadyRunningError: a city runs in this home.
        NotABackupError, MomentTooEarlyError, VersionMismatchError, WrongPassphraseError, AlteredBackupError: about
            the backup; the home is untouched.
        OtherCityError, NewerCityError: about the home; it is untouched.
        MomentTooLateError: the log ends before the moment; the home is untouched.
    """
    with FileLock(Places(home).supervisor_lock) as lock:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not lock.try_take(note="a restore"):
            raise AlreadyRunningError(home=home, note=lock.read_note())
        draft = Places(home).restore_draft
        if (draft / COMPLETE).exists():
            return finish_restore(draft, home)
        backup, manifest = choose_backup(folder, moment)
        if manifest.postgres != binaries.major:
            raise VersionMismatchError(data=manifest.postgres, program=binaries.major)
        logs = _find_logs(folder, home)
        keys = _prove(backup, manifest, passphrase=passphrase, logs=logs, binaries=binaries)
        _refuse_home(home, manifest, moment=moment, binaries=binaries)

        lake = choose_lake(folder, backup, moment=moment, home=home, logs=logs, passphrase=passphrase)
        _fill_draft(draft, backup, keys, lake=lake)
        try:
            recover_database(draft, binaries=binaries, database=database, logs=logs, moment=moment)
        except MomentTooLateError:
            shutil.rmtree(draft)
            raise
        reach("core.restore.recovered")
        own = Places(home).archive
        unused = own if own.is_dir() and own not in logs else None
        complete_draft(draft, backup=manifest.name, unused_log=unused)
        return finish_restore(draft, home)


def complete_draft(draft: Path, *, backup: str, unused_log: Path | None) -> None:
    """Say durably that the draft holds the whole restored city."""
    sync_filesystem(draft)
    aside = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    facts = {"backup": backup, "unused_log": str(unused_log) if unused_log else None, "aside": aside}
    write_durably(draft / COMPLETE, json.dumps(facts))


def finish_restore(draft: Path, home: Path) -> Restored:
    """Move a complete draft in place, also the rest of one whose moving was cut short."""
    facts = json.loads((draft / COMPLETE).read_text(encoding="utf-8"))
    unused_log = Path(facts["unused_log"]) if facts["unused_log"] else None
    put_aside = _move_in_place(draft, home, home / facts["aside"])
    return Restored(backup=facts["backup"], unused_log=unused_log, put_aside=put_aside)


def _prove(backup: Path, manifest: Manifest, *, passphrase: str, logs: list[Path], binaries: Binaries) -> bytes:
    """Return the packed keys of a backup that is whole and unchanged."""
    seal = prove_manifest(backup, passphrase)
    verify_files(backup, manifest)
    verify_pieces(logs, manifest)
    verify_base(backup / "database", binaries)
    keys = seal.decrypt((backup / SEALED_KEYS).read_bytes())
    if keys is None:
        raise WrongPassphraseError(backup=manifest.name)
    return keys


def _find_logs(folder: Path, home: Path) -> list[Path]:
    """Return the kept log, and the home's own if it holds pieces that came after the last backup."""
    kept, own = folder / PIECES, Places(home).archive
    return [kept, own] if own.is_dir() and goes_on_from(own, kept) else [kept]


def _refuse_home(home: Path, manifest: Manifest, *, moment: datetime | None, binaries: Binaries) -> None:
    data = Places(home).data
    if not data.exists():
        return
    if read_identity(binaries, data) != manifest.city:
        raise OtherCityError(folder=home)
    reaches = moment or datetime.fromisoformat(manifest.complete_at)
    if read_latest_activity(binaries, data) > reaches:
        raise NewerCityError(home=home)


def _fill_draft(draft: Path, backup: Path, keys: bytes, *, lake: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    sync_folder(draft.parent)
    unpack_keys(keys, draft)
    shutil.copytree(backup / "database", draft / "postgres")
    for name in OPEN_FOLDERS_FIRST:
        if (backup / name).is_dir():
            shutil.copytree(backup / name, draft / name)
    if lake.is_dir():
        copy_lake(lake, draft / LAKE)


def _move_in_place(draft: Path, home: Path, aside: Path) -> Path | None:
    for name in PARTS:
        if not (draft / name).exists():
            continue
        if (home / name).exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            (home / name).rename(aside / name)
        (draft / name).rename(home / name)
        reach("core.restore.part_moved")
    sync_folder(home)
    reach("core.restore.moved")
    # Under another name first: half a draft would stop the city's start.
    done = draft.with_suffix(".done")
    shutil.rmtree(done, ignore_errors=True)
    draft.rename(done)
    sync_folder(home)
    shutil.rmtree(done)
    return aside if aside.exists() else None
