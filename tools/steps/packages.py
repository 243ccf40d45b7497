"""Install the Python packages of the wanted groups: exactly the locked files, checked by their hashes."""

from __future__ import annotations

import os
import shutil
from functools import cache
from typing import TYPE_CHECKING

from tools.steps import stamps
from tools.steps.console import SetupError, step
from tools.steps.places import DOWNLOADS, REQUIREMENTS, VENV, VENV_PYTHON
from tools.steps.running import run
from tools.steps.user_settings import read_pip_settings, translate_for_uv, trust_system_certificates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STEP = "packages"
GROUPS_STEP = "groups"
UV = VENV / "bin" / "uv"


def install_groups(wanted: Iterable[str]) -> None:
    """Leave `.venv` with exactly the locked packages of the groups, and of those installed before.

    Raises:
        SetupError: a group has no requirement file, or a package could not be fetched or did not match its hash.
    """
    groups = sorted({*wanted, *stamps.read_mark(GROUPS_STEP).split()})
    files = [requirement_file(group) for group in ("tools", *groups)]
    mark = stamps.fingerprint(files, *groups)
    if stamps.is_done(STEP, mark):
        return
    stamps.forget(STEP)
    _install_uv()
    with step(f"Installing {_count_packages(files)} Python packages ({', '.join(groups)})"):
        run([str(UV), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode",
             "--python", str(VENV_PYTHON), *map(str, files)], env=_uv_environment())  # fmt: skip
    shutil.rmtree(DOWNLOADS / "uv", ignore_errors=True)
    stamps.note_done(GROUPS_STEP, " ".join(groups))
    stamps.note_done(STEP, mark)


def requirement_file(group: str) -> Path:
    """Return the locked file of a group.

    Raises:
        SetupError: there is no such group.
    """
    path = REQUIREMENTS / f"{group}.txt"
    if not path.exists():
        known = ", ".join(sorted(one.stem for one in REQUIREMENTS.glob("*.txt")))
        message = f"There is no group of packages named {group}. The groups are: {known}."
        raise SetupError(message)
    return path


def _install_uv() -> None:
    """Install uv with pip, by its hash: pip came with Python, uv is many times faster with the rest."""
    file = requirement_file("tools")
    mark = stamps.fingerprint([file])
    if stamps.is_done("uv", mark) and UV.exists():
        return
    with step("Installing uv, which fetches the other packages"):
        # A user who installs for themselves by default means it outside of virtual environments.
        env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0"}
        if not {"cert", "truststore"} & set(_pip_settings()):
            env["PIP_CERT"] = trust_system_certificates(env).get("SSL_CERT_FILE", "")
        command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir", "--no-deps"]
        run([*command, "--require-hashes", "-r", str(file)], env={k: v for k, v in env.items() if v})
    stamps.note_done("uv", mark)


def _uv_environment() -> dict[str, str]:
    return translate_for_uv(_pip_settings(), os.environ)


@cache
def _pip_settings() -> dict[str, str]:
    return read_pip_settings(VENV_PYTHON)


def _count_packages(files: Iterable[Path]) -> int:
    lines = (line for path in files for line in path.read_text(encoding="utf-8").splitlines())
    return len({line.split("==")[0] for line in lines if "==" in line and not line.lstrip().startswith("#")})
