"""Random numbers that depend on nothing but the seed, the chunk and the name of what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def open_stream(*, seed: int, chunk: int, stream: str) -> np.random.Generator:
    """Return the generator of one stream: the same three always give the same numbers, in any process and order."""
    key = np.array([seed & (2**64 - 1), chunk << 32 | crc32(stream.encode())], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))


def chance(random: np.random.Generator, probability: NDArray[np.floating] | float, size: int) -> NDArray[np.bool_]:
    """Return for each of ``size`` whether it happened."""
    happened: NDArray[np.bool_] = random.random(size) < probability
    return happened


def whole(random: np.random.Generator, first: int, last: NDArray[Any] | int, /, *, size: int) -> NDArray[np.int64]:
    """Return whole numbers from ``first`` to ``last``, both included."""
    drawn: NDArray[np.int64] = random.integers(first, last, size=size, endpoint=True)
    return drawn


def pick(
    random: np.random.Generator, weights: NDArray[np.floating] | tuple[float, ...], size: int
) -> NDArray[np.int64]:
    """Return positions in ``weights``, each as often as its weight says."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    places = np.searchsorted(edges, random.random(size) * edges[-1], side="right")
    found: NDArray[np.int64] = np.minimum(places, len(edges) - 1)
    return found


def some(random: np.random.Generator, pool: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """Return ``count`` different members of the pool in its order; all of them when it holds fewer."""
    if count >= len(pool):
        return pool.astype(np.int64)
    keys = random.random(len(pool))
    chosen: NDArray[np.int64] = pool[np.sort(np.argpartition(keys, count)[:count])].astype(np.int64)
    return chosen


def shares(random: np.random.Generator, parts: NDArray[np.floating], total: int) -> NDArray[np.int64]:
    """Return whole counts that add up to ``total`` and lie within one of their parts of it."""
    edges = np.cumsum(parts) / np.sum(parts) * total
    steps = np.floor(edges + random.random())
    steps[-1] = total
    counts: NDArray[np.int64] = np.maximum(np.diff(np.minimum(steps, total), prepend=0), 0).astype(np.int64)
    return counts


def read_table(table: Mapping[int, float], at: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the table's values at the places, between its entries in a straight line."""
    values: NDArray[np.float64] = np.interp(
        at, np.array(list(table), dtype=np.float64), np.array(list(table.values()), dtype=np.float64)
    )
    return values
