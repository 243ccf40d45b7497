"""Where schools, clinics, shops and firms stand: in their own region, and in the city in its zones in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qazaqstan.synthetic.dwellings import NO_ZONE
from qazaqstan.synthetic.numbers import rank_within
from qazaqstan.synthetic.regions import ZONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.bodies import Bodies
    from qazaqstan.synthetic.dwellings import Dwellings

    Positions = NDArray[np.int64]

CITY = 0
#: Steps from one body to the next among the dwellings of a place, so that neighbours are of different kinds.
STEP = 37


def place_bodies(bodies: Bodies, dwellings: Dwellings) -> Positions:
    """Return the dwelling in whose house each body is found."""
    rank = rank_within(bodies.kind * 1_000 + bodies.region)
    zone = np.where(bodies.region == CITY, rank % len(ZONES), NO_ZONE)
    order = np.lexsort((dwellings.zone, dwellings.region))
    lies = _key(dwellings.region[order], dwellings.zone[order])
    wanted = _key(bodies.region, zone)
    first, last = np.searchsorted(lies, wanted), np.searchsorted(lies, wanted, side="right")
    # A zone, or a region of a few people, may have no dwelling of its own.
    count = np.where(last > first, last - first, len(order))
    first = np.where(last > first, first, 0)
    site: Positions = order[first + (rank * STEP + bodies.kind) % count]
    return site


def _key(region: Positions, zone: Positions) -> Positions:
    return region * (len(ZONES) + 1) + zone - NO_ZONE
