"""On CI a skipped test fails the run, except those that read the folder `shared`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.rules_about_code.sources import CLONE

if TYPE_CHECKING:
    from pathlib import Path

SKIPPED = "import pytest\n{mark}\ndef test_one(): pytest.skip('no browser')\ndef test_two(): pass\n"


def run_pytest(folder: Path, mark: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(SKIPPED.format(mark=mark), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    shared: reads a folder\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "xdist", *options, str(folder)]
    # Only the plugins named here: reading all others would take most of the time.
    environment = {"PYTHONPATH": str(CLONE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("spread", ["-n0", "-n2"])
def test_a_skip_fails_the_run_and_is_named_above_the_closing_line(tmp_path: Path, spread: str) -> None:
    done = run_pytest(tmp_path, "", "-p", "tools.refuse_skips", spread)
    assert done.returncode == 1, done.stdout
    assert "test_it.py::test_one" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]


def test_a_skip_of_the_shared_group_is_allowed(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, "@pytest.mark.shared", "-p", "tools.refuse_skips", "-n0").returncode == 0


def test_without_the_plugin_a_skip_passes(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, "", "-n0").returncode == 0
