"""Where the embedded database keeps what it needs, below `ALATAU_HOME`."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from alatau.core.postgres.errors import SocketFolderError

#: The kernel keeps 108 bytes for a socket's path, the last of them a zero.
LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = "/.s.PGSQL.65535"

#: Clients always use this number: a link of that name leads to the socket of the port really taken.
SOCKET_PORT = 5432


@dataclass(frozen=True)
class Places:
    """Paths of one city's embedded database. Nothing is created by asking."""

    home: Path

    @property
    def data(self) -> Path:
        """The data folder; it exists if, and only if, it was made completely."""
        return self.home / "postgres"

    @property
    def draft(self) -> Path:
        """Where a data folder grows before it is renamed into place."""
        return self.home / "postgres.draft"

    @property
    def restore_draft(self) -> Path:
        """Where a restore builds the city before it moves it in place."""
        return self.home / "restore.draft"

    @property
    def archive(self) -> Path:
        """Finished pieces of the write-ahead log, compressed, from the first start on."""
        return self.home / "archive"

    @property
    def log(self) -> Path:
        """What the server says. Statements and row contents are never in it."""
        return self.home / "logs" / "postgres.log"

    @property
    def supervisor_lock(self) -> Path:
        """Locked by the one process that supervises this city."""
        return self.home / "supervisor.lock"

    @property
    def cluster_lock(self) -> Path:
        """Locked by the server and all its children: free means that none of them lives."""
        return self.home / "postgres.lock"

    @property
    def own_configuration(self) -> Path:
        """Settings of the operator; they come after ours."""
        return self.home / "postgres.conf"

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket."""
        return socket_folder(self.home)


def socket_folder(home: Path) -> Path:
    """Return the folder of the embedded server's socket: below the home, or a short one when the home lies too deep."""
    folder = home / "run"
    if len(os.fsencode(folder)) + len(LONGEST_SOCKET_NAME) <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"alatau-{digest}"


def make_private_folder(folder: Path) -> None:
    """Create a folder that only this user enters. One that another user made before us is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise SocketFolderError(folder=folder)
    folder.chmod(0o700)
