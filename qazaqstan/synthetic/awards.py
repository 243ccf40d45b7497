"""Mothers who were awarded for many children."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

AWARDED, OLD_ENOUGH = 248_400, 38
#: Children for either award. The older ones of grandmothers are in no register: some of these mothers are drawn.
SILVER, GOLD, GOLD_DRAWN = 6, 7, 0.35
AWARDS = ("kumis_alqa", "altyn_alqa", "batyr_ana", "mother_glory")


def find_awarded(society: Society) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the mothers with an award, and which of them have the golden one or its equal."""
    people, random = society.people, society.random("awards")
    count = np.bincount(people.mother[people.mother != NOBODY], minlength=len(people))
    woman = society.is_alive & people.is_female & (society.age > OLD_ENOUGH)
    known = np.flatnonzero(woman & (count >= SILVER))
    more = max(society.quota(AWARDED) - len(known), 1)
    old = np.flatnonzero(woman & (count < SILVER) & (society.age > OLD_ENOUGH + 15) & (count > 0))
    drawn = np.sort(random.permutation(old)[:more])
    is_gold = np.concatenate((count[known] >= GOLD, random.random(len(drawn)) < GOLD_DRAWN))
    return np.concatenate((known, drawn)), is_gold
