"""The targets a newcomer types, and what CI does with them."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.rules_about_code.sources import CLONE

MAKEFILE = (CLONE / "Makefile").read_text(encoding="utf-8")
TARGETS = ("up", "test", "lint", "bench", "faults", "docs", "clean")


def run_make(*arguments: str) -> str:
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    return subprocess.run(["make", *arguments], cwd=CLONE, env=env, capture_output=True, text=True, check=True).stdout


def test_make_alone_explains_every_target() -> None:
    told = run_make()
    named = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)
    assert [target for target in named if target != "help" and f"make {target} " not in told] == []


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_that_was_promised_is_there_and_says_what_it_does(target: str) -> None:
    assert re.search(rf"^{target}: ## [A-Z].{{15,}}$", MAKEFILE, re.MULTILINE)


def test_the_city_starts_with_the_packages_it_runs_on_alone() -> None:
    planned = run_make("-n", "up")
    assert "-I tools/setup.py run\n" in planned
    assert "test" not in planned


def test_ci_checks_and_tests_as_a_person_would() -> None:
    script = (CLONE / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if re.match(r"(\w+=\S+ )?make ", line)]
    assert commands[:3] == ["make lint", "make docs", "make test"]
    assert "ALATAU_TEST_POSTGRES=debian15" in commands[-1]
    assert "set -euo pipefail" in script
