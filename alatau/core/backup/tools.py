"""PostgreSQL's own programs, run so that their last words reach the operator."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alatau.core.backup.errors import BackupToolError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from alatau.core.postgres.binaries import Binaries


def run_tool(
    binaries: Binaries, program: str, *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run a program and return what it printed.

    Raises:
        BackupToolError: it failed; the sentence holds its last line.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    # One language and one clock, since we read the answers.
    clean |= {"LC_ALL": "C", "TZ": "UTC", **(environment or {})}
    done = subprocess.run(
        [binaries.program(program), *map(str, arguments)], capture_output=True, text=True, env=clean, check=False
    )
    if done.returncode != 0:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise BackupToolError(program=program, reason=lines[-1] if lines else f"status {done.returncode}")
    return done.stdout


def read_identity(binaries: Binaries, data: Path) -> str:
    """Return the random identity that `initdb` gave to a data folder and that its copies keep."""
    return _control_facts(binaries, data)["Database system identifier"]


def read_latest_activity(binaries: Binaries, data: Path) -> datetime:
    """Return when a data folder was last written to: its latest checkpoint, or a later piece of its log."""
    stated = _control_facts(binaries, data)["Time of latest checkpoint"]
    checkpoint = datetime.strptime(stated, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    pieces = [path.stat().st_mtime for path in (data / "pg_wal").glob("0*")]
    return max([checkpoint, *(datetime.fromtimestamp(moment, UTC) for moment in pieces)])


def _control_facts(binaries: Binaries, data: Path) -> dict[str, str]:
    lines = run_tool(binaries, "pg_controldata", data).splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}
