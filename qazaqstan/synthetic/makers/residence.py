"""Where everybody is registered, now and before; some live elsewhere, some left the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import some
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import Sheet
from qazaqstan.synthetic.faults import hidden, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

ADULT = 18
#: Of those who are registered elsewhere, the part whose address lies among the empty dwellings, far places included.
FAR = 0.3
#: Part of people with an earlier stay, and of stays that are for a time only.
MOVED, TEMPORARY = 0.06, 0.04


def residence(society: Society) -> Iterator[Sheet]:
    """Return where everybody is registered, now and, of some, before; some live elsewhere than they are registered."""
    living, random, homes = society.living, society.random("residence"), society.dwellings
    adult, named = society.age[living] >= ADULT, [*society.named.values()]
    home, elsewhere = _find_homes(society, random)
    earlier = some(random, np.flatnonzero(adult), int(len(living) * MOVED))
    departed = np.flatnonzero(society.has_left)
    since = (
        society.today
        - 1
        - (random.random(len(living)) * np.minimum(society.age[living], 20) * YEAR * 0.98).astype(np.int64)
    )
    nowhere = adult & hit(random, "registered_nowhere", len(living)) & ~np.isin(living, named)
    now, gone = living[~nowhere], society.people.died[departed]
    who = np.concatenate((now, earlier, departed))
    where = np.concatenate((home[now], random.integers(0, len(homes), len(earlier) + len(departed))))
    begins = np.concatenate((
        since[now], since[earlier] - random.integers(200, 2000, len(earlier)),
        np.maximum(gone - random.integers(400, 6000, len(departed)), society.people.born[departed]),
    ))  # fmt: skip
    is_past, is_gone = (np.arange(len(who)) >= first for first in (len(now), len(now) + len(earlier)))
    yield Sheet(
        register="residence",
        columns={
            "number": society.numbers(who),
            "address_code": columns.text(homes.address[where]),
            "registration_kind": columns.choices(
                ("permanent", "temporary"), ~is_past & (random.random(len(who)) < TEMPORARY)
            ),
            "lives_from": columns.days(begins),
            "lives_until": columns.days(np.concatenate((since[now], since[earlier], gone)), valid=is_past),
            "ended_by": columns.words(("moved", "left_country"), is_gone.astype(np.int64), valid=is_past),
            "has_owner_consent": columns.flags(random.random(len(who)) < 0.97),
        },
    )
    yield _truth(society, "registered_nowhere", living[nowhere])
    yield _truth(society, "registered_elsewhere", elsewhere)


def _find_homes(society: Society, random: np.random.Generator) -> tuple[Positions, Positions]:
    """Return the dwelling at which each of the living is registered, and who lives elsewhere."""
    living, named, dwellings = society.living, [*society.named.values()], len(society.dwellings)
    elsewhere = np.flatnonzero((society.age[living] >= ADULT) & hit(random, "registered_elsewhere", len(living)))
    elsewhere = elsewhere[~np.isin(elsewhere, named)]
    home, lived_in = society.people.household[living].copy(), len(society.homes.head)
    is_far = random.random(len(elsewhere)) < FAR
    others = np.where(
        is_far, random.integers(lived_in, dwellings, len(elsewhere)), random.integers(0, dwellings, len(elsewhere))
    )
    # The named people live among themselves; the last dwelling stands empty.
    home[elsewhere] = np.where(np.isin(others, home[named]), dwellings - 1, others)
    return home, elsewhere


def _truth(society: Society, fault: str, who: Positions) -> Sheet:
    """Return where those really live whose registration says otherwise."""
    truth = columns.text(society.dwellings.address[society.people.household[who]])
    return hidden(fault, "residence", key=society.numbers(who), column="address_code", truth=truth)
