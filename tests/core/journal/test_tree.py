"""The tree against the reference vectors of RFC 6962 and against what must always hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.journal.tree import (
    EMPTY_ROOT,
    STRIDE,
    Frontier,
    is_consistent,
    is_included,
    leaf_hash,
    load_frontier,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
)

# The leaves and roots that implementations of certificate transparency test themselves with.
REFERENCE_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
REFERENCE_INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
]
REFERENCE_CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

SIZES = st.integers(min_value=1, max_value=700)


@dataclass
class Grown:
    """A tree grown leaf by leaf, with the hashes a journal would keep."""

    frontier: Frontier = field(default_factory=Frontier)
    levels: dict[int, list[bytes]] = field(default_factory=dict)

    def grow(self, leaves: list[bytes]) -> Grown:
        for leaf in leaves:
            self.levels.setdefault(0, []).append(leaf_hash(leaf))
            for node in self.frontier.append(leaf_hash(leaf)):
                assert node.index == len(self.levels.setdefault(node.level, []))
                self.levels[node.level].append(node.hash)
        return self

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        return self.levels[level][first : first + count]


def grown(size: int) -> Grown:
    return Grown().grow([str(number).encode() for number in range(size)])


def naive_root(leaves: list[bytes]) -> bytes:
    """Compute the root as the definition in RFC 9162, section 2.1.1, reads."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_root_equals_the_reference_vector(size: int) -> None:
    tree = Grown().grow(REFERENCE_LEAVES[:size])

    assert tree.frontier.root().hex() == REFERENCE_ROOTS[size - 1]


def test_root_of_an_empty_tree_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(("index", "size", "path"), REFERENCE_INCLUSION)
def test_inclusion_path_equals_the_reference_vector(index: int, size: int, path: list[str]) -> None:
    tree = Grown().grow(REFERENCE_LEAVES)

    assert [step.hex() for step in prove_inclusion(tree, index, size)] == path


@pytest.mark.parametrize(("old_size", "size", "path"), REFERENCE_CONSISTENCY)
def test_consistency_path_equals_the_reference_vector(old_size: int, size: int, path: list[str]) -> None:
    tree = Grown().grow(REFERENCE_LEAVES)

    assert [step.hex() for step in prove_consistency(tree, old_size, size)] == path


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_incremental_root_equals_the_root_by_definition(leaves: list[bytes]) -> None:
    assert Grown().grow(leaves).frontier.root() == naive_root(leaves)


@given(SIZES, st.data())
def test_every_leaf_is_proven_and_no_other_leaf_is(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree = grown(size)
    path, root = prove_inclusion(tree, index, size), tree.frontier.root()

    assert is_included(tree.levels[0][index], index, size=size, path=path, root=root)
    assert not is_included(leaf_hash(b"forged"), index, size=size, path=path, root=root)
    assert size == 1 or not is_included(tree.levels[0][index], (index + 1) % size, size=size, path=path, root=root)


@given(SIZES, st.data())
def test_every_older_tree_is_proven_to_be_the_beginning(size: int, data: st.DataObject) -> None:
    old_size = data.draw(st.integers(min_value=1, max_value=size))
    tree = grown(size)
    old_root, root = grown(old_size).frontier.root(), tree.frontier.root()
    path = prove_consistency(tree, old_size, size)

    assert is_consistent(old_size, old_root, size=size, root=root, path=path)
    assert not is_consistent(old_size, leaf_hash(b"forged"), size=size, root=root, path=path)
    assert not is_consistent(old_size, old_root, size=size, root=leaf_hash(b"forged"), path=path)


@given(SIZES)
def test_frontier_read_back_from_kept_hashes_is_the_same(size: int) -> None:
    tree = grown(size)

    assert load_frontier(tree, size) == tree.frontier
    assert root_of(tree, 0, size) == tree.frontier.root()


def test_one_kept_node_covers_every_256_leaves() -> None:
    tree = grown(2 * 256 + 3)

    assert [len(tree.levels[level]) for level in sorted(tree.levels)] == [2 * 2**STRIDE + 3, 2]


def test_proof_outside_of_the_tree_does_not_hold() -> None:
    root = grown(4).frontier.root()

    assert not is_included(root, 4, size=4, path=[], root=root)
    assert not is_included(root, 0, size=1, path=[root], root=root)
    assert not is_consistent(5, root, size=4, root=root, path=[root])
    assert not is_consistent(2, root, size=2, root=leaf_hash(b""), path=[])
