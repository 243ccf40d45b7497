"""Who has a disability and who cares for them, who is expecting, who is in prison: read by several registers alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import pick, some
from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

ADULT, SCHOOL_AGE = 18, 7
#: People with a disability in the nation, children and adults; and people held in prison or watched outside it.
CHILDREN, ADULTS, EXPECTING, HELD, WATCHED = 115_000, 625_000, 190_000, 36_000, 84_000
#: Groups of adults and of children of school age; the youngest have none. `CHILD` is their place among the groups.
ADULT_GROUPS, CHILD_GROUPS, CHILD = (0.16, 0.48, 0.36), (0.35, 0.4, 0.25), 3
#: Part of adults whose disability lasts since childhood, and of those of the first group who have a named carer.
SINCE_CHILDHOOD, HAS_CARER = 0.2, 0.7
CARER_FROM, CARER_UNTIL = 20, 62
PRISON_FROM = 20


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Positions of people, and what is true of each, column by column."""

    disabled: Positions
    #: Of the disabled: 0 to 2 for the groups, `CHILD` for children under seven.
    group: Positions
    is_since_childhood: Flags
    carer: Positions
    #: Women whose pregnancy goes on.
    expecting: Positions
    #: Men in prison, and men on probation.
    held: Positions
    watched: Positions


def find_conditions(society: Society) -> Conditions:
    """Return who of a society is in which condition."""
    random = society.random("conditions")
    age, alive = society.age, society.is_alive
    child = some(random, np.flatnonzero(alive & (age < ADULT) & (age > 1)), society.quota(CHILDREN))
    adult = some(random, np.flatnonzero(alive & (age >= ADULT)), society.quota(ADULTS))
    disabled = np.concatenate((child, adult))
    is_child = np.arange(len(disabled)) < len(child)
    of_child = np.where(age[disabled] < SCHOOL_AGE, CHILD, pick(random, CHILD_GROUPS, len(disabled)))
    group = np.where(is_child, of_child, pick(random, ADULT_GROUPS, len(disabled)))
    cared = (group == 0) & (random.random(len(disabled)) < HAS_CARER)
    men = np.flatnonzero(alive & ~society.people.is_female & (age > PRISON_FROM))
    kept = men[~np.isin(men, [*society.named.values()])]
    held = some(random, kept, society.quota(HELD + WATCHED))
    is_held = random.random(len(held)) < HELD / (HELD + WATCHED)
    return Conditions(
        disabled=disabled,
        group=group,
        is_since_childhood=is_child | (random.random(len(disabled)) < SINCE_CHILDHOOD),
        carer=np.where(cared, _find_carers(society, disabled), NOBODY),
        expecting=_find_expecting(society, random),
        held=held[is_held],
        watched=held[~is_held],
    )


def _find_carers(society: Society, disabled: Positions) -> Positions:
    """Return a capable grown member of each one's household; `NOBODY` where there is none."""
    able = society.is_alive & (society.age >= CARER_FROM) & (society.age < CARER_UNTIL)
    able[disabled] = False
    candidates = np.flatnonzero(able)
    home = society.people.household[candidates]
    order = np.argsort(home, kind="stable")
    place = np.searchsorted(home[order], society.people.household[disabled])
    place = np.minimum(place, len(order) - 1)
    found = candidates[order[place]]
    return np.where(society.people.household[found] == society.people.household[disabled], found, NOBODY)


def find_babies(society: Society) -> Positions:
    """Return the children under one year whose mother is known."""
    return np.flatnonzero(society.is_alive & (society.age < 1) & (society.people.mother != NOBODY))


def _find_expecting(society: Society, random: np.random.Generator) -> Positions:
    may = society.is_alive & society.people.is_female & (society.age > 19) & (society.age < 42)
    may[society.people.mother[find_babies(society)]] = False
    return some(random, np.flatnonzero(may), society.quota(EXPECTING))
