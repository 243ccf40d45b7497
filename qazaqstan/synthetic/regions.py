"""Where the people of the invented nation live: its first city, then the regions, each with its own households."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.values import Stratum
from qazaqstan.reference.tables import list_places as all_places

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
#: People of Alatau today; they come first, so that a small nation is the city.
CITY_PEOPLE = 52_000
CITY_PLACE = "191810000"
#: What the classifier calls a village, or a district of villages.
RURAL = "2"
#: The city's zones and the part of its people in each.
ZONES = ("Gate", "Golden", "Growth", "Green")
ZONE_SHARES = (0.46, 0.24, 0.2, 0.1)
#: Turkic-speaking and Slavic-speaking people marry mostly among themselves.
TURKIC, SLAVIC = 0, 1
#: Births of Slavic-speaking families for one of Turkic-speaking ones in the same region, and their household's size.
SLAVIC_YOUTH, SLAVIC_HOME = 0.62, 0.82
NATION_BIRTHS = 16.43
#: How strongly the birth rate of a region shows in the share of its young.
BIRTHS_SHOW = 0.9
#: People of a region who follow each other community by community.
TOGETHER = 30_000


@dataclass(frozen=True, kw_only=True)
class Region:
    """A region, or the city itself, as the generator needs it."""

    kato: str
    name: str
    people: int
    births: float
    household: float
    #: Mean wage in tenge a month.
    wage: int
    urban: float
    turkic: float
    poverty: float


@cache
def list_regions() -> tuple[Region, ...]:
    """Return the city and the twenty regions; the city's people are taken out of the region around it."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as stream:
        regions = [_read_region(row) for row in csv.DictReader(stream)]
    around = next(region for region in regions if region.kato[:2] == CITY_PLACE[:2])
    city = Region(
        kato=CITY_PLACE,
        name="City of Alatau",
        people=CITY_PEOPLE,
        births=around.births,
        household=around.household,
        wage=around.wage,
        urban=1.0,
        turkic=around.turkic,
        poverty=around.poverty,
    )
    return (city, *regions)


def list_strata(people: int, *, city: int = CITY_PEOPLE) -> tuple[tuple[Stratum, int], ...]:
    """Return the communities of the city and of each region with their people; a nation under 52,000 is the city."""
    counts = [min(people, city), *_share(people - min(people, city))]
    return tuple(
        stratum
        for number, (region, count) in enumerate(zip(list_regions(), counts, strict=True))
        for stratum in _interleave(number, round(count * region.turkic), count)
    )


def _interleave(number: int, turkic: int, people: int) -> Iterator[tuple[Stratum, int]]:
    """Yield both communities of a region in turn, so that every chunk holds some of each: they meet there."""
    parts = -(-people // TOGETHER)
    for part in range(parts):
        held = [count * (part + 1) // parts - count * part // parts for count in (turkic, people - turkic)]
        yield from zip((_stratum(number, TURKIC), _stratum(number, SLAVIC)), held, strict=True)


def list_places(region: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of a region's towns and of its villages."""
    return _places_by_region()[list_regions()[region].kato[:2]]


def _stratum(region: int, community: int) -> Stratum:
    facts = list_regions()[region]
    # Both communities together have the region's own births and households.
    slavic = 1 - facts.turkic
    youth = 1 / (facts.turkic + slavic * SLAVIC_YOUTH)
    home = (facts.turkic + slavic / SLAVIC_HOME) if community == TURKIC else (facts.turkic * SLAVIC_HOME + slavic)
    return Stratum(
        region=region,
        community=community,
        weight=float(facts.people),
        youth=(facts.births / NATION_BIRTHS) ** BIRTHS_SHOW * youth * (SLAVIC_YOUTH if community == SLAVIC else 1.0),
        household_size=facts.household * home,
    )


def _share(people: int) -> list[int]:
    weights = np.array([region.people for region in list_regions()[1:]], dtype=np.float64)
    counts: list[int] = np.diff(
        np.round(np.cumsum(weights) / weights.sum() * people).astype(np.int64), prepend=0
    ).tolist()
    return counts


def _read_region(row: dict[str, str]) -> Region:
    return Region(
        kato=row["kato"],
        name=row["name"],
        people=int(row["population"]),
        births=float(row["births_per_1000"]),
        household=float(row["household_size"]),
        wage=int(row["wage"]),
        urban=float(row["urban"]),
        turkic=float(row["turkic"]),
        poverty=float(row["poverty"]),
    )


@cache
def _places_by_region() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    places: dict[str, tuple[list[str], list[str]]] = {}
    for place in all_places():
        towns, villages = places.setdefault(place.code[:2], ([], []))
        if place.level == "sub_district" and place.kind != RURAL and place.code != CITY_PLACE:
            towns.append(place.code)
        if place.level == "settlement" and place.kind == RURAL:
            villages.append(place.code)
    return {prefix: (tuple(towns), tuple(villages)) for prefix, (towns, villages) in places.items()}
