"""Compile the translations with Babel: gettext's own programs are not needed."""

from __future__ import annotations

from tools.steps import stamps
from tools.steps.console import step
from tools.steps.places import CLONE, VENV_PYTHON
from tools.steps.running import run

STEP = "translations"
HALVES = ("alatau", "qazaqstan")


def compile_translations() -> None:
    """Leave a compiled catalogue beside each translated one; do nothing when none has changed."""
    catalogues = [path for half in HALVES for path in (CLONE / half).glob("**/locale/*/LC_MESSAGES/*.po")]
    mark = stamps.fingerprint(catalogues)
    if stamps.is_done(STEP, mark) and all(path.with_suffix(".mo").exists() for path in catalogues):
        return
    with step(f"Compiling {len(catalogues)} catalogues of translations"):
        run([str(VENV_PYTHON), "-m", "tools.translations", "compile"], cwd=CLONE)
    stamps.note_done(STEP, mark)
