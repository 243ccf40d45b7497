"""What an author of rules types, on the law of a second country."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]


def run(*arguments, content="tests.tinyland"):
    """Run `alatau rules` in a process of its own: a process has one content package."""
    code = (
        "import django; django.setup(); import sys; from alatau.rules.commands import commands;"
        " commands(sys.argv[1:], standalone_mode=True)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=CLONE,
        env={**os.environ, "ALATAU_CONTENT": content},
        capture_output=True,
        text=True,
        check=False,
    )


def test_law_of_another_country_is_in_order_and_its_cases_come_out():
    checked = run("check", "--on", "2026-05-06")
    assert (checked.returncode, "7 rules are in order" in checked.stdout) == (0, True), checked.stderr
    golden = run("golden", "--json")
    assert json.loads(golden.stdout) == {"cases": 6, "problems": []}, golden.stderr


def test_case_that_expects_something_else_is_named(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "- {name: too many, day: 2026-05-06, facts: {kids_in_family: 2, has_boat: no}, expect: {BREAD: 1}}\n"
    )
    told = run("golden", str(path))
    assert told.returncode == 1
    assert "wrong.yaml: too many: bread_for_kids should be 1, and is 23.000." in told.stderr


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("{name: a, day: 2026-05-06, facts: {nothing: 1}, expect: {BREAD: 1}}", "nothing"),
        ("{name: a, day: 2026-05-06, expect: {BREAD: one}}", "'one' is no plain arithmetic"),
        ("{name: a, day: someday, expect: {BREAD: 1}}", "a case needs a `day`"),
        ("{name: a, dya: 2026-05-06, expect: {BREAD: 1}}", "dya is not a field of a case"),
        ("[not a case", "cannot be read"),
    ],
)
def test_case_that_cannot_be_run_is_named_with_its_problem(tmp_path, case, words):
    path = tmp_path / "odd.yaml"
    path.write_text(f"- {case}\n")
    told = run("golden", str(path))
    assert told.returncode == 1
    assert told.stderr.startswith("odd.yaml: ")
    assert words in told.stderr


def test_rules_are_listed_and_shown_for_programs():
    listed = json.loads(run("list", "benefit", "--json").stdout)
    assert [(each["name"], each["code"], each["law"]) for each in listed] == [("bread_for_kids", "BREAD", "Tiny Act 6")]
    [shown] = json.loads(run("show", "is_kid", "--json").stdout)
    assert shown["reads"] == ["born_on", "day", "grown_up_at"]
