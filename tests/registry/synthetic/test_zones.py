"""The city's zones have what people who live there need."""

from __future__ import annotations

import numpy as np
import pytest

from alatau.registry.synthetic.families import draw_people
from alatau.registry.synthetic.plan import plan_chunks
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.nation import NATION
from qazaqstan.synthetic.regions import ZONE_SHARES, ZONES
from qazaqstan.synthetic.society import Society, make_society

NEEDED = (Kind.KINDERGARTEN, Kind.SCHOOL, Kind.CLINIC, Kind.SHOP, Kind.CAFE)


@pytest.fixture(scope="module")
def city() -> Society:
    chunk = plan_chunks(NATION, people=34_000, seed=3)[0]
    return make_society(chunk, draw_people(chunk, NATION.demography))


def zone_of_bodies(city: Society) -> np.ndarray:
    return city.dwellings.zone[city.sites]


@pytest.mark.parametrize("kind", NEEDED, ids=lambda kind: kind.name.lower())
def test_every_zone_has_kindergartens_schools_clinics_shops_and_cafes(city: Society, kind: Kind) -> None:
    zones = zone_of_bodies(city)[city.bodies.kind == kind]
    assert set(zones.tolist()) == set(range(len(ZONES)))


def test_people_live_in_the_zones_as_they_are_shared_out(city: Society) -> None:
    homes = city.dwellings.zone[city.people.household[: city.chunk.people]]
    shares = np.bincount(homes, minlength=len(ZONES)) / len(homes)
    assert shares == pytest.approx(ZONE_SHARES, abs=0.02)


def test_addresses_name_the_zone_they_lie_in(city: Society) -> None:
    streets = np.array(city.dwellings.streets)[city.dwellings.street]
    for number, zone in enumerate(ZONES):
        assert all(name.startswith(f"{zone} аймағы, ") for name in streets[city.dwellings.zone == number])


def test_a_body_stands_in_its_own_region(city: Society) -> None:
    assert np.array_equal(city.dwellings.region[city.sites], city.bodies.region)
