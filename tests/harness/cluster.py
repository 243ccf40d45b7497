"""The one embedded server of a test run, shared by all of its workers."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.core.leash import leashed
from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.roles import KEEPER, ROLES, password_of
from alatau.core.postgres.server import EmbeddedServer

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Debian's server for the runs that ask for it; the wheel's otherwise.
SERVERS = {"debian15": "/usr/lib/postgresql/15/bin"}
START_SECONDS = 60


def launch_cluster() -> Path:
    """Begin to start a server for this run and return its home at once; `wait_for_cluster` tells when it is ready."""
    home = make_home("alatau-tests-")
    process = launch_server(home, durable=False)
    atexit.register(_end, process)
    return home


def make_home(prefix: str) -> Path:
    """Return a new home that an ordinary user owns, empty but for passwords; it goes when the tests end."""
    home = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    home.chmod(0o711)
    # Made before anybody needs them: the first to ask would own them, and that could be root.
    secrets = [password_of(home, role) and home / "keys" / f"postgres-{role}" for role in (KEEPER, *ROLES)]
    if os.geteuid() == 0:
        for path in (home, home / "keys", *secrets):
            os.chown(path, *ordinary_user())
    return home


def launch_server(home: Path, *, durable: bool = True) -> subprocess.Popen[str]:
    """Start a supervisor as an ordinary user; it says `ready` on its output, and it dies with this process."""
    command = [sys.executable, "-m", "alatau.core.postgres.serve", str(home), chosen_server(), "alatau"]
    return subprocess.Popen(
        leashed([*command, *([] if durable else ["--not-durable"])]),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(home)},
        **as_ordinary_user(),
    )


@contextmanager
def supervise(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a running supervisor of the home in a process of its own; it is stopped if it still lives at the end."""
    process = launch_server(home)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def chosen_server() -> str:
    """Return which PostgreSQL this run tests on, as `ALATAU_POSTGRES` names it."""
    return SERVERS.get(os.environ.get("ALATAU_TEST_POSTGRES", ""), "18")


def copy_fresh_home(target: Path) -> Path:
    """Return a new home whose data folder is a copy of a just created one: quicker than making it each time."""
    pattern = Path(os.environ["ALATAU_TEST_RUN"]) / "fresh"
    if not pattern.exists():
        _make_pattern(pattern)
    shutil.copytree(pattern, target)
    return target


def _make_pattern(pattern: Path) -> None:
    draft = pattern.with_name(f"fresh.{os.getpid()}")
    draft.mkdir()
    server = EmbeddedServer(draft, find_binaries(chosen_server()), database="alatau")
    server.start()
    server.stop()
    for folder in ("archive", "run", "logs"):
        shutil.rmtree(draft / folder)
    try:
        draft.rename(pattern)
    except OSError:
        # Another worker was quicker.
        shutil.rmtree(draft)


def as_ordinary_user() -> dict[str, object]:
    """Return what makes `subprocess` drop from root; nothing when we are ordinary already."""
    if os.geteuid() != 0:
        return {}
    user, group = ordinary_user()
    return {"user": user, "group": group, "extra_groups": []}


def ordinary_user() -> tuple[int, int]:
    """Return the user and group that servers run as when the tests were started by root."""
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def wait_for_cluster(home: Path) -> None:
    """Return when the run's server takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while not (home / "run" / "ready").exists():
        assert time.monotonic() < deadline, f"no server in {home}; its log is in logs/"
        time.sleep(0.02)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
