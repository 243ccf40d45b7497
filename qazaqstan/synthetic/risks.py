"""Zones at risk: what threatens where, and which dwellings lie inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import pick
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

ZONES = 25_000
KINDS, KIND_SHARES = ("flood", "earthquake", "mudflow", "fire", "other"), (0.4, 0.15, 0.2, 0.2, 0.05)
LEVELS, LEVEL_SHARES = ("watch", "warning", "emergency"), (0.7, 0.22, 0.08)
#: A zone takes so many neighbouring streets of its place.
STREETS = 8
#: Years back to which zones are kept, and days after which one is lifted.
KEPT, LASTS = 2.0, 240


@dataclass(frozen=True, kw_only=True)
class Risks:
    """Zones of a chunk, column by column, and the zone of each dwelling."""

    #: The dwelling around which each zone lies.
    dwelling: Positions
    kind: Positions
    level: Positions
    declared: Positions
    #: The open zone in which each dwelling lies; `NOBODY` for most.
    zone_of: Positions

    def __len__(self) -> int:
        """Return how many zones there are."""
        return len(self.kind)


def find_risks(society: Society) -> Risks:
    """Return the zones at risk of a society's places."""
    random, homes = society.random("risks"), society.dwellings
    count = society.quota(ZONES)
    dwelling = random.integers(0, len(homes), count)
    declared = society.today - 1 - (random.random(count) * KEPT * YEAR).astype(np.int64)
    block = homes.place * len(homes.streets) + homes.street // STREETS
    # A later zone over the same streets takes the place of an earlier one.
    is_open = np.flatnonzero(declared + LASTS >= society.today)
    zone_of = np.full(len(homes), NOBODY)
    if len(is_open):
        blocks, last = np.unique(block[dwelling[is_open]][::-1], return_index=True)
        place = np.minimum(np.searchsorted(blocks, block), len(blocks) - 1)
        inside = blocks[place] == block
        zone_of[inside] = is_open[::-1][last[place[inside]]]
    return Risks(
        dwelling=dwelling,
        kind=pick(random, KIND_SHARES, count),
        level=pick(random, LEVEL_SHARES, count),
        declared=declared,
        zone_of=zone_of,
    )
