"""The points of the method: as collected, dated, unverified, and with the sums that the method names."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alatau.core.content import content
from alatau.rules.gather import content_sources, read_book
from alatau.rules.interpret import Facts, Interpretation

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain"
BEGINS = date(2026, 6, 17)
#: Lowest and highest sum of each direction, as the public calculator gives them.
SUMS = {
    "income_credit": (-500, 670),
    "movable": (-50, 380),
    "employment": (-100, 450),
    "social": (-400, 200),
    "health": (-170, 0),
    "education": (-150, 0),
    "housing": (-300, 2150),
    "farming": (0, 750),
}


def points() -> dict[str, Decimal]:
    book = content().parameters
    names = [name for name in book.by_name if name.startswith("points_") and name != "points_children_sign"]
    return {name: found.value for name in names if (found := book.find(name, on=BEGINS)) is not None}


def options_of(question: str) -> list[Decimal]:
    version = read_book().on(BEGINS).rules[f"score_{question}"].version
    return [points()[name] for name in version.inputs if name.startswith("points_") and name in points()]


def questions() -> dict[str, str]:
    rules = read_book().on(BEGINS).rules.values()
    return {
        rule.version.facts["question"]: rule.version.facts["direction"]
        for rule in rules
        if rule.version.kind == "points" and rule.version.facts.get("question")
    }


def test_every_point_of_the_method_is_read_by_one_question() -> None:
    read = [
        name for question in questions() for name in read_book().on(BEGINS).rules[f"score_{question}"].version.inputs
    ]
    assert len(points()) == 76
    assert sorted(name for name in read if name in points()) == sorted(points())


def test_sums_of_directions_are_those_of_the_method() -> None:
    lowest: dict[str, Decimal] = defaultdict(Decimal)
    highest: dict[str, Decimal] = defaultdict(Decimal)
    for question, direction in questions().items():
        lowest[direction] += min(options_of(question))
        highest[direction] += max(options_of(question))
    # A loan late adds nothing to the highest sum, and the lowest has no able-bodied member at all.
    assert {key: (lowest[key], highest[key]) for key in SUMS} == {
        key: (Decimal(low), Decimal(high)) for key, (low, high) in SUMS.items()
    }


def test_every_point_is_marked_as_not_verified() -> None:
    rows = [row for name, rows in content().parameters.by_name.items() if name in points() for row in rows]
    assert all(row.source.startswith("unverified") for row in rows)
    versions = [
        rule.version for rule in read_book().on(BEGINS).rules.values() if rule.version.facts.get("model") == "dfc"
    ]
    assert {version.verification for version in versions} == {"unverified"}


def test_score_is_left_out_before_the_method_began() -> None:
    before = read_book().on(date(2026, 6, 16))
    assert "dfc_category" not in before.rules
    assert before.left_out["dfc_score"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="there is no folder `shared` beside the clone")
def test_points_are_those_that_were_collected() -> None:
    with (SHARED / "dfc_scoring.csv").open(encoding="utf-8", newline="") as stream:
        collected = {
            f"points_{row['question_id']}_{row['option_id'].lower()}": Decimal(row["points"])
            for row in csv.DictReader(stream)
        }
    assert points() == collected


def test_sign_of_the_children_row_is_one_parameter() -> None:
    sign = content().parameters.find("points_children_sign", on=BEGINS)
    assert sign is not None
    sources = replace(content_sources(), parameters=content().parameters.with_rows([replace(sign, value=Decimal(-1))]))
    law = read_book().with_changes(sources=sources).on(BEGINS)
    found = Interpretation(law, Facts(people={}, family={"children_and_students": 4})).value_of("score_children")
    assert found == -200
