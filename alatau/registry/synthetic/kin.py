"""Who is whose husband, wife, mother: matching by age, whole arrays at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.values import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Positions = NDArray[np.int64]

YEAR = 365.2425
#: Days around the wanted birthday in which a mother is looked for, and around that when there is none.
NEAR, FAR = 183, 1100
#: Days between two births of one mother at least, and the spread above it.
BETWEEN_BIRTHS, SPREAD_BETWEEN = 380, 300
#: More days than lie between any two people of a family.
FAMILY_STEP = 200_000


def pair(
    random: np.random.Generator,
    wives: Positions,
    husbands: Positions,
    /,
    *,
    born: Positions,
    older: float,
    spread: float,
) -> tuple[Positions, Positions]:
    """Return couples of about the same age, as many as the smaller side gives."""
    count = min(len(wives), len(husbands))
    wives, husbands = (_take(random, side, count) for side in (wives, husbands))
    noise = spread * YEAR
    by_wife = wives[np.argsort(born[wives] - older * YEAR + random.normal(0, noise, count), kind="stable")]
    by_husband = husbands[np.argsort(born[husbands] + random.normal(0, noise, count), kind="stable")]
    return by_wife, by_husband


def find_mothers(
    random: np.random.Generator,
    wanted: Positions,
    /,
    *,
    women: Positions,
    born: Positions,
    weights: NDArray[np.float64],
) -> Positions:
    """Return for each wanted birthday of a mother a woman born about then, the likelier the more she weighs."""
    if not len(women):
        return np.full(len(wanted), NOBODY)
    order = np.argsort(born[women], kind="stable")
    women, heaped = women[order], np.concatenate(([0.0], np.cumsum(weights[order])))
    first, last = _window(born[women], wanted, NEAR)
    for_far = heaped[first] == heaped[last]
    first[for_far], last[for_far] = _window(born[women], wanted[for_far], FAR)
    aim = heaped[first] + random.random(len(wanted)) * (heaped[last] - heaped[first])
    found = np.clip(np.searchsorted(heaped, aim, side="right") - 1, first, np.maximum(last - 1, first))
    return np.where(heaped[first] < heaped[last], women[np.minimum(found, len(women) - 1)], NOBODY)


def space_births(random: np.random.Generator, /, *, born: Positions, mother: Positions, twins: float) -> Positions:
    """Return birthdays at which children of one mother are twins, or the better part of a year apart.

    Older children move back as far as it takes; then all move together so far that as many are born on each day as
    before.
    """
    if not len(born):
        return born
    order = np.lexsort((-born, mother))
    starts = np.concatenate(([True], mother[order][1:] != mother[order][:-1]))
    is_close = np.diff(-born[order], prepend=0) < BETWEEN_BIRTHS
    is_twin = ~starts & is_close & (random.random(len(order)) < twins)
    gaps = np.where(starts | is_twin, 0, BETWEEN_BIRTHS + random.integers(0, SPREAD_BETWEEN, len(order)))
    behind = np.cumsum(gaps)
    family = np.cumsum(starts) - 1
    behind -= behind[np.flatnonzero(starts)][family]
    # Each family gets its own step far below the one before, so one running minimum serves them all.
    step = FAMILY_STEP * family
    kept = np.minimum.accumulate(born[order].astype(np.int64) + behind - step) + step - behind
    settled = np.empty_like(kept)
    settled[np.argsort(kept, kind="stable")] = np.sort(born)
    for _ in range(2):  # once more for the third of triplets
        twin = np.flatnonzero(is_twin)
        settled[twin] = settled[twin - 1]
    spaced: Positions = np.empty_like(settled)
    spaced[order] = settled
    return spaced


def follow(pointer: Positions) -> Positions:
    """Return where each chain of pointers ends; who points to nobody, or to themselves, is an end."""
    end = np.where(pointer == NOBODY, np.arange(len(pointer)), pointer)
    while True:
        further = end[end]
        if np.array_equal(further, end):
            return end
        end = further


def _take(random: np.random.Generator, pool: Positions, count: int) -> Positions:
    return pool if len(pool) == count else np.sort(random.permutation(pool)[:count])


def _window(sorted_days: Positions, wanted: Positions, around: int) -> tuple[Positions, Positions]:
    return (
        np.searchsorted(sorted_days, wanted - around, side="left"),
        np.searchsorted(sorted_days, wanted + around, side="right"),
    )
