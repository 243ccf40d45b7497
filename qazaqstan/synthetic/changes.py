"""Who left the country for good, and who got another number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import some
from alatau.registry.synthetic.kin import YEAR
from qazaqstan.synthetic.numbers import person_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.columns import Digits
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: People of the nation who left within ten years, and how old they may be now.
DEPARTED, LEFT_WITHIN, YOUNG_ENOUGH = 200_000, 10, 58
#: People whose number was replaced in the latest three years: a wrong birthday or sex stood in it.
CHANGED, CHANGED_WITHIN = 24_000, 3
#: Serial numbers of the chunk's block from which the replaced numbers come.
REPLACED_BLOCK = 13


@dataclass(frozen=True, kw_only=True)
class NumberChanges:
    """People with another number than before, column by column."""

    who: Positions
    #: The number before, and the day on which it was replaced.
    former: Digits
    day: Positions


def find_departed(society: Society) -> Flags:
    """Tell of each whether they left: some of those who would else be drawn as dead at an early age."""
    people = society.people
    early = ~society.is_alive & (society.age < YOUNG_ENOUGH) & (people.died > society.today - LEFT_WITHIN * YEAR)
    left = np.zeros(len(people), dtype=bool)
    left[society.some(np.flatnonzero(early), DEPARTED, stream="departed")] = True
    return left


def change_numbers(society: Society) -> NumberChanges:
    """Return whose number was replaced by the one that they have now."""
    random, people = society.random("numbers.changed"), society.people
    pool = society.living[society.age[: society.chunk.people] > CHANGED_WITHIN + 1]
    pool = pool[~np.isin(pool, [*society.named.values()])]
    who = some(random, pool, society.quota(CHANGED))
    former = person_numbers(people.born[who], people.is_female[who], chunk=society.chunk.number, skip=REPLACED_BLOCK)
    day = society.today - 30 - (random.random(len(who)) * CHANGED_WITHIN * YEAR).astype(np.int64)
    return NumberChanges(who=who, former=former, day=day)
