"""Check everything that can be told without running the city: `python -m tools.lint [NAME...]`.

All checks run to their end, so that one look shows everything there is to correct.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from tools.steps.console import say
from tools.steps.places import CLONE, VENV, VENV_PYTHON

PYTHON = str(VENV_PYTHON)
CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "style": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "types": [PYTHON, "-m", "mypy"],
    "floors": [str(VENV / "bin" / "lint-imports"), "--no-cache"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"],
    "translations": [PYTHON, "-m", "tools.translations", "check"],
}
#: What a check that failed can be corrected with.
CORRECTIONS = {
    "format": ".venv/bin/ruff format .",
    "style": ".venv/bin/ruff check --fix .",
    "migrations": ".venv/bin/python -m alatau manage makemigrations --name words_that_say_what",
    "translations": "make translations, then fill in what is empty",
}


def main(names: list[str]) -> int:
    """Run the named checks, or all; return 1 when one of them found something."""
    found = [name for name in names or CHECKS if not _passes(name)]
    if found:
        say(f"\n{len(found)} of {len(names or CHECKS)} checks found something: {', '.join(found)}.")
        return 1
    say("All checks pass.")
    return 0


def _passes(name: str) -> bool:
    started = time.monotonic()
    # The settings make their keys as they load: a check must not leave any in the city's own folder.
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "ALATAU_HOME": home, "DJANGO_SETTINGS_MODULE": "alatau.settings", "PYTHONPATH": str(CLONE)}
        env.pop("DATABASE_URL", None)
        done = subprocess.run(
            CHECKS[name], cwd=CLONE, env=env, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    verdict = "found something" if done.returncode else "good"
    say(f"  {name}: {verdict} ({time.monotonic() - started:.1f} s)")
    if done.returncode:
        say(done.stdout.rstrip())
        if name in CORRECTIONS:
            say(f"  To correct it: {CORRECTIONS[name]}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
