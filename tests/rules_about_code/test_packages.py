"""Locked packages are the same for everybody, wherever they are fetched from."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.rules_about_code.sources import CLONE

if TYPE_CHECKING:
    from pathlib import Path

PYPROJECT = (CLONE / "pyproject.toml").read_text(encoding="utf-8")
GROUPS: dict[str, list[str]] = tomllib.loads(PYPROJECT)["dependency-groups"]
FILES = sorted((CLONE / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)")
files = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read_entries(path: Path) -> list[str]:
    """Return each locked package with its hashes as one line."""
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def read_versions(path: Path) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for entry in read_entries(path):
        match = PIN.match(entry)
        assert match, f"{path.name}: not pinned: {entry[:60]}"
        versions.setdefault(match[1], set()).add(match[2])
    return versions


@files
def test_every_locked_package_carries_hashes_and_no_address(path: Path) -> None:
    entries = read_entries(path)
    assert [entry[:40] for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(
        r"https?:|file:|--(extra-)?index-url|--find-links|/home/|/root/", path.read_text(encoding="utf-8")
    )


def test_every_group_is_locked_and_nothing_else_is() -> None:
    assert {path.stem for path in FILES} == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_what_a_group_asks_for_is_in_its_lock(group: str) -> None:
    wanted = {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0].lower().replace("_", "-") for one in GROUPS[group]}
    assert wanted <= set(read_versions(CLONE / "requirements" / f"{group}.txt")), "run make requirements"


def test_a_package_has_one_version_in_all_groups() -> None:
    by_name: dict[str, set[frozenset[str]]] = {}
    for path in FILES:
        for package, versions in read_versions(path).items():
            by_name.setdefault(package, set()).add(frozenset(versions))
    assert {package for package, versions in by_name.items() if len(versions) > 1} == set()


def test_every_dependency_says_what_needs_it() -> None:
    body = PYPROJECT.split("[dependency-groups]")[1].split("\n[tool", 1)[0]
    asked = [line for line in body.splitlines() if line.startswith('  "')]
    assert [line for line in asked if not re.search(r'",?\s+# \S', line)] == []


def test_the_browser_lock_names_no_address_and_hashes_all() -> None:
    lock = json.loads((CLONE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: one for path, one in lock["packages"].items() if path}
    assert [path for path, one in packages.items() if "resolved" in one or "integrity" not in one] == []


def test_browser_packages_are_exact_and_each_one_is_used() -> None:
    asked = json.loads((CLONE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    copied = tomllib.loads((CLONE / "tools" / "browser_files.toml").read_text(encoding="utf-8"))["copy"]
    assert [one for one, version in asked.items() if not re.fullmatch(r"\d[\w.-]*", version)] == []
    assert set(asked) == {entry["package"] for entry in copied}
