"""Figures of a whole population: median, inequality, and how many are poor by how much.

Computed by DuckDB over any relation, with weights where people stand for others. All sums are whole numbers; a share
leaves as an exact fraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How a value is spread over people."""

    people: int
    #: Half of the people have no more.
    median: Fraction
    mean: Fraction
    #: From 0, everybody the same, to 1, one has all.
    gini: Fraction


@dataclass(frozen=True, kw_only=True)
class Poverty:
    """Who is below a line, and by how much."""

    line: Fraction
    #: Share of people below the line.
    headcount: Fraction
    #: Mean part of the line that the poor lack; zero where nobody is poor.
    gap: Fraction


def measure_spread(engine: duckdb.DuckDBPyConnection, relation: str, *, value: str, weight: str = "1") -> Spread:
    """Return the spread of a whole number over a relation; rows without a value are left out.

    Args:
        engine: where the relation is.
        relation: SQL of a relation with a row for each person.
        value: SQL of the whole number, such as coins.
        weight: SQL of a whole number, above zero, of how many people a row stands for (in any unit).
    """
    known = f"SELECT CAST({value} AS HUGEINT) AS v, CAST({weight} AS HUGEINT) AS w FROM ({relation})"
    # Equal values share their place, so that the order within them changes nothing.
    steps = f"SELECT v, sum(w) AS w, sum(w * w) AS squares FROM ({known}) WHERE v IS NOT NULL GROUP BY v"
    ranked = f"SELECT v, w, sum(w) OVER (ORDER BY v) AS below FROM ({steps})"
    total, summed, spread = _one(
        engine,
        "SELECT coalesce(sum(w), 0), coalesce(sum(v * w), 0), coalesce(sum(v * w * (2 * below - w)), 0)"
        f" FROM ({ranked})",
    )
    if not total:
        return Spread(people=0, median=Fraction(0), mean=Fraction(0), gini=Fraction(0))
    middle = _one(
        engine,
        f"SELECT min(v) FILTER (2 * below >= {total}), min(v) FILTER (2 * below > {total}) FROM ({ranked})",
    )
    gini = Fraction(spread, total * summed) - 1 if summed else Fraction(0)
    return Spread(people=total, median=Fraction(sum(middle), 2), mean=Fraction(summed, total), gini=gini)


def measure_poverty(
    engine: duckdb.DuckDBPyConnection, relation: str, *, value: str, line: Fraction, weight: str = "1"
) -> Poverty:
    """Return the people of a relation below a line, which lies in no whole number's way."""
    bound = f"{line.numerator}::HUGEINT"
    known = (
        f"SELECT CAST({value} AS HUGEINT) * {line.denominator} AS v, CAST({weight} AS HUGEINT) AS w FROM ({relation})"
    )
    total, poor, lacking = _one(
        engine,
        f"SELECT coalesce(sum(w), 0), coalesce(sum(w) FILTER (v < {bound}), 0),"
        f" coalesce(sum(w * ({bound} - v)) FILTER (v < {bound}), 0) FROM ({known}) WHERE v IS NOT NULL",
    )
    return Poverty(
        line=line,
        headcount=Fraction(poor, total) if total else Fraction(0),
        gap=Fraction(lacking, poor * line.numerator) if poor and line else Fraction(0),
    )


def _one(engine: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = engine.execute(query).fetchone()
    assert row is not None
    return tuple(int(cell or 0) for cell in row)
