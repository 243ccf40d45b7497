"""Check a base backup against the list that the server made of it.

PostgreSQL's own `pg_verifybackup` does the same, but the one in the wheel for version 18 crashes on every list.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from alatau.core.backup.errors import AlteredBackupError
from alatau.core.backup.tools import run_tool

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.postgres.binaries import Binaries

SERVERS_LIST = "backup_manifest"


def verify_base(database: Path, binaries: Binaries) -> None:
    """Return if each file is as the server sent it, and the log that makes them consistent can be read.

    Raises:
        AlteredBackupError: naming the first file that is missing or changed.
        BackupToolError: the log between start and end of the backup is damaged.
    """
    content = (database / SERVERS_LIST).read_bytes()
    stated = json.loads(content)
    # The last line holds the checksum of all lines before it.
    vouched = content[: content.rindex(b'"Manifest-Checksum"')]
    if hashlib.sha256(vouched).hexdigest() != stated["Manifest-Checksum"]:
        raise AlteredBackupError(file=SERVERS_LIST)
    for file in stated["Files"]:
        _verify_file(database, file)
    for part in stated["WAL-Ranges"]:
        log = f"--path={database / 'pg_wal'}"
        limits = [f"--timeline={part['Timeline']}", f"--start={part['Start-LSN']}", f"--end={part['End-LSN']}"]
        run_tool(binaries, "pg_waldump", "--quiet", log, *limits)


def _verify_file(database: Path, stated: dict[str, str]) -> None:
    # A name that is not UTF-8 is stated in hexadecimal; ours all are.
    name = stated["Path"]
    try:
        with (database / name).open("rb") as stream:
            found = hashlib.file_digest(stream, stated["Checksum-Algorithm"].lower()).hexdigest()
    except FileNotFoundError as error:
        raise AlteredBackupError(file=f"database/{name}") from error
    if found != stated["Checksum"]:
        raise AlteredBackupError(file=f"database/{name}")
