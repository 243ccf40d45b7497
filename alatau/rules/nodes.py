"""What a rule becomes when it is read: a graph of operations that each know what comes out of them.

Nodes are interned: the same operation on the same inputs is the same object, so that engines compute it once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from alatau.rules.errors import Refusal
from alatau.rules.units import PLAIN, Unit

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

#: Whole numbers of so many figures go through the graph; a result beyond is unknown, with the reason `too_large`.
FIGURES = 17
#: Whole numbers that both engines compute exactly on the way.
MOST_FIGURES = 37


class Kind(StrEnum):
    """What a value is."""

    FLAG = "flag"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    PERSON = "person"  # somebody's id: compared and counted, nothing else


class Level(StrEnum):
    """Whose value it is, from everybody's down to one row's."""

    LAW = "law"  # a parameter, the day, a literal: the same for all
    FAMILY = "family"
    PERSON = "person"
    PAIR = "pair"  # a person and one of those a relation names
    ROW = "row"  # a register's row


_DEPTH = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Type:
    """All that is known of a value before it has one."""

    kind: Kind
    unit: Unit = PLAIN
    level: Level = Level.LAW
    #: Relation whose pairs these are.
    over: str = ""
    #: A number n stands for n / 10**scale.
    scale: int = 0
    #: The whole number n has at most so many figures.
    figures: int = FIGURES
    #: Figures of the divisor of a number that is a fraction; None for one that is not.
    divisor_figures: int | None = None
    #: A sum that still has to be rounded, as the law names it.
    is_unrounded: bool = False
    can_be_unknown: bool = False
    can_be_not_applicable: bool = False
    #: The words that a text can be; None where anything is possible.
    labels: tuple[str, ...] | None = None

    @property
    def is_fraction(self) -> bool:
        """Tell whether the number has a divisor that is known only when it is computed."""
        return self.divisor_figures is not None

    def with_(self, **changes: Any) -> Type:
        """Return the type with something else about it."""
        return replace(self, **changes)


class Node:
    """One operation of a rule."""

    __slots__ = ("args", "data", "op", "type")

    def __init__(self, op: str, args: tuple[Node, ...], data: Hashable, type_: Type) -> None:
        self.op = op
        self.args = args
        #: What it carries; its kind follows from the name of the operation.
        self.data: Any = data
        self.type = type_

    def __repr__(self) -> str:
        return f"{self.op}({', '.join([*map(repr, self.args), *([repr(self.data)] if self.data is not None else [])])})"


#: Kept for good: layers of SQL are built by the identity of nodes.
_interned: dict[Hashable, Node] = {}


def make(op: str, *args: Node, data: Hashable = None, type_: Type) -> Node:
    """Return the node of an operation."""
    # A number's type stands in the key because 1, 1.0 and True are the same to a dictionary.
    key = (op, tuple(id(arg) for arg in args), type(data), data, type_)
    node = _interned.get(key)
    if node is None:
        node = _interned[key] = Node(op, args, data, type_)
    return node


def walk(*roots: Node) -> Iterator[Node]:
    """Yield each node below the roots once, inputs first."""
    seen: set[int] = set()
    waiting: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while waiting:
        node, is_ready = waiting.pop()
        if is_ready:
            yield node
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        waiting.append((node, True))
        waiting.extend((arg, False) for arg in reversed(node.args))


def meet(*types: Type) -> tuple[Level, str]:
    """Return at which level values of these types meet, and over which pairs.

    A family's value and the law's reach down to each person, row and pair below.

    Raises:
        Refusal: rows or pairs meet what cannot be beside them.
    """
    deepest = max((each.level for each in types), key=_DEPTH.__getitem__, default=Level.LAW)
    if deepest is Level.ROW and any(each.level in {Level.FAMILY, Level.PERSON, Level.PAIR} for each in types):
        message = "a row is computed with other rows' sums; reduce the rows first, and go on in another rule"
        raise Refusal(message)
    relations = {each.over for each in types if each.over}
    if len(relations) > 1:
        message = f"pairs of {' and '.join(sorted(relations))} meet in one expression; reduce each of them first"
        raise Refusal(message)
    return deepest, next(iter(relations), "")


def carry(*types: Type) -> dict[str, Any]:
    """Return what a strict operation takes over from its inputs: the level, and what they can be instead of a value."""
    level, over = meet(*types)
    return {
        "level": level,
        "over": over,
        "can_be_unknown": any(each.can_be_unknown for each in types),
        "can_be_not_applicable": any(each.can_be_not_applicable for each in types),
    }
