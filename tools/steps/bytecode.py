"""Compile the city's own modules where those who run it cannot: in a clone of root's."""

from __future__ import annotations

import os

from tools.steps import stamps
from tools.steps.console import step
from tools.steps.places import CLONE, VENV_PYTHON
from tools.steps.running import run

STEP = "bytecode"
HALVES = ("alatau", "qazaqstan")


def compile_modules() -> None:
    """Leave compiled modules beside the sources when root sets up; otherwise Python does so by itself.

    The ordinary user that root's programs become cannot write there, and each process would compile all anew.
    """
    if os.geteuid() != 0:
        return
    modules = [path for half in HALVES for path in (CLONE / half).rglob("*.py")]
    mark = stamps.fingerprint(modules)
    if stamps.is_done(STEP, mark):
        return
    with step(f"Compiling {len(modules)} modules"):
        run([str(VENV_PYTHON), "-m", "compileall", "-q", *HALVES], cwd=CLONE)
    stamps.note_done(STEP, mark)
