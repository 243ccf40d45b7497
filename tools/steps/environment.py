"""Make the virtual environment `.venv` that everything of the city runs in."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.steps import debian, stamps
from tools.steps.console import SetupError, step
from tools.steps.interpreter import OLDEST, Interpreter, choose_interpreter
from tools.steps.places import CLONE, STAMPS, VENV, VENV_PYTHON
from tools.steps.running import run

STEP = "environment"
#: A virtual environment holds full paths: one that was moved with its clone is made anew.
MARK = str(CLONE)


def make_environment() -> None:
    """Leave a working `.venv`, made from the Python of this machine; do nothing when it is there."""
    if stamps.is_done(STEP, MARK) and VENV_PYTHON.exists():
        return
    if not _is_usable():
        python = choose_interpreter()
        _ensure_venv_module(python)
        with step(f"Making .venv with Python {'.'.join(map(str, python.version))} from {python.executable}"):
            shutil.rmtree(VENV, ignore_errors=True)
            run([str(python.executable), "-m", "venv", str(VENV)])
    # Whatever an earlier environment noted as done does not hold for this one.
    shutil.rmtree(STAMPS, ignore_errors=True)
    stamps.note_done(STEP, MARK)


def _is_usable() -> bool:
    """Tell whether the folder is an environment of this very place with pip in it and a Python new enough."""
    asked = f"import pip, sys; sys.exit(sys.prefix != {str(VENV)!r} or sys.version_info < {OLDEST!r})"
    try:
        done = subprocess.run([str(VENV_PYTHON), "-c", asked], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    moved = stamps.read_mark(STEP) not in ("", MARK)
    return done.returncode == 0 and not moved


def _ensure_venv_module(python: Interpreter) -> None:
    """Install Debian's venv package where this Python comes without; Debian ships it apart."""
    if _has_venv_module(python):
        return
    name = f"python{'.'.join(map(str, python.version))}-venv"
    if debian.can_install():
        debian.install_packages(name)
    if not _has_venv_module(python):
        message = (
            f"{python.executable} cannot make virtual environments: its venv module is missing. Type\n\n"
            f"    {'' if os.geteuid() == 0 else 'sudo '}apt-get install {name}\n\nthen repeat the command."
        )
        raise SetupError(message)


def _has_venv_module(python: Interpreter) -> bool:
    asked = [str(python.executable), "-I", "-c", "import venv, ensurepip; ensurepip.version()"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
