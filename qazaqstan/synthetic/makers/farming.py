"""Farms: animals, machines, subsidies and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from qazaqstan.synthetic.dwellings import make_cadastre_numbers
from qazaqstan.synthetic.regions import list_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

ADULT = 18
SPECIES = ("cattle", "sheep", "goat", "horse", "camel", "pig", "poultry")
HEADS, PRICE = (6, 22, 9, 5, 4, 4, 18), (420_000, 55_000, 38_000, 650_000, 900_000, 90_000, 3_500)
MACHINES = ("tractor", "combine", "trailer", "mower")
#: Part of owners with a second machine.
SECOND_MACHINE = 0.2
CROPS = ("wheat", "barley", "maize", "sunflower", "potatoes", "fodder")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about farms."""
    yield farm_animals(society)
    yield farm_machinery(society)
    yield farm_subsidies(society)
    yield farm_fields(society)


def farm_animals(society: Society) -> Sheet:
    """Return the animals of village households: one row for an owner and species with their count."""
    rural = ~society.dwellings.is_urban[: len(society.homes.head)]
    heads = society.homes.head[rural]
    if not len(heads):
        heads = society.homes.head
    rows = society.rows("farm_animals", heads[society.age[heads] >= ADULT], 1_500_000)
    kind = rows.codes((0.34, 0.26, 0.06, 0.16, 0.02, 0.04, 0.12))
    count = 1 + rows.random.poisson(np.array(HEADS)[kind])
    return rows.sheet(
        owner_number=rows.person(),
        species=columns.words(SPECIES, kind),
        tag=rows.serials("KZS"),
        count=columns.whole(count),
        value=columns.whole(rows.tiyn(count * np.array(PRICE)[kind])),
        place_code=rows.place(),
    )


def farmers(society: Society) -> Positions:
    """Return who directs a peasant farm or has land in a village."""
    heads = society.homes.head
    return heads[society.age[heads] >= ADULT]


def farm_machinery(society: Society) -> Sheet:
    """Return tractors and other machines."""
    owners = society.some(farmers(society), 430_000, stream="machines")
    more = society.random("machines.more").random(len(owners)) < SECOND_MACHINE
    rows = society.rows("farm_machinery", np.concatenate((owners, owners[more])))
    return rows.sheet(
        owner_number=rows.person(),
        kind=rows.one_of(MACHINES, (0.5, 0.15, 0.25, 0.1)),
        plate=rows.serials("ZZZ"),
        year=columns.whole(rows.whole(1985, 2025)),
    )


def farm_subsidies(society: Society) -> Sheet:
    """Return the latest claims of farmers."""
    rows = society.rows("farm_subsidies", farmers(society), 120_000)
    return rows.sheet(
        claim_number=rows.serials("СУБ-"),
        claimant_number=rows.person(),
        programme=rows.one_of(("pedigree cattle", "sown hectares", "fuel", "water saving", "milk")),
        quantity=columns.decimals(np.round(rows.random.gamma(2.0, 30.0, rows.count) + 1, 1)),
        sum=columns.whole(rows.tenge(600_000)),
        claimed_on=columns.days(rows.past(1.0)),
    )


def farm_fields(society: Society) -> Sheet:
    """Return fields, what grows on them and who uses them."""
    rows = society.rows("farm_fields", farmers(society), 1_500_000)
    region = np.array([int(one.kato[:2]) for one in list_regions()])[society.region[rows.who]]
    return rows.sheet(
        cadastre_number=columns.text(
            make_cadastre_numbers(region, np.arange(rows.count), chunk=society.chunk.number, block="2")
        ),
        crop=rows.one_of(CROPS, (0.5, 0.2, 0.05, 0.1, 0.05, 0.1)),
        hectares=columns.decimals(np.round(rows.random.gamma(1.5, 80.0, rows.count) + 0.5, 2)),
        user_number=rows.person(),
    )
