"""Compute the survey by its rules, in a process that loads this content, and print figures as JSON."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from alatau.rules.evaluate import connect, evaluate  # noqa: E402 - apps have to be loaded first
from alatau.rules.gather import read_book  # noqa: E402 - apps have to be loaded first
from alatau.rules.interpret import Facts  # noqa: E402 - apps have to be loaded first
from alatau.rules.metrics import measure_poverty, measure_spread  # noqa: E402 - apps have to be loaded first

EARNED = ("py010n", "py050n")
BENEFITS = ("py090n", "py100n", "py110n", "py120n", "py130n", "py140n")
HOUSEHOLD = ("hy040n", "hy050n", "hy070n", "hy080n", "hy090n", "hy110n", "-hy130n", "-hy145n")


def cents(row, names):
    """Return the sum of some columns in cents; those with a minus are taken off."""
    total = Decimal(0)
    for name in names:
        value = Decimal(row[name.removeprefix("-")] or 0)
        total += -value if name.startswith("-") else value
    return int((total * 100).to_integral_value())


def main(path):
    """Print the figures of the survey in a file."""
    rows = list(csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines()))
    people: dict[str, dict[str, object]] = {}
    for row in rows:
        given = {
            "age": int(row["age"]),
            "own_income": cents(row, EARNED) + cents(row, BENEFITS),
            "income_of_household": cents(row, HOUSEHOLD),
        }
        people.setdefault(row["db030"], {})[row["rb030"]] = given
    answers = evaluate(
        read_book().on(date(2006, 12, 31)), [Facts(each) for each in people.values()], want=["equivalised_income"]
    )
    computed = {household: each.family["equivalised_income"] for household, each in zip(people, answers, strict=True)}
    given = {row["db030"]: Decimal(row["eqIncome"]) * 100 for row in rows}
    with connect() as engine:
        weights = ((row, int(Decimal(row["rb050"]) * 10**6)) for row in rows)
        values = ", ".join(f"({computed[row['db030']]}, {weight})" for row, weight in weights)
        engine.execute(f"CREATE TEMP TABLE survey AS SELECT * FROM (VALUES {values}) AS s(income, weight)")
        asked = {"value": "income", "weight": "weight"}
        spread = measure_spread(engine, "FROM survey", **asked)
        poverty = measure_poverty(engine, "FROM survey", line=spread.median * 6 / 10, **asked)
    print(  # noqa: T201 - the test reads it
        json.dumps(
            {
                "households": len(people),
                "farthest_cents": float(max(abs(computed[each] - given[each]) for each in computed)),
                "at_risk": round(float(poverty.headcount) * 100, 2),
                "gini": round(float(spread.gini) * 100, 2),
                "gap": round(float(poverty.gap) * 100, 2),
            }
        )
    )


main(sys.argv[1])
