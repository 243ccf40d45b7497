"""Golden cases stand on both sides: each indicator, status and need, each label and each row of the table of points."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import qazaqstan.law
from alatau.core.content import content
from alatau.rules.gather import read_book
from alatau.rules.golden import list_case_files, read_cases

TODAY = date(2026, 10, 1)
SIDED = ("indicator", "status", "need")


@cache
def expected() -> dict[str, set[str]]:
    """Return what golden cases expect of each rule, as they write it."""
    law = read_book().on(TODAY)
    found: dict[str, set[str]] = defaultdict(set)
    for file in list_case_files(Path(qazaqstan.law.__file__).parent):
        for case in read_cases(file):
            for key, value in case.expect.items():
                name = law.find(key).name if case.day >= TODAY else key
                found[name] |= {str(each) for each in (value.values() if isinstance(value, dict) else [value])}
    return found


def versions(*kinds: str):
    rules = read_book().on(TODAY).rules.values()
    return [rule.version for rule in rules if rule.version.kind in kinds and "benefits" not in rule.version.file]


@pytest.mark.parametrize("kind", SIDED)
def test_golden_cases_show_two_results_of_each(kind: str) -> None:
    assert [version.name for version in versions(kind) if len(expected()[version.name]) < 2] == []


def test_every_label_of_a_category_stands_in_a_golden_case() -> None:
    labelled = [version for version in versions("indicator", "rule") if version.labels and "class_" not in version.name]
    missing = {version.name: sorted(set(version.labels) - expected()[version.name]) for version in labelled}
    assert {name: labels for name, labels in missing.items() if labels} == {}


def test_every_row_of_points_stands_in_a_golden_case() -> None:
    book = content().parameters
    for version in versions("points"):
        if not version.facts.get("question"):
            continue
        names = [name for name in version.inputs if name.startswith("points_") and name != "points_children_sign"]
        wanted = {str(int(row.value)) for name in names if (row := book.find(name, on=TODAY)) is not None}
        assert wanted <= expected()[version.name], version.name
