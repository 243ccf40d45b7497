"""The Merkle tree of RFC 9162: hashes, the growing edge, and proofs. Pure: where hashes lie is the caller's affair.

`docs/decisions/0030` says why this is ours: the kept Python libraries are GPL, or verify without building.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Only every eighth height of the tree is kept: 1 row for 256 lines, and any other node is at most 128 hashes away.
STRIDE = 8

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Node:
    """A kept node: the root of a complete subtree of `256 ** level` leaves, the `index`-th of its level from 0."""

    level: int
    index: int
    hash: bytes


class HashSource(Protocol):
    """Where the hashes of a tree lie: level 0 are the leaves, level 1 the nodes over 256 of them, and so on."""

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Return `count` neighbouring hashes of a level, from the index `first`."""
        ...


@dataclass
class Frontier:
    """The right edge of a growing tree: the complete subtrees that make it up, largest first."""

    size: int = 0
    peaks: list[tuple[int, bytes]] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[Node]:
        """Add the hash of the next leaf; return the kept nodes that it completed."""
        completed = []
        height, top = 0, leaf
        while self.peaks and self.peaks[-1][0] == height:
            top = node_hash(self.peaks.pop()[1], top)
            height += 1
            if height % STRIDE == 0:
                completed.append(Node(height // STRIDE, self.size >> height, top))
        self.peaks.append((height, top))
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return fold_peaks([peak for _, peak in self.peaks])

    def copy(self) -> Frontier:
        """Return a frontier that grows on its own."""
        return Frontier(self.size, list(self.peaks))


def fold_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def load_frontier(source: HashSource, size: int) -> Frontier:
    """Return the frontier of the first `size` leaves."""
    frontier = Frontier(size)
    start = 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            frontier.peaks.append((height, _complete_root(source, start, height)))
            start += 1 << height
    return frontier


def root_of(source: HashSource, start: int, end: int) -> bytes:
    """Return the root over the leaves from `start` to before `end`; `start` is where a subtree of the tree begins."""
    length = end - start
    if length == 0:
        return EMPTY_ROOT
    if length & (length - 1) == 0:
        return _complete_root(source, start, length.bit_length() - 1)
    middle = start + _split(length)
    return node_hash(root_of(source, start, middle), root_of(source, middle, end))


def _complete_root(source: HashSource, start: int, height: int) -> bytes:
    level = height // STRIDE
    kept = level * STRIDE
    row = list(source.hashes(level, start >> kept, 1 << (height - kept)))
    while len(row) > 1:
        row = [node_hash(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


def _split(length: int) -> int:
    """Return the largest power of two below the length."""
    return 1 << ((length - 1).bit_length() - 1)


def prove_inclusion(source: HashSource, index: int, size: int) -> list[bytes]:
    """Return the path that shows the leaf `index` (from 0) in the tree of the first `size` leaves."""
    assert 0 <= index < size, "the leaf lies in the tree"
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(source, middle, end))
            end = middle
        else:
            path.append(root_of(source, start, middle))
            start = middle
    return path[::-1]


def prove_consistency(source: HashSource, old_size: int, size: int) -> list[bytes]:
    """Return the path that shows the tree of `old_size` leaves to be the beginning of the tree of `size`."""
    assert 0 < old_size <= size, "the older tree is not empty and not longer"
    path: list[bytes] = []
    start, end = 0, size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(root_of(source, middle, end))
            end = middle
        else:
            path.append(root_of(source, start, middle))
            start = middle
    if start > 0:
        path.append(root_of(source, start, end))
    return path[::-1]


def is_included(leaf: bytes, index: int, *, size: int, path: Iterable[bytes], root: bytes) -> bool:
    """Tell whether the path leads from the leaf's hash to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, top = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            top = node_hash(step, top)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            top = node_hash(top, step)
        place, last = place >> 1, last >> 1
    return last == 0 and top == root


def is_consistent(old_size: int, old_root: bytes, *, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether the path shows the old tree to be the new tree's beginning (RFC 9162, section 2.1.4.2)."""
    if old_size == size:
        return not path and old_root == root
    if not 0 < old_size < size or not path:
        return False
    steps = list(path) if old_size & (old_size - 1) else [old_root, *path]
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_top = top = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_top, top = node_hash(step, old_top), node_hash(step, top)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            top = node_hash(top, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old_top == old_root and top == root
