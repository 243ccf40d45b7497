"""Lock the dependency groups of `pyproject.toml` into `requirements/`: `python -m tools.requirements [--upgrade]`.

Each file serves every platform and Python 3.11 to 3.13, names each package with its hashes, and holds no index
address. The groups are locked one upon the other, so that a package has one version in all of them.
"""

from __future__ import annotations

import os
import sys
import tomllib
from typing import TYPE_CHECKING

from tools.steps.console import step
from tools.steps.packages import UV
from tools.steps.places import CLONE, REQUIREMENTS, VENV_PYTHON
from tools.steps.running import run
from tools.steps.user_settings import read_pip_settings, translate_for_uv

if TYPE_CHECKING:
    from pathlib import Path

OLDEST = "3.11"
EXTRA = ("extra-index-url", "find-links")
HEADER = """\
# Locked from pyproject.toml, group `{group}`. Written by `make requirements`; not by hand.
"""


def lock_groups(*, upgrade: bool) -> None:
    """Write one locked file per group; what is locked already keeps its version unless an upgrade is asked for."""
    groups = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    REQUIREMENTS.mkdir(exist_ok=True)
    env = _locking_environment()
    locked: list[Path] = []
    for group in groups:
        target = REQUIREMENTS / f"{group}.txt"
        with step(f"Locking {group}"):
            command = [str(UV), "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST]
            command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-strip-markers"]
            command += ["--group", group, "pyproject.toml", "--output-file", str(target)]
            command += [f"--constraints={path}" for path in locked]
            run([*command, "--upgrade"] if upgrade else command, env=env, cwd=CLONE)
            body = target.read_text(encoding="utf-8").removeprefix(HEADER.format(group=group))
            target.write_text(HEADER.format(group=group) + _without_paths(body), encoding="utf-8")
        locked.append(target)


def _locking_environment() -> dict[str, str]:
    """Return the environment for locking: the main index alone.

    An extra index or folder often holds only the files this machine needs, and the lock would know no others.
    """
    pip = {option: value for option, value in read_pip_settings(VENV_PYTHON).items() if option not in EXTRA}
    return translate_for_uv(pip, {name: value for name, value in os.environ.items() if name != "UV_FIND_LINKS"})


def _without_paths(body: str) -> str:
    """Return the file with the notes of who needs what, but without those that name a file on this machine."""
    return "".join(line for line in body.splitlines(keepends=True) if str(CLONE) not in line)


if __name__ == "__main__":
    lock_groups(upgrade="--upgrade" in sys.argv[1:])
