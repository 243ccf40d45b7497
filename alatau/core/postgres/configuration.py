"""Settings of the embedded server, written anew at each start so that an upgrade of the city upgrades them too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.core.durable import write_durably
from alatau.core.postgres.memory import shared_memory_megabytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.core.postgres.places import Places

ARCHIVE_SCRIPT = Path(__file__).resolve().parent.parent / "backup" / "archive_wal.py"

# Only these lines let anybody in, and each asks for a password. The last two are for base backups.
HOST_RULES = """\
local  all          all                    scram-sha-256
host   all          all     127.0.0.1/32   scram-sha-256
host   all          all     ::1/128        scram-sha-256
local  replication  keeper                 scram-sha-256
host   replication  keeper  127.0.0.1/32   scram-sha-256
"""


def server_settings(places: Places, *, port: int, durable: bool) -> dict[str, str]:
    """Return every setting that differs from PostgreSQL's own default, by name."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(places.sockets),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "200",
        "shared_buffers": f"{shared_memory_megabytes()}MB",
        "timezone": "UTC",
        "lc_messages": "C.UTF-8",
        "default_text_search_config": "pg_catalog.simple",
        "idle_in_transaction_session_timeout": "10min",
        # A checkpoint makes the next change of each page write the whole page to the log: rare ones make the log short.
        # The price is a longer recovery: some seconds for each of these gigabytes.
        "checkpoint_timeout": "15min",
        "max_wal_size": "4GB",
        "min_wal_size": "512MB",
        # A large batch writes megabytes of log: they wait in memory for the writer, who comes often, instead of making
        # the batch write them.
        "wal_buffers": "64MB",
        "wal_writer_delay": "20ms",
        # Backup from the first day: pieces of the log are kept, at the latest a minute after they began.
        "wal_level": "replica",
        "archive_mode": "on",
        "archive_command": archive_command(places),
        "archive_timeout": "60s",
        "max_wal_senders": "4",
        # After a crash the whole disk is synced at once instead of each file: seconds instead of a minute.
        "recovery_init_sync_method": "syncfs",
        # Recovery tells each second how far it is; the supervisor waits as long as it moves.
        "log_startup_progress_interval": "1s",
        # Neither statements nor the values of a refused row may reach a log: they hold personal data.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        # The message of an error repeats the value too ("invalid input syntax"); the program logs its code and place.
        "log_min_messages": "log",
        "log_parameter_max_length_on_error": "0",
        "log_statement": "none",
        "log_line_prefix": "%m [%p] %q%u ",
        "cluster_name": "alatau",
    }
    if not durable:
        # For tests alone, and refused in production: a power cut would lose rows. Several of these servers run at once.
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
    return settings


def archive_command(places: Places) -> str:
    """Return the command that keeps one finished piece of the log; it ends in 0 only once the piece is on disk."""
    words = [sys.executable, "-I", "-S", str(ARCHIVE_SCRIPT), "%p", f"{places.archive}/%f"]
    return shell_words(words)


def shell_words(words: Sequence[str]) -> str:
    """Return a command line for the server's shell. The server puts paths without quotes in place of %p and %f."""
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)


def write_configuration(places: Places, *, data: Path, chosen: Mapping[str, str]) -> None:
    """Replace `postgresql.conf` and `pg_hba.conf` in the data folder."""
    lines = [f"{name} = '{_escape(value)}'" for name, value in chosen.items()]
    heading = f"# Written by alatau at each start. Put your own settings into {places.own_configuration}."
    lines = [heading, *lines, f"include_if_exists = '{_escape(str(places.own_configuration))}'", ""]
    write_durably(data / "postgresql.conf", "\n".join(lines))
    write_durably(data / "pg_hba.conf", HOST_RULES)


def _escape(value: str) -> str:
    return value.replace("'", "''")
