"""Income that no register sees: without it three times as many people would be poor as surveys find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qazaqstan.synthetic.regions import list_regions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

#: Statistical subsistence minimum of the third quarter of 2025, in tenge a month and head.
MINIMUM = 60_878
#: Part of a wage that is left after contributions and tax.
TAKEN_HOME = 0.81
#: What the state pays a month, about, in tenge: to a pensioner, a disabled person, for a baby, and to a large family.
PENSION, DISABILITY, BABY, LARGE, EACH_MORE = 150_000, 80_000, 45_000, 69_330, 17_300
GROWN, OLD, PENSION_AGE, BABY_UNTIL, MANY = 18, 63, 62, 1.5, 4
#: By how much the income of a home that surveys do not call poor exceeds the minimum, at least and beyond that.
ABOVE, BEYOND = 1.1, 0.8


def find_unseen(society: Society) -> Positions:
    """Return the unseen income of each person, so that as many people of each region are poor as surveys find."""
    unseen, size = society.work.unseen.copy(), society.homes.size
    lacking = np.maximum(MINIMUM * size - _income_of_homes(society), 0)
    order = society.random("unseen").permutation(np.flatnonzero(lacking > 0))
    region = society.region[society.homes.head]
    earner = _find_earners(society)
    for place in np.unique(region):
        here = order[region[order] == place]
        people = size[region == place].sum()
        stay_poor = np.cumsum(size[here]) <= list_regions()[place].poverty * people
        lifted = here[~stay_poor & (earner[here] >= 0)]
        more = (lacking[lifted] + MINIMUM * size[lifted] * (ABOVE - 1)) * _spread(society, lifted)
        unseen[earner[lifted]] += np.round(more, -2).astype(np.int64)
    return unseen


def split_income(society: Society) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each home lives on that registers see, and what they do not, tenge a month, about."""
    work, careers = society.work, society.careers
    unsaid = np.maximum(society.homes.own_income - np.where(careers.is_own, careers.wage, 0), 0)
    home = society.people.household[society.living]
    hidden = np.bincount(
        home, weights=(work.unseen + unsaid)[society.living].astype(np.float64), minlength=len(society.homes.size)
    )
    return _income_of_homes(society) - hidden, hidden.astype(np.float64)


def _income_of_homes(society: Society) -> NDArray[np.float64]:
    """Return what each home lives on, tenge a month, about: earnings of all kinds and what the state pays."""
    people, living, age = society.people, society.living, society.age[society.living]
    homes = len(society.homes.size)
    income = (society.work.wage * TAKEN_HOME + society.homes.own_income + society.work.unseen)[living]
    income += (age >= PENSION_AGE) * PENSION + (age < BABY_UNTIL) * BABY
    disabled = np.zeros(len(people), dtype=np.float64)
    disabled[society.conditions.disabled] = DISABILITY
    total = np.bincount(people.household[living], weights=income + disabled[living], minlength=homes)
    children = society.homes.minors
    paid = np.where(children >= MANY, LARGE + EACH_MORE * (children - MANY), 0)
    return np.asarray(total + paid, dtype=np.float64)


def _find_earners(society: Society) -> Positions:
    """Return the grown member of each home who earns what is not seen; minus one where there is none."""
    age = society.age[society.living]
    able = society.living[(age >= GROWN) & (age < OLD) & (society.work.wage[society.living] == 0)]
    others = society.living[(age >= GROWN) & (society.work.wage[society.living] > 0)]
    earner = np.full(len(society.homes.size), -1)
    for pool in (others, able):
        earner[society.people.household[pool]] = pool
    return earner


def _spread(society: Society, homes: Positions) -> NDArray[np.float64]:
    return 1 + BEYOND * society.random("unseen.more").random(len(society.homes.size))[homes]
