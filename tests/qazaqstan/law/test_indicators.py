"""The 110 indicators of the family card: declared once, with source, unit and level, and each read from registers."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from alatau.rules.gather import read_book

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain"
beside_the_clone = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="there is no folder `shared` beside the clone"),
]
#: After the method's points came into force.
TODAY = date(2026, 10, 1)
#: How the collected table calls a kind of value, and the units that fit.
UNITS = {"flag": {"flag"}, "category": {"category"}, "money": {"tiyn", "tiyn/month"}}


@cache
def law():
    return read_book().on(TODAY)


def indicators():
    return {rule.version.facts["code"]: rule for rule in law().rules.values() if rule.version.kind == "indicator"}


def test_all_indicators_of_the_card_are_in_force() -> None:
    assert sorted(indicators()) == [f"FC{number:03d}" for number in range(1, 111)]


def test_every_indicator_names_source_domain_and_verification() -> None:
    silent = [
        code
        for code, rule in indicators().items()
        if not (rule.version.source and rule.version.verification and rule.version.facts.get("domain"))
    ]
    assert silent == []


def test_reasoned_indicators_are_marked_as_proposed() -> None:
    reasoned = [rule.version for rule in indicators().values() if not rule.version.facts["documented"]]
    assert len(reasoned) == 25
    assert {version.verification for version in reasoned} == {"proposed"}


def test_every_indicator_hangs_on_rows_of_registers() -> None:
    # Members of the family are rows of the derived register of membership; every family has them.
    for code, rule in indicators().items():
        needed = law().needed_for([rule.name])
        registers = {each.version.register for each in needed if each.version.kind == "measure"}
        assert registers, code


def test_rules_of_the_law_hold_no_amount_of_their_own() -> None:
    # Money in a rule's text is refused at load; ages and counts of the law come from parameters as well.
    read = {name for rule in law().rules.values() for name in rule.names_of("parameter")}
    assert {"adult_age", "overdue_days_limit", "mci", "subsistence_minimum_budget"} <= read


@pytest.mark.parametrize("code", ["FC041"])
def test_labour_status_has_thirty_two_classes(code: str) -> None:
    assert len(indicators()[code].version.labels) == 32


class TestBesideTheCollectedFacts:
    pytestmark = beside_the_clone

    def test_level_domain_and_unit_are_as_collected(self) -> None:
        declared = {code: rule.version for code, rule in indicators().items()}
        with (SHARED / "indicators.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert {row["code"]: (row["level"], row["domain"], row["documented"] == "yes") for row in rows} == {
            code: (version.level, version.facts["domain"], version.facts["documented"])
            for code, version in declared.items()
        }
        odd = [
            row["code"]
            for row in rows
            if declared[row["code"]].unit not in UNITS.get(row["value_type"], {declared[row["code"]].unit})
        ]
        assert odd == []
