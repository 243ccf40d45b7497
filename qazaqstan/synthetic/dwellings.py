"""Dwellings with addresses: one for each household, some that stand empty, in towns, villages and the city's zones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.columns import digits, joined
from alatau.registry.synthetic.draw import pick
from qazaqstan.synthetic.regions import CITY_PLACE, ZONE_SHARES, ZONES, list_places, list_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.columns import Digits

    Positions = NDArray[np.int64]

#: Dwellings that stand empty for each that is lived in: 6.5 million addresses, 6.05 million households.
EMPTY, FEWEST_EMPTY = 0.075, 20
#: Part of these that lies in other regions: people are registered there who live here, or came from there.
FAR_AWAY = 0.25
#: Part of dwellings in towns that are flats.
FLATS = 0.66
#: Square metres of a dwelling: the median, and the spread of its logarithm.
MEDIAN_AREA, AREA_SPREAD = 66.0, 0.42
NO_ZONE = -1
HOUSES, FLATS_A_HOUSE = 180, 120
#: The zones as they are written in an address.
ZONE_NAMES = tuple(f"{zone} аймағы, " for zone in ZONES)


@dataclass(frozen=True)
class Dwellings:
    """Dwellings of a chunk, column by column; the first ones belong to the households, in their order."""

    region: Positions
    is_urban: NDArray[np.bool_]
    #: Position in `places`.
    place: Positions
    places: list[str]
    #: Position in `streets`, which name the zone too where there is one.
    street: Positions
    streets: list[str]
    house: Positions
    #: Zero in a house without flats.
    flat: Positions
    #: Square metres.
    area: NDArray[np.float64]
    zone: Positions
    address: Digits
    cadastre: Digits

    def __len__(self) -> int:
        """Return how many dwellings there are."""
        return len(self.region)


def make_dwellings(random: np.random.Generator, household: Positions, region: Positions, *, chunk: int) -> Dwellings:
    """Return a dwelling for each household and the empty ones behind them."""
    _, first = np.unique(household, return_index=True)
    homes = region[first]
    region = np.concatenate((homes, _choose_empty(random, homes)))
    count = len(region)
    is_urban = random.random(count) < np.array([one.urban for one in list_regions()])[region]
    places, place = _choose_places(random, region, is_urban)
    zone = np.where(region == 0, pick(random, ZONE_SHARES, count), NO_ZONE)
    names = read_streets()
    street = random.integers(0, len(names), count) + (zone + 1) * len(names)
    is_flat = is_urban & (random.random(count) < FLATS)
    prefix = np.array([int(one.kato[:2]) for one in list_regions()])[region]
    serial = np.arange(count)
    return Dwellings(
        region=region,
        is_urban=is_urban,
        place=place,
        places=places,
        street=street,
        streets=[f"{zone_name}{name} көшесі" for zone_name in ("", *ZONE_NAMES) for name in names],
        house=random.integers(1, HOUSES + 1, count),
        flat=np.where(is_flat, random.integers(1, FLATS_A_HOUSE + 1, count), 0),
        area=np.round(MEDIAN_AREA * np.exp(random.normal(0, AREA_SPREAD, count)), 1),
        zone=zone,
        # 98 marks an invented address code.
        address=joined("98", digits(prefix, 2), digits(np.full(count, chunk), 4), digits(serial, 8)),
        cadastre=make_cadastre_numbers(prefix, serial, chunk=chunk),
    )


def _choose_empty(random: np.random.Generator, homes: Positions) -> Positions:
    """Return the regions of dwellings that stand empty: mostly among the others, some anywhere in the country."""
    count = max(int(len(homes) * EMPTY), FEWEST_EMPTY)
    people = np.array([one.people for one in list_regions()[1:]], dtype=np.float64)
    return np.where(random.random(count) < FAR_AWAY, 1 + pick(random, people, count), random.choice(homes, count))


def make_cadastre_numbers(prefix: Positions, serial: Positions, *, chunk: int, block: str = "0") -> Digits:
    """Return numbers "region:district:block:plot"; the chunk is the district, and each use has blocks of its own."""
    district = digits(np.full(len(serial), chunk), 3)
    return joined(
        digits(prefix, 2), ":", district, ":", block, digits(serial // 10_000, 2), ":", digits(serial % 10_000, 4)
    )


def _choose_places(
    random: np.random.Generator, region: Positions, is_urban: NDArray[np.bool_]
) -> tuple[list[str], Positions]:
    """Return codes of towns and villages, and which of them each dwelling lies in; the first town is the largest."""
    places: list[str] = []
    chosen = np.zeros(len(region), dtype=np.int64)
    luck = random.random(len(region))
    for number in np.unique(region).tolist():
        towns, villages = ((CITY_PLACE,), ()) if number == 0 else list_places(number)
        for urban, names, skew in ((True, towns, 2.0), (False, villages or towns, 1.0)):
            here = np.flatnonzero((region == number) & (is_urban == urban))
            chosen[here] = len(places) + (luck[here] ** skew * len(names)).astype(np.int64)
            places += names
    return places, chosen


@cache
def read_streets() -> tuple[str, ...]:
    """Return the names of streets."""
    text = (Path(__file__).parent / "streets.csv").read_text(encoding="utf-8")
    return tuple(text.splitlines()[1:])
