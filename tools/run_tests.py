"""Run the tests as an ordinary user: `python -m tools.run_tests [--faults SEEDS] [PYTEST ARGUMENT...]`.

Started by root, the few tests that need root run first, and the others as the user the city would run as. On CI a
skipped test is a failure, except those of the group `shared` where the folder they read is absent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alatau.core.ordinary_user import OrdinaryUserError, leave_root

CLONE = Path(__file__).resolve().parent.parent
#: Processes that run tests; more than the cores of a small machine would only take turns.
WORKERS = "2"
NEEDS_ROOT = "needs_root"
#: Tests that need Java and Spark: `make spark` runs them, and nothing else does.
SPARK = "spark"
NO_TESTS_COLLECTED = 5


def main(arguments: list[str]) -> None:
    """End with pytest's exit code: the one of the tests for root when those failed, else of the others."""
    os.chdir(CLONE)
    chosen = _read_faults(arguments)
    if os.geteuid() == 0 and "-m" not in chosen:
        _run_tests_for_root(chosen)
    home = Path(os.environ.get("ALATAU_HOME", "").strip() or CLONE / ".alatau")
    marks = f"not {NEEDS_ROOT} and not {SPARK}" if "-m" not in chosen else ""
    command = [*_pytest(), "-n", WORKERS, "-o", f"cache_dir={home / 'user' / 'pytest'}"]
    command += ["-m", marks] if marks else []
    try:
        leave_root([*command, *chosen])
    except OrdinaryUserError as error:
        sys.exit(f"\n{error}\n")
    os.execv(command[0], [*command, *chosen])


def _run_tests_for_root(chosen: list[str]) -> None:
    """Run the marked tests without settings and database: root would leave files that nobody else can read."""
    narrowed = [Path(one.split("::")[0]).resolve() for one in chosen if Path(one.split("::")[0]).exists()]
    files = [
        path
        for path in (CLONE / "tests").rglob("test_*.py")
        if f"mark.{NEEDS_ROOT}" in path.read_text(encoding="utf-8")
        and (not narrowed or any(path.is_relative_to(one) for one in narrowed))
    ]
    if not files:
        return
    command = [*_pytest(), "-c", str(CLONE / "tools" / "root_tests.ini"), f"--rootdir={CLONE}", "-m", NEEDS_ROOT]
    code = subprocess.run([*command, *map(str, files)], check=False).returncode
    if code not in (0, NO_TESTS_COLLECTED):
        sys.exit(code)


def _read_faults(arguments: list[str]) -> list[str]:
    """Return pytest's arguments; `--faults N` turns into fault runs with N seeds and N times the usual examples."""
    if arguments[:1] != ["--faults"]:
        return arguments
    os.environ["ALATAU_FAULT_SEEDS"] = arguments[1]
    return ["-m", f"(faults or hypothesis) and not {NEEDS_ROOT}", "-n0", "-s", *arguments[2:]]


def _pytest() -> list[str]:
    refuse_skips = ["-p", "tools.refuse_skips"] if os.environ.get("CI", "").lower() in ("1", "true", "yes") else []
    return [str(CLONE / ".venv" / "bin" / "python"), "-m", "pytest", *refuse_skips]


if __name__ == "__main__":
    main(sys.argv[1:])
