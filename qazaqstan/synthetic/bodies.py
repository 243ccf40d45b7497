"""Schools, clinics, shops and firms of a chunk, and the few bodies that serve the whole nation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qazaqstan.identity import ORGANISATION_NUMBERS
from qazaqstan.reference.tables import count_hospitals, count_schools
from qazaqstan.synthetic.numbers import organisation_numbers
from qazaqstan.synthetic.regions import CITY_PLACE, list_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.columns import Digits

    Positions = NDArray[np.int64]


class Kind(IntEnum):
    """What a body is. Its value is its place in `KINDS`."""

    SCHOOL = 0
    KINDERGARTEN = 1
    CLINIC = 2
    HOSPITAL = 3
    COLLEGE = 4
    PHARMACY = 5
    SHOP = 6
    CAFE = 7
    FIRM = 8
    FARM = 9
    SUPPLIER = 10


@dataclass(frozen=True)
class KindFacts:
    """How many bodies of a kind a thousand people have, what they are called and what they do."""

    per_thousand: float
    name: str
    activity: str
    #: Sixth digit of the BIN: a head unit, or a peasant farm.
    unit: int = 0


#: 11 thousand kindergartens for the nation; firms and farms as estimated. Schools and hospitals are counted by region.
KINDS = (
    KindFacts(0.39, "Жалпы білім беретін мектеп №", "85311"),
    KindFacts(0.55, "Балабақша №", "85100"),
    KindFacts(0.15, "Емхана №", "86211"),
    KindFacts(0.045, "Аурухана №", "86101"),
    KindFacts(0.04, "Колледж №", "85320"),
    KindFacts(0.5, "Дәріхана №", "47730"),
    KindFacts(3.0, "Дүкен №", "47110"),
    KindFacts(1.1, "Дәмхана №", "56100"),
    KindFacts(22.0, "ЖШС №", "46900"),
    KindFacts(12.0, "Шаруа қожалығы №", "01500", unit=3),
    KindFacts(0.3, "Әлеуметтік қызмет орталығы №", "88100"),
)
FIRM_ACTIVITIES = ("46900", "41202", "49410", "62010", "10710", "45200", "70220", "68200", "25110", "96090")
FIRST_YEAR, LAST_YEAR = 1995, 2025
#: The latest counts of schools and hospitals.
SCHOOL_YEAR, HOSPITAL_YEAR = "2022/23", 2022
#: Bodies for the whole nation: each list has its own years of founding in the kept numbers.
UNIVERSITIES, BANKS, OFFICES = 24, 20, 24


@dataclass(frozen=True)
class Bodies:
    """Bodies of a chunk, column by column, sorted by kind and region."""

    kind: Positions
    region: Positions
    year: Positions
    number: Digits
    #: First position and count by kind and place in the chunk's regions.
    first: NDArray[np.int64]
    count: NDArray[np.int64]
    regions: tuple[int, ...]
    #: Names of those few that have one of their own.
    names: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many bodies there are."""
        return len(self.kind)

    def near(self, kind: Kind, region: Positions, luck: NDArray[np.float64], *, skew: float = 1.0) -> Positions:
        """Return a body of the kind in each region, by luck from 0 to 1; with ``skew`` above 1 some are much larger."""
        place = np.searchsorted(np.array(self.regions), region)
        counts = self.count[kind, place]
        body: Positions = self.first[kind, place] + np.minimum((luck**skew * counts).astype(np.int64), counts - 1)
        return body


def make_bodies(random: np.random.Generator, people_of: dict[int, int], *, chunk: int) -> Bodies:
    """Return the bodies for so many people in each region of the chunk; each region has at least one of a kind."""
    regions = tuple(sorted(people_of))
    people = np.array([people_of[region] for region in regions])
    rates = np.array([[rate_of(Kind(kind), region) for region in regions] for kind in range(len(KINDS))])
    count = np.maximum(np.floor(rates * people[None, :] / 1000 + random.random((len(KINDS), 1))), 1).astype(np.int64)
    first = np.cumsum(np.concatenate(([0], count.ravel()[:-1]))).reshape(count.shape)
    kind = np.repeat(np.repeat(np.arange(len(KINDS)), len(regions)), count.ravel())
    region = np.repeat(np.tile(np.array(regions), len(KINDS)), count.ravel())
    # More young firms than old ones.
    year = LAST_YEAR - (random.random(len(kind)) ** 1.3 * (LAST_YEAR - FIRST_YEAR + 1)).astype(np.int64)
    unit = np.array([one.unit for one in KINDS])[kind]
    return Bodies(kind, region, year, organisation_numbers(year, unit, chunk=chunk), first, count, regions)


@cache
def rate_of(kind: Kind, region: int) -> float:
    """Return how many bodies of a kind a thousand people of a region have: of schools and hospitals, the real ones."""
    code = list_regions()[region].kato[:2].ljust(len(CITY_PLACE), "0")
    counted = {
        Kind.SCHOOL: count_schools().get((code, SCHOOL_YEAR)),
        Kind.HOSPITAL: count_hospitals().get((code, HOSPITAL_YEAR)),
    }.get(kind)
    if counted is None:
        return KINDS[kind].per_thousand
    people = next(one.people for one in list_regions() if one.kato == code)
    return counted * 1000 / people


@cache
def national_numbers(first_year: int, count: int) -> Digits:
    """Return the numbers of bodies that serve the whole nation, out of the serial numbers kept for named ones."""
    texts = [ORGANISATION_NUMBERS.synthesise(5_000 * first_year + place) for place in range(count)]
    return np.frombuffer("".join(texts).encode(), dtype=np.uint8).reshape(count, 12)


def universities() -> Digits:
    """Return the numbers of the universities."""
    return national_numbers(1, UNIVERSITIES)


def banks() -> Digits:
    """Return the numbers of the banks."""
    return national_numbers(2, BANKS)


def offices() -> Digits:
    """Return the numbers of ministries and akimats."""
    return national_numbers(3, OFFICES)
