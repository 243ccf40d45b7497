"""The engine on households that nobody here made: the figures that their publishers give come out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.rules.evaluate import connect
from alatau.rules.metrics import measure_poverty, measure_spread

CLONE = Path(__file__).resolve().parents[2]
SURVEY = CLONE.parent / "shared" / "data" / "households-eusilc" / "eusilc.csv"


@pytest.mark.shared
@pytest.mark.skipif(not SURVEY.is_file(), reason="there is no folder `shared` beside the clone")
def test_survey_gives_the_published_poverty_and_inequality():
    environment = {**os.environ, "ALATAU_CONTENT": "tests.silc"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.silc.run", str(SURVEY)],
        cwd=CLONE,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout)
    assert found["households"] == 6000
    assert found["farthest_cents"] < 0.51, "our incomes are rounded to the cent, theirs are not"
    assert (found["at_risk"], found["gini"]) == (14.44, 26.49)


PEOPLE = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 50)), min_size=1, max_size=30)


def relation(people):
    return f"SELECT * FROM (VALUES {', '.join(map(str, people))}) AS p(income, weight)"


@given(PEOPLE)
def test_spread_is_that_of_everybody_written_out(people):
    everybody = sorted(income for income, weight in people for _each in range(weight))
    count, total = len(everybody), sum(everybody)
    apart = sum(income * (2 * place - count - 1) for place, income in enumerate(everybody, start=1))
    with connect() as engine:
        found = measure_spread(engine, relation(people), value="income", weight="weight")
    assert found.people == count
    assert found.median == Fraction(everybody[(count - 1) // 2] + everybody[count // 2], 2)
    assert found.gini == (Fraction(apart, count * total) if total else 0)


@given(PEOPLE, st.integers(1, 10**6))
def test_poverty_counts_who_is_below_the_line_and_what_they_lack(people, line):
    with connect() as engine:
        found = measure_poverty(engine, relation(people), value="income", line=Fraction(line, 2), weight="weight")
    poor = [(income, weight) for income, weight in people if income < Fraction(line, 2)]
    everybody = sum(weight for _income, weight in people)
    assert found.headcount == Fraction(sum(weight for _income, weight in poor), everybody)
    lacking = sum((1 - income / Fraction(line, 2)) * weight for income, weight in poor)
    assert found.gap == (lacking / sum(weight for _income, weight in poor) if poor else 0)


def test_nobody_has_no_spread_and_no_poverty():
    with connect() as engine:
        empty = "SELECT 1 AS income WHERE FALSE"
        assert measure_spread(engine, empty, value="income").people == 0
        assert measure_poverty(engine, empty, value="income", line=Fraction(1)).headcount == 0
