"""A city of its own for measuring: the embedded database with full durability, migrated, in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alatau.core.leash import leashed
from tests.harness.cluster import as_ordinary_user, launch_server, make_home, wait_for_cluster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def measured_city() -> Iterator[Path]:
    """Run a migrated sample city for a measurement; this process then works in it as `worker`."""
    home = make_home("alatau-bench-")
    os.environ.update(DJANGO_SETTINGS_MODULE="alatau.settings", ALATAU_HOME=str(home), ALATAU_ROLE="worker")
    server = launch_server(home)
    try:
        wait_for_cluster(home)
        run_python("benchmarks.found", role="owner").check_returncode()
        yield home
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


def run_python(module: str, *arguments: str, role: str = "worker") -> subprocess.CompletedProcess[bytes]:
    """Run a module in the measured city and wait for its end."""
    return subprocess.run(_command(module, arguments), env=_environment(role), check=False, **as_ordinary_user())


def start_python(module: str, *arguments: str, role: str = "worker") -> subprocess.Popen[str]:
    """Start a module in the measured city; its output can be read line by line."""
    return subprocess.Popen(
        _command(module, arguments),
        env=_environment(role),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **as_ordinary_user(),
    )


def _command(module: str, arguments: tuple[str, ...]) -> list[str]:
    return leashed([sys.executable, "-m", module, *arguments])


def _environment(role: str) -> dict[str, str]:
    return {**os.environ, "ALATAU_ROLE": role, "ALATAU_LOG_LEVEL": "warning"}
