"""Published figures of Kazakhstan, and how the same are counted over the invented registers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.registry.synthetic.values import Figures, Published
from qazaqstan.synthetic.demography import AGES, MILLIONS
from qazaqstan.synthetic.regions import list_regions, list_strata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qazaqstan.synthetic.regions import Region

#: People from which on the figures of the whole country are asked of the drawn nation; below it is one city.
NATION_FROM = 200_000
UNDER_18, PEOPLE, PENSIONERS, BIRTHS = 6_918_656, 20_495_975, 2_538_000, 335_000
#: Part of people under the statistical subsistence minimum of 60,878 tenge, and families in targeted assistance.
POOR, ASSISTED = 0.053, 54_400
MEDIAN_WAGE, MEAN_WAGE = 300_307, 412_600
LARGE_SHARE, NATION_BIRTHS, FEW_BIRTHS = 0.1, 16.43, 8.0
SIZES = {"1": 0.185, "2": 0.2, "3": 0.175, "4": 0.18, "5": 0.125, "6": 0.075, "7": 0.035, "8+": 0.025}
AGE_SOURCE = "age table of 1 January 2026, tied to the published totals"
HOME_SOURCE = "household sizes by region, scaled to 6.05 million households"


def list_figures(people: int) -> Figures:
    """Return the figures that a nation, or a city, of so many people is set beside."""
    published = [*_ages(), *_homes(people), *_wages(people)]
    published += [*_people(people), *_need(people)] if people >= NATION_FROM else []
    return Figures(queries=read_queries(), published=tuple(published))


@cache
def read_queries() -> dict[str, str]:
    """Return the SQL of each figure by its name."""
    text = (Path(__file__).parent / "figures.sql").read_text(encoding="utf-8")
    parts = (part.split("\n", 1) for part in text.split("-- name: ")[1:])
    return {name.strip(): sql for name, sql in parts}


def _ages() -> Iterator[Published]:
    for first, last, millions, _ in AGES:
        yield _figure("age", f"{first}-{last}", millions / MILLIONS, tolerance=0.03, source=AGE_SOURCE)
    yield _figure("under_18", "", UNDER_18 / PEOPLE, tolerance=0.01, source="baq.kz, 31 January 2026")
    yield _figure("pensioners", "", PENSIONERS / PEOPLE, tolerance=0.05, source="alau.kz, 17 February 2026")
    yield _figure("births", "", BIRTHS / PEOPLE, tolerance=0.05, source="biznescentr.kz, births of 2025")


def _homes(people: int) -> Iterator[Published]:
    counts = _count_regions(people)
    mean = people / sum(count / region.household for region, count in counts)
    yield _figure("household", "", mean, tolerance=0.03, source=HOME_SOURCE)
    births = sum(count * max(region.births - FEW_BIRTHS, 0) for region, count in counts) / people
    large = LARGE_SHARE * births / (NATION_BIRTHS - FEW_BIRTHS)
    yield _figure("large_families", "", large, tolerance=0.15, source="628 thousand families, zakon.kz 21 January 2026")
    if people >= NATION_FROM:
        for size, share in SIZES.items():
            # Regions with means of four and five have more very large households than the country's one distribution.
            tolerance = 0.35 if size == "8+" else 0.3
            yield _figure("household_size", size, share, tolerance=tolerance, source=HOME_SOURCE)


def _wages(people: int) -> Iterator[Published]:
    for region, _ in _count_regions(people):
        yield _figure("wage", region.kato, region.wage, tolerance=0.04, source="regional wages, third quarter of 2025")
    if people >= NATION_FROM:
        yield _figure("wage_mean", "", MEAN_WAGE, tolerance=0.05, source="zakon.kz, 30 December 2025")
        yield _figure("wage_median", "", MEDIAN_WAGE, tolerance=0.1, source="mgorod.kz, 12 May 2025")


def _people(people: int) -> Iterator[Published]:
    for region, count in _count_regions(people):
        yield _figure("people", region.kato, count, tolerance=0.001, source="population on 1 January 2026")


def _need(people: int) -> Iterator[Published]:
    yield _figure("poor", "", POOR, tolerance=0.15, source="under the statistical minimum, third quarter of 2025")
    source = "the same, by what registers and families themselves tell"
    yield _figure("poor_by_registers", "", POOR, tolerance=0.25, source=source)
    yield _figure("assisted_families", "", ASSISTED / PEOPLE, tolerance=0.05, source="54.4 thousand families in 2025")
    for region, _ in _count_regions(people):
        yield _figure(
            "poor", region.kato, region.poverty, tolerance=0.3, source="regional rates beside it, in part estimated"
        )


def _count_regions(people: int) -> list[tuple[Region, int]]:
    """Return the regions that a nation of so many people reaches, with their people."""
    counts: dict[int, int] = {}
    for stratum, count in list_strata(people):
        counts[stratum.region] = counts.get(stratum.region, 0) + count
    return [(list_regions()[region], count) for region, count in counts.items() if count]


def _figure(figure: str, about: str, value: float, *, tolerance: float, source: str) -> Published:
    return Published(figure=figure, about=about, value=value, tolerance=tolerance, source=source)
