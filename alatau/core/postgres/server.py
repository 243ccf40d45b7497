"""The supervisor of the embedded database: one owner per data folder, a patient start, and no orphans."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
import structlog

from alatau.core.backup.errors import RestoreCutShortError
from alatau.core.durable import sync_folder
from alatau.core.leash import leashed
from alatau.core.postgres.configuration import server_settings, write_configuration
from alatau.core.postgres.create import ensure_data_folder
from alatau.core.postgres.errors import AlreadyRunningError, StartFailedError
from alatau.core.postgres.locks import FileLock
from alatau.core.postgres.places import SOCKET_PORT, Places, make_private_folder
from alatau.core.postgres.ports import find_free_port
from alatau.core.postgres.progress import Progress, list_processes_in
from alatau.core.postgres.roles import KEEPER, connect_as

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.core.postgres.binaries import Binaries

logger = structlog.get_logger(__name__)

#: How often we look while something starts, stops or dies.
LOOK_SECONDS = 0.02
#: Old processes get so long to die by themselves before they are killed.
DYING_SECONDS = 2.0
#: A start that fails at once (a port just taken, memory not yet freed) is tried so often.
START_ATTEMPTS = 5
STOP_SECONDS = 60.0
STATE_LINE = 8
LONGEST_LOG_BYTES = 8_388_608

_KEYS_DIFFER = "The files in keys/ are not those of this data folder."


class EmbeddedServer:
    """One embedded PostgreSQL. Whoever holds it started is its only owner; when the owner dies, the server dies."""

    def __init__(
        self,
        home: Path,
        binaries: Binaries,
        *,
        database: str,
        durable: bool = True,
        note: str = "",
        extra: Mapping[str, str] | None = None,
        attempts: int = START_ATTEMPTS,
    ) -> None:
        assert os.geteuid() != 0, "PostgreSQL refuses to run as root; programs drop to an ordinary user before this"
        self.places = Places(home)
        self.binaries = binaries
        self.database = database
        self.durable = durable
        self.port = 0
        #: Settings on top of the usual ones, for a recovery.
        self.extra = extra or {}
        self.attempts = attempts
        #: What a second start is told about the first: its process and, where it has one, its address.
        self.note = note or f"process {os.getpid()}"
        self._supervisor_lock = FileLock(self.places.supervisor_lock)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the data folder if there is none, and return when the server takes connections.

        Recovery after a crash is waited for as long as it moves.

        Raises:
            AlreadyRunningError: another process supervises this data folder.
            VersionMismatchError, CreationFailedError, StartFailedError: the sentence says what to do.
        """
        if self.places.restore_draft.exists():
            raise RestoreCutShortError(home=self.places.home)
        if not self._supervisor_lock.try_take(note=self.note):
            raise AlreadyRunningError(home=self.places.home, note=self._supervisor_lock.read_note())
        try:
            self._start_alone()
        except BaseException:
            self.kill()
            self._supervisor_lock.release()
            raise

    def is_running(self) -> bool:
        """Tell whether the server's first process lives."""
        return self._process is not None and self._process.poll() is None

    def restart(self) -> None:
        """Start again after the server died under us; the data folder stays ours in between."""
        assert self._supervisor_lock.descriptor is not None, "start comes first"
        self._start_alone()

    def stop(self) -> None:
        """Close all connections, write everything down, end the server, and give the data folder free."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
            self.kill()
        self._supervisor_lock.release()

    def kill(self) -> None:
        """End the server at once; its next start recovers."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start_alone(self) -> None:
        for folder in (self.places.sockets, self.places.archive, self.places.log.parent):
            make_private_folder(folder)
        with FileLock(self.places.cluster_lock) as cluster_lock:
            _wait_for_old_processes(self.places, cluster_lock)
            assert cluster_lock.descriptor is not None, "just taken"
            ensure_data_folder(self.places, self.binaries, database=self.database, lock=cluster_lock.descriptor)
            # No process of this folder lives, so its note is of a dead one, even if another program has that id now.
            (self.places.data / "postmaster.pid").unlink(missing_ok=True)
            self._launch_until_ready(cluster_lock)

    def _launch_until_ready(self, cluster_lock: FileLock) -> None:
        for attempt in range(1, self.attempts + 1):
            self._launch(cluster_lock)
            if self._wait_until_ready():
                logger.info("core.postgres.started", port=self.port, attempt=attempt)
                return
            logger.warning("core.postgres.start_repeated", attempt=attempt)
            time.sleep(0.2 * attempt)
        raise StartFailedError(reason=_last_complaint(self.places.log), log=self.places.log)

    def _launch(self, cluster_lock: FileLock) -> None:
        self.port = find_free_port()
        chosen = {**server_settings(self.places, port=self.port, durable=self.durable), **self.extra}
        write_configuration(self.places, data=self.places.data, chosen=chosen)
        _link_socket(self.places, self.port)
        _shorten(self.places.log)
        assert cluster_lock.descriptor is not None
        command = [self.binaries.program("postgres"), "-D", str(self.places.data)]
        with self.places.log.open("ab") as log:
            self._process = subprocess.Popen(
                leashed(command, signal_number=signal.SIGINT),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A terminal's Ctrl-C goes to the whole group; the supervisor alone decides when the server stops.
                process_group=0,
                pass_fds=[cluster_lock.descriptor],
                env=_server_environment(),
            )

    def _wait_until_ready(self) -> bool:
        progress = Progress(self.places.log, self.places.data)
        while self.is_running():
            if _says_ready(self.places) and self._lets_us_in():
                return True
            time.sleep(LOOK_SECONDS)
            if progress.stands_still():
                self.kill()
                raise StartFailedError(reason=_last_complaint(self.places.log), log=self.places.log)
        return False

    def _lets_us_in(self) -> bool:
        try:
            connect_as(self.places.home, KEEPER, database="postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise StartFailedError(reason=_KEYS_DIFFER, log=self.places.log) from error
            return False
        return True


def _says_ready(places: Places) -> bool:
    # Line 8 of the server's note is its state. Asking it by a connection would fill the log with refusals.
    try:
        lines = (places.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= STATE_LINE and lines[STATE_LINE - 1].strip() in ("ready", "standby")


def _wait_for_old_processes(places: Places, lock: FileLock) -> None:
    """Take the lock that every process of the server holds; those that outlive their owner too long are killed."""
    patience_ends = time.monotonic() + DYING_SECONDS
    while not lock.try_take():
        if time.monotonic() > patience_ends:
            for pid in list_processes_in(places.data):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(LOOK_SECONDS)


def _link_socket(places: Places, port: int) -> None:
    # Clients keep one address over all restarts, though the port differs.
    link = places.sockets / f".s.PGSQL.{SOCKET_PORT}"
    draft = places.sockets / "socket.draft"
    draft.unlink(missing_ok=True)
    draft.symlink_to(f".s.PGSQL.{port}")
    draft.replace(link)
    sync_folder(places.sockets)


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.old"))


def _last_complaint(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    grave = [line for line in lines[-50:] if "FATAL:" in line or "PANIC:" in line or "error" in line]
    return (grave or lines or ["it said nothing"])[-1].strip()


def _server_environment() -> dict[str, str]:
    # PG* variables of the user's shell would steer the server and its tools elsewhere.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C.UTF-8"}
