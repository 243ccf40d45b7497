"""Reference tables that nobody here generated: places, settlements, populations, schools, hospitals.

Where each comes from and by what licence stands in the README beside this file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
#: Shapes of places by level, as GeoJSON in longitude and latitude.
BOUNDARIES = {level: HERE / "boundaries" / f"{level}.geojson" for level in ("regions", "districts")}
#: Stands in the tables for the whole country.
COUNTRY = "KZ"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A region, district, rural district or settlement of the classifier (KATO)."""

    code: str
    #: oblast, district, sub_district or settlement.
    level: str
    #: The classifier's type: 1 urban, 2 rural, 3 and 4 mixed districts, 0 regions.
    kind: str
    name_kk: str
    name_ru: str


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """A populated place with its coordinates, as GeoNames knows it."""

    geonames_id: int
    name: str
    people: int
    longitude: float
    latitude: float


@cache
def list_places() -> tuple[Place, ...]:
    """Return every place of the classifier, edition of 2025."""
    return tuple(
        Place(
            code=row["kato"], level=row["level"], kind=row["type_code"], name_kk=row["name_kk"], name_ru=row["name_ru"]
        )
        for row in _read("kato")
    )


@cache
def list_settlements() -> tuple[Settlement, ...]:
    """Return places of more than 500 people with their coordinates."""
    return tuple(
        Settlement(
            geonames_id=int(row["geonameid"]),
            name=row["name"],
            people=int(row["population"]),
            longitude=float(row["lon"]),
            latitude=float(row["lat"]),
        )
        for row in _read("settlements")
    )


@cache
def count_people() -> dict[tuple[str, int], int]:
    """Return the people of each region, and of the country, on 1 January of each year from 2000."""
    return {(row["kato"], int(row["year"])): int(row["population"]) for row in _read("population")}


@cache
def count_schools() -> dict[tuple[str, str], int]:
    """Return the schools of each region, and of the country, by school year such as "2022/23"."""
    return {
        (row["kato"], row["school_year"]): int(row["schools"]) for row in _read("schools") if row["area"] == "total"
    }


@cache
def count_hospitals() -> dict[tuple[str, int], int]:
    """Return the hospitals of each region, and of the country, by year."""
    return {(row["kato"], int(row["year"])): int(row["hospitals"]) for row in _read("hospitals")}


def _read(table: str) -> Iterator[dict[str, str]]:
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
