"""Which ways a rule can go, and which of them some families took.

A way is an arm of `cases`, a side of a comparison or its boundary, a flag that holds or does not, an input that is
unknown or not applicable. Families are built until every way of every rule was gone (`alatau.rules.explore`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from alatau.rules.nodes import Kind, Node, walk
from alatau.rules.reductions import Reduction
from alatau.rules.states import Computed, NotApplicable, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ORDERED = frozenset({Kind.NUMBER, Kind.DAY})
_COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_TESTS = frozenset({"is_one_of", "starts_with", "is_unknown", "is_not_applicable", "and", "or"})


class Branch(NamedTuple):
    """One way of one operation of a rule."""

    node: int
    way: str


class Recorder:
    """Watches a computation and keeps the ways that it took."""

    def __init__(self) -> None:
        self.taken: set[Branch] = set()
        #: Values of the rule's operations in the last computation, by identity; of those in a reduction the last one.
        self.values: dict[int, Computed] = {}

    def __call__(self, node: Node, found: Computed) -> None:
        """Take down what an operation gave."""
        self.values[id(node)] = found
        self.taken.update(Branch(id(node), way) for way in self._ways(node, found))

    def _ways(self, node: Node, found: Computed) -> Iterator[str]:
        if isinstance(found, Unknown):
            yield "unknown"
        elif isinstance(found, NotApplicable):
            yield "not applicable"
        elif node.op in _COMPARISONS and node.args[0].type.kind in _ORDERED:
            left, right = (self.values[id(arg)] for arg in node.args)
            yield "below" if left < right else "above" if left > right else "at"  # type: ignore[operator]  # of one kind
        elif node.type.kind is Kind.FLAG and node.op in {*_COMPARISONS, *_TESTS}:
            yield str(found)
        if node.op == "cases":
            yield self._arm(node)

    def _arm(self, node: Node) -> str:
        count = len(node.args) // 2
        for place, condition in enumerate(node.args[:count]):
            found = self.values[id(condition)]
            if isinstance(found, Unknown):
                return f"unknown condition {place}"
            if found is True:
                return f"arm {place}"
        return "otherwise"


def list_branches(root: Node) -> dict[Branch, Node]:
    """Return every way that the operations of a rule can go, as far as its types tell."""
    # What is read of another person is told of by the operation that reads it.
    theirs = {id(node.args[0]) for node in walk(root) if node.op == "of"}
    nodes = [node for node in walk(root) if id(node) not in theirs]
    return {Branch(id(node), way): node for node in nodes for way in _possible_ways(node)}


def describe_branch(branch: Branch, nodes: Mapping[Branch, Node]) -> str:
    """Return a way in words, for the list of those that nobody took."""
    return f"{branch.way}: {nodes[branch]!r}"


def _possible_ways(node: Node) -> Iterator[str]:
    if node.op in {"input", "of"} or isinstance(node.data, Reduction):
        if node.type.can_be_unknown:
            yield "unknown"
        if node.type.can_be_not_applicable:
            yield "not applicable"
    if node.op in _COMPARISONS and node.args[0].type.kind in _ORDERED:
        yield from ("at", "above") if _is_count_against_nothing(node) else ("below", "at", "above")
    elif node.op in {"is_unknown", "is_not_applicable"}:
        type_ = node.args[0].type
        can_be = type_.can_be_unknown if node.op == "is_unknown" else type_.can_be_not_applicable
        yield from ("True", "False") if can_be else ("False",)
    elif node.type.kind is Kind.FLAG and node.op in {*_COMPARISONS, *_TESTS}:
        yield from ("True", "False")
    if node.op == "cases":
        yield from _possible_arms(node)


def _possible_arms(node: Node) -> Iterator[str]:
    count = len(node.args) // 2
    yield from (f"arm {place}" for place in range(count))
    yield "otherwise"
    asked: set[int] = set()
    for place, condition in enumerate(node.args[:count]):
        doubtful = {id(each) for each in walk(condition) if each.op == "input" and each.type.can_be_unknown}
        # What is unknown in an earlier condition already ends there.
        if condition.type.can_be_unknown and doubtful - asked:
            yield f"unknown condition {place}"
        asked |= doubtful


def _is_count_against_nothing(node: Node) -> bool:
    left, right = node.args
    is_count = isinstance(left.data, Reduction) and left.data.how == "count"
    return is_count and right.op == "literal" and right.data == 0
