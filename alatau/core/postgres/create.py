"""Make the data folder of a new city: whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

from alatau.core.durable import sync_filesystem, sync_folder
from alatau.core.postgres.errors import CreationFailedError, VersionMismatchError
from alatau.core.postgres.roles import KEEPER, first_statements, password_of

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.postgres.binaries import Binaries
    from alatau.core.postgres.places import Places


def ensure_data_folder(places: Places, binaries: Binaries, *, database: str, lock: int) -> None:
    """Make the data folder with roles and an empty database, unless there is one already.

    It grows under another name and is renamed when complete: a half-made one is thrown away by the next start. The
    programs inherit ``lock``, so that the next start waits for them too.

    Raises:
        VersionMismatchError: the folder belongs to another major version of PostgreSQL.
        CreationFailedError: a program failed; nothing half-made is kept.
    """
    if places.data.exists():
        _check_version(places, binaries)
        return
    shutil.rmtree(places.draft, ignore_errors=True)
    try:
        _initialise(places, binaries, lock=lock)
        _tell_first_statements(places, binaries, database=database, lock=lock)
        # Its name promises that it is complete, also after a power cut.
        sync_filesystem(places.draft)
        places.draft.rename(places.data)
        sync_folder(places.home)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(places.draft, ignore_errors=True)
        raise CreationFailedError(reason=_last_line(error)) from error


def read_version(data: Path) -> int:
    """Return the major version of PostgreSQL that made a data folder."""
    return int((data / "PG_VERSION").read_text(encoding="ascii"))


def _check_version(places: Places, binaries: Binaries) -> None:
    version = read_version(places.data)
    if version != binaries.major:
        raise VersionMismatchError(data=version, program=binaries.major)


def _initialise(places: Places, binaries: Binaries, *, lock: int) -> None:
    # A file that only we can read, since everybody can read a command line.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=places.home, prefix="password.") as password:
        password.write(password_of(places.home, KEEPER))
        password.flush()
        command = [
            binaries.program("initdb"),
            f"--pgdata={places.draft}",
            f"--username={KEEPER}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-sync",
            "--auth=scram-sha-256",
            f"--pwfile={password.name}",
        ]
        _run(command, lock=lock)


def _tell_first_statements(places: Places, binaries: Binaries, *, database: str, lock: int) -> None:
    # Without -j each line is one statement. Nobody else can connect to a single-user server.
    statements = "".join(f"{statement.as_string()}\n" for statement in first_statements(places.home, database))
    server = [binaries.program("postgres"), "--single", "-D", str(places.draft), "-c", "log_statement=none"]
    _run([*server, "-c", "exit_on_error=on", "postgres"], lock=lock, told=statements)


def _run(command: list[str], *, lock: int, told: str = "") -> None:
    subprocess.run(command, input=told, check=True, capture_output=True, text=True, pass_fds=[lock])


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = [line for line in (error.stderr or error.stdout or "").splitlines() if line.strip()]
    return lines[-1] if lines else f"status {error.returncode}"
