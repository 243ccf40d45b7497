"""Share a nation out into chunks that are drawn alone, and the nation's ages among its regions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.values import Chunk, Segment, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Demography, SyntheticNation

#: Age from which a region's many births no longer show.
GROWN = 25
#: Rounds after which both margins agree to a millionth.
ROUNDS = 40


def plan_chunks(nation: SyntheticNation, *, people: int, seed: int, as_of: date | None = None) -> tuple[Chunk, ...]:
    """Return the chunks of a nation of so many living people; all of about the same size."""
    strata = [(stratum, count) for stratum, count in nation.list_strata(people) if count]
    assert sum(count for _, count in strata) == people, "everybody lives in one stratum"
    ages = dict(zip((stratum for stratum, _ in strata), share_ages(nation.demography, strata), strict=True))
    count = -(-people // nation.chunk_people)
    assert count <= nation.most_chunks, "the space of numbers is shared out among so many chunks"
    edges = [people * number // count for number in range(count + 1)]
    parts = list(_cut(strata, edges))
    return tuple(
        Chunk(
            number=number,
            of=count,
            seed=seed,
            as_of=as_of or nation.as_of,
            nation=people,
            segments=tuple(
                Segment(stratum=stratum, people=held, band_shares=tuple(ages[stratum])) for stratum, held in part
            ),
        )
        for number, part in enumerate(parts)
    )


def share_ages(demography: Demography, strata: list[tuple[Stratum, int]]) -> NDArray[np.float64]:
    """Return for each stratum the part of its people in each age band.

    Where births are many the young are many; the sum over all strata stays the nation's own. Found by fitting rows
    and columns in turn.
    """
    nation = np.array([band.share for band in demography.bands])
    weights = np.array([count for _, count in strata], dtype=np.float64)
    youth = np.array([stratum.youth for stratum, _ in strata])
    young = np.clip(1 - np.array([band.first for band in demography.bands]) / GROWN, 0, 1)
    table = nation[None, :] * youth[:, None] ** young[None, :]
    for _ in range(ROUNDS):
        table *= (weights / table.sum(axis=1))[:, None]
        table *= nation / nation.sum() * weights.sum() / table.sum(axis=0)
    shares: NDArray[np.float64] = table / table.sum(axis=1)[:, None]
    return shares


def _cut(strata: list[tuple[Stratum, int]], edges: list[int]) -> Iterator[list[tuple[Stratum, int]]]:
    """Give each chunk the strata, and parts of them, that lie between its edges."""
    ends = np.cumsum([count for _, count in strata])
    for first, last in pairwise(edges):
        part = []
        for (stratum, count), end in zip(strata, ends.tolist(), strict=True):
            held = min(end, last) - max(end - count, first)
            if held > 0:
                part.append((stratum, held))
        yield part
