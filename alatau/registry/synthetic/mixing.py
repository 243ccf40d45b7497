"""Marriages between communities of one region: husbands of the same age trade places in families drawn apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import open_stream
from alatau.registry.synthetic.values import NOBODY, People

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Chunk, Demography

    Positions = NDArray[np.int64]

#: Days by which two who trade places may differ in age.
SAME_AGE = 300


def mix_marriages(people: People, chunk: Chunk, demography: Demography) -> People:
    """Return the people with some marriages between communities: as many couples as the smaller one's share says.

    Two husbands of about the same age, each known to no other family than the one he founded, change places: wives,
    children and homes stay where they are and have the other husband. Everybody's day of birth stays.
    """
    random = open_stream(seed=chunk.seed, chunk=chunk.number, stream="families.mixed")
    region, community = (
        np.array([getattr(segment.stratum, name) for segment in chunk.segments])[people.segment]
        for name in ("region", "community")
    )
    free = _can_trade(people)
    trades: list[tuple[Positions, Positions]] = []
    for here in np.unique(region):
        first, *others = (np.flatnonzero(free & (region == here) & (community == one)) for one in np.unique(community))
        trades += [
            _match(random, people.born, sides=(first, second), part=demography.mixed_marriages) for second in others
        ]
    if not trades:
        return people
    one, other = (np.concatenate(side) for side in zip(*trades, strict=True))
    return _trade(people, one, other)


def _can_trade(people: People) -> NDArray[np.bool_]:
    """Tell which living husbands of living wives live with no parent of their own, and were married once."""
    alive, wife = people.is_alive, people.spouse
    free: NDArray[np.bool_] = alive & ~people.is_female & (wife != NOBODY) & (people.former == NOBODY)
    free &= alive[wife] & (people.former[wife] == NOBODY) & (people.household == people.household[wife])
    for parent in (people.mother, people.father):
        free &= (parent == NOBODY) | (people.household[parent] != people.household)
    # Children by anybody else than the wife would tell.
    has = people.father != NOBODY
    strange = people.father[has][people.mother[has] != wife[people.father[has]]]
    free[strange] = False
    return free


def _match(
    random: np.random.Generator, born: Positions, *, sides: tuple[Positions, Positions], part: float
) -> tuple[Positions, Positions]:
    """Return pairs of the two sides born about the same day, for a part of the smaller side."""
    small, large = sorted(sides, key=len)
    wanted = random.permutation(small)[: int(len(small) * part)]
    large = large[np.argsort(born[large], kind="stable")]
    place = np.minimum(np.searchsorted(born[large], born[wanted]), len(large) - 1)
    _, once = np.unique(place, return_index=True)
    wanted, found = wanted[once], large[place[once]]
    near = np.abs(born[wanted] - born[found]) < SAME_AGE
    return wanted[near], found[near]


def _trade(people: People, one: Positions, other: Positions) -> People:
    """Let each of the one side change places with his counterpart: wife, wedding, children and home."""
    swap = np.arange(len(people) + 1)
    swap[one], swap[other] = other, one
    swap[-1] = NOBODY
    place = swap[:-1]
    moved = {"household", "married_on"}
    columns = {
        name: getattr(people, name)[place] if name in moved else getattr(people, name).copy()
        for name in People.__dataclass_fields__
    }
    columns["spouse"] = swap[people.spouse[place]]
    columns["father"] = swap[people.father]
    return People(**columns)
