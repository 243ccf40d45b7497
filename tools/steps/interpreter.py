"""Find the Python that the city will run on."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.steps.console import SetupError
from tools.steps.running import find_program

OLDEST = (3, 11)
NAMES = ("python3", "python3.13", "python3.12", "python3.11")
ASK = (
    "import json, sys;"
    "print(json.dumps([list(sys.version_info[:2]), sys.executable, sys.base_prefix, sys.prefix != sys.base_prefix]))"
)


@dataclass(frozen=True)
class Interpreter:
    """A Python that answered: where it lies and what it is."""

    version: tuple[int, int]
    executable: Path
    #: Folder of its standard library; every user who runs it must be able to enter it.
    home: Path


def choose_interpreter() -> Interpreter:
    """Return the Python to build on; as root, one that an ordinary user can run too if there is any.

    Raises:
        SetupError: no Python on this machine is new enough.
    """
    found = list(_list_interpreters())
    if not found:
        wanted = ".".join(map(str, OLDEST))
        message = (
            f"Python {wanted} or newer was not found. Install it (on Debian and Ubuntu: apt-get install python3), "
            "then repeat the command."
        )
        raise SetupError(message)
    if os.geteuid() == 0:
        # The programs drop to an ordinary user, who cannot enter, say, a Python under /root.
        found.sort(key=lambda one: not (is_open_to_all(one.executable) and is_open_to_all(one.home)))
    return found[0]


def is_open_to_all(path: Path) -> bool:
    """Tell whether any user can walk to the path and use it: every folder on its real way can be entered."""
    real = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (real, *real.parents))


def _list_interpreters() -> list[Interpreter]:
    candidates = [find_program(name) for name in NAMES]
    candidates += [f"/usr/bin/{name}" for name in NAMES]
    answers = (_ask(path) for path in dict.fromkeys(filter(None, candidates)))
    return [answer for answer in answers if answer]


def _ask(path: str) -> Interpreter | None:
    """Return what the candidate says of itself; None for a broken shim, a virtual environment or an old Python."""
    try:
        done = subprocess.run([path, "-I", "-c", ASK], capture_output=True, text=True, check=True, timeout=20)
        version, executable, home, is_virtual = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    if is_virtual or tuple(version) < OLDEST:
        return None
    return Interpreter((version[0], version[1]), Path(executable), Path(home))
