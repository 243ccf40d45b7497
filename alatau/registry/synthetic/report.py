"""Set a drawn nation beside what is published: rows of each register, ages, households, wages, families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from alatau.registry.declare import list_registers
from alatau.registry.synthetic.build import count_rows, is_complete, load_nation, read_plan
from alatau.registry.synthetic.errors import CityNotBuiltError
from alatau.registry.synthetic.write import TRUTH, read_done

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.registry.synthetic.build import Plan
    from alatau.registry.synthetic.values import Published

#: A figure counted on few rows may lie this many standard deviations away, whatever its tolerance.
DEVIATIONS = 3.5


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One published figure and the drawn one beside it."""

    published: Published
    drawn: float
    counted_on: int

    @property
    def difference(self) -> float:
        """How far the drawn figure lies from the published one, as a part of it."""
        return self.drawn / self.published.value - 1

    @property
    def allowed(self) -> float:
        """How far it may lie: the stated tolerance, and the chance of a small count on top."""
        spread: float = DEVIATIONS / max(self.counted_on, 1) ** 0.5
        return self.published.tolerance + spread

    @property
    def is_within(self) -> bool:
        """Tell whether the drawn figure is as near as it was said to be."""
        return abs(self.difference) <= self.allowed


@dataclass(frozen=True, kw_only=True)
class RowCount:
    """Rows of a register beside those of the whole country."""

    key: str
    rows: int
    #: Rows of the country, as published or estimated, and as many as would fall to the people drawn.
    approximate_rows: int
    scaled_rows: int


@dataclass(frozen=True, kw_only=True)
class CityReport:
    """What a folder of files holds, beside the country that it imitates."""

    plan: Plan
    rows: tuple[RowCount, ...]
    figures: tuple[Compared, ...]

    @property
    def rows_a_person(self) -> float:
        """Rows of all registers for each living person."""
        return sum(one.rows for one in self.rows) / self.plan.people

    @property
    def is_within(self) -> bool:
        """Tell whether every figure is as near to the published one as it was said to be."""
        return all(one.is_within for one in self.figures)


def report_city(folder: Path) -> CityReport:
    """Return the report on a finished city.

    Raises:
        CityNotBuiltError: the folder holds no city, or not all of one.
    """
    plan = read_plan(folder)
    if plan is None or not is_complete(folder):
        raise CityNotBuiltError(folder=folder)
    # Nothing is refused below this line.
    nation = load_nation(plan.nation)
    rows = count_rows(read_done(folder))
    counts = tuple(
        RowCount(
            key=register.key,
            rows=rows.get(register.key, 0),
            approximate_rows=register.approximate_rows,
            scaled_rows=round(register.approximate_rows * plan.people / nation.real_people),
        )
        for register in list_registers()
    )
    return CityReport(plan=plan, rows=counts, figures=_compare(folder, plan))


def _compare(folder: Path, plan: Plan) -> tuple[Compared, ...]:
    figures = load_nation(plan.nation).list_figures(plan.people)
    drawn: dict[tuple[str, str], tuple[float, int]] = {}
    with duckdb.connect() as database:
        for place in sorted(folder.iterdir()):
            if place.is_dir() and not place.name.startswith(TRUTH[0]):
                database.from_parquet(str(place / "*.parquet")).create_view(place.name)
        for place in sorted((folder / TRUTH).glob("*")):
            database.from_parquet(str(place / "*.parquet")).create_view(f"truth_{place.name}")
        for figure, sql in figures.queries.items():
            for about, value, counted_on in database.sql(sql).fetchall():
                drawn[figure, str(about)] = (float(value), int(counted_on))
    return tuple(
        Compared(published=one, drawn=drawn[one.figure, one.about][0], counted_on=drawn[one.figure, one.about][1])
        for one in figures.published
        if (one.figure, one.about) in drawn
    )
