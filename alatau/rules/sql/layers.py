"""Nested SELECTs that compute each shared value once.

A value that several others read, or that is needed twice to be written down, becomes a column of a layer of its own;
the layers above carry only what is still needed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.rules.nodes import Kind
from alatau.rules.sql.lowering import Lowering, Sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alatau.rules.graph import Law
    from alatau.rules.nodes import Node
    from alatau.rules.sql.dialects import Dialect

#: Operations that cost nothing to be written twice.
_PLAIN = frozenset({"literal", "state", "same", "input"})
_COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
#: Operations whose SQL names an input several times.
_REPEATING = frozenset({"round", "guard", "least", "greatest", "share", "age_on", "months_between", "look_up"})


@dataclass(frozen=True)
class Layers:
    """SELECTs one inside the other, over a relation that gives some nodes."""

    dialect: Dialect
    law: Law
    #: SQL over the relation of the nodes that it gives, by identity, and the nodes themselves.
    base: Mapping[int, Sql]
    #: Columns of keys, such as `person`, with SQL over the relation.
    keys: Mapping[str, str]
    #: What an input of a rule stands for where both are computed here: the other rule's own node.
    links: Mapping[int, Node] = field(default_factory=dict)
    #: Names for nodes that are values of rules, so that the SQL reads well.
    names: Mapping[int, str] = field(default_factory=dict)

    def select(self, relation: str, roots: Sequence[Node]) -> tuple[str, dict[int, Sql]]:
        """Return a SELECT with the keys and a column for each root, and the SQL of each root over it."""
        plan = _Plan(self, [self.follow(root) for root in roots])
        found: dict[int, Sql] = {}
        sql = relation
        for step in range(plan.steps + 1):
            how = Lowering(self.dialect, self.law, self.base if step == 0 else found, follow=self.follow)
            parts = [
                f"{key_sql} AS {self.dialect.name(key)}" if step == 0 else self.dialect.name(key)
                for key, key_sql in self.keys.items()
            ]
            for node in plan.carried(step):
                parts += [part for part in found[id(node)] if part]
            made = {}
            for node in plan.made(step):
                alias = plan.alias(node)
                written = how.sql(node)
                parts += _write(self.dialect, alias, written)
                made[id(node)] = _read(self.dialect, alias, written)
            found |= made
            sql = f"SELECT {', '.join(parts)} FROM {sql if step == 0 else f'({sql}) AS _l{step}'}"
        return sql, {id(root): found[id(self.follow(root))] for root in roots}

    def follow(self, node: Node) -> Node:
        """Return the node itself, or that of the rule for which an input stands."""
        while id(node) in self.links:
            node = self.links[id(node)]
        return node


@dataclass(frozen=True)
class _Plan:
    """Which nodes get a column, in which layer, and until which layer it is carried."""

    layers: Layers
    roots: Sequence[Node]

    @cached_property
    def nodes(self) -> list[Node]:
        """Everything that has to be computed, and the base it is computed of, inputs first."""
        order: list[Node] = []
        seen: set[int] = set()
        waiting = [(root, False) for root in reversed(self.roots)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting += [(arg, False) for arg in reversed(self.inputs(node))]
        return order

    def inputs(self, node: Node) -> list[Node]:
        """Return what a node is computed of; nothing for what the relation gives."""
        return [] if id(node) in self.layers.base else [self.layers.follow(arg) for arg in node.args]

    @cached_property
    def columns(self) -> list[Node]:
        """The nodes that get a column, each after what it reads."""
        uses: Counter[int] = Counter(id(root) for root in self.roots)
        for node in self.nodes:
            for arg in self.inputs(node):
                uses[id(arg)] += 1 + self._repeats(node, arg)
        needed = {id(root) for root in self.roots}
        return [node for node in self.nodes if id(node) in needed or self._is_column(node, uses[id(node)])]

    def _is_column(self, node: Node, uses: int) -> bool:
        if id(node) in self.layers.base:
            return True
        return uses > 1 and not self._is_cheap(node)

    def _repeats(self, node: Node, arg: Node) -> int:
        """Return how many times more than once the SQL of a node names one of its inputs."""
        if node.op in _REPEATING or arg.type.can_be_not_applicable:
            return 1
        is_condition = node.op == "cases" and arg.type.kind is Kind.FLAG and arg in node.args[: len(node.args) // 2]
        return int(is_condition and arg.type.can_be_unknown) or int(node.op == "or_if_unknown")

    def _is_cheap(self, node: Node) -> bool:
        if node.op in _PLAIN:
            return not (node.op == "same" and not self._is_cheap(self.inputs(node)[0]))
        return node.op in _COMPARISONS and all(
            arg.op in _PLAIN and not arg.type.can_be_not_applicable and not arg.type.is_fraction
            for arg in self.inputs(node)
        )

    @cached_property
    def depths(self) -> Mapping[int, int]:
        """The layer of each column: what the relation gives is the innermost, others come after all they read."""
        own = {id(node) for node in self.columns}
        deepest: dict[int, int] = {}
        found: dict[int, int] = {}
        for node in self.nodes:
            below = max((deepest[id(arg)] for arg in self.inputs(node)), default=-1)
            if id(node) in own:
                found[id(node)] = below = 0 if id(node) in self.layers.base else max(below + 1, 1)
            deepest[id(node)] = below
        return found

    @cached_property
    def steps(self) -> int:
        """The outermost layer."""
        return max(self.depths.values(), default=0)

    @cached_property
    def last_uses(self) -> Mapping[int, int]:
        """The layer that reads a column last; one more than the outermost for what is asked for."""
        own = {id(node) for node in self.columns}
        reads: dict[int, set[int]] = {}
        last: dict[int, int] = {}
        for node in self.nodes:
            below: set[int] = set()
            for arg in self.inputs(node):
                below |= {id(arg)} if id(arg) in own else reads[id(arg)]
            reads[id(node)] = below
            if id(node) in own:
                for read in below:
                    last[read] = max(last.get(read, 0), self.depths[id(node)])
        return last | {id(root): self.steps + 1 for root in self.roots}

    def made(self, step: int) -> list[Node]:
        """Return the columns of a layer."""
        return [node for node in self.columns if self.depths[id(node)] == step]

    def carried(self, step: int) -> list[Node]:
        """Return the columns of layers below that this one, or one above, still needs."""
        return [node for node in self.columns if self.depths[id(node)] < step < self.last_uses.get(id(node), 0)]

    @cached_property
    def _aliases(self) -> Mapping[int, str]:
        taken: set[str] = set(self.layers.keys)
        aliases = {}
        for place, node in enumerate(self.columns):
            name = self.layers.names.get(id(node), "")
            alias = name if name and name not in taken else f"_{place}"
            taken.add(alias)
            aliases[id(node)] = alias
        return aliases

    def alias(self, node: Node) -> str:
        """Return the name of a node's column."""
        return self._aliases[id(node)]


def _write(dialect: Dialect, alias: str, sql: Sql) -> list[str]:
    parts = ((alias, sql.value), (f"{alias}__na", sql.na), (f"{alias}__by", sql.divisor))
    return [f"{part} AS {dialect.name(name)}" for name, part in parts if part]


def _read(dialect: Dialect, alias: str, sql: Sql) -> Sql:
    return Sql(
        dialect.name(alias),
        dialect.name(f"{alias}__na") if sql.na else "",
        dialect.name(f"{alias}__by") if sql.divisor else "",
    )
