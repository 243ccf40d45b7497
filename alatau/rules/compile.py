"""From a law to SQL: measures by register, then people and families in turn.

Each register is read once, with one GROUP BY. Each stage is one SELECT over people and one GROUP BY over families; a
stage's table carries what later ones still need, so that none is joined twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.rules.nodes import Level, Node, walk
from alatau.rules.plan import MEASURES, Output, Phase, Plan, RelationPlan
from alatau.rules.read import input_of
from alatau.rules.sql.aggregate import aggregate
from alatau.rules.sql.columns import NOT_APPLICABLE, read_value, type_name, write_value
from alatau.rules.sql.layers import Layers
from alatau.rules.sql.measures import compile_registers
from alatau.rules.stages import find_stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alatau.rules.graph import Law, Rule
    from alatau.rules.sql.dialects import Dialect
    from alatau.rules.sql.lowering import Sql


def compile_law(law: Law, dialect: Dialect, *, want: Iterable[str]) -> Plan:
    """Return the plan that computes the wanted values, not bound to its day yet."""
    wanted = [name for name in want if name in law.rules]
    return _Compilation(law, dialect, tuple(wanted)).plan()


@dataclass(frozen=True)
class _Compilation:
    law: Law
    dialect: Dialect
    wanted: tuple[str, ...]

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        return {rule.name: rule for rule in self.law.needed_for(self.wanted)}

    @cached_property
    def stages(self) -> Mapping[str, int]:
        return find_stages([*self.rules.values()])

    def plan(self) -> Plan:
        phases: list[Phase] = []
        people, families = MEASURES, ""
        for stage in range(max(self.stages.values(), default=-1) + 1):
            for level in (Level.PERSON, Level.FAMILY):
                names = [name for name in self.rules if self._place(name) == (stage, level)]
                if not names:
                    continue
                name = f"{'people' if level is Level.PERSON else 'families'}_{stage}"
                make = self._people_sql if level is Level.PERSON else self._families_sql
                text = make(names, people=people, families=families)
                outputs = tuple(self.output(rule) for rule in names if rule in self.wanted)
                phases.append(Phase(name=name, level=str(level), outputs=outputs, text=text))
                people, families = (name, families) if level is Level.PERSON else (people, name)
        measures = [rule for rule in self.rules.values() if rule.version.register]
        registers = compile_registers(self.law, self.dialect, measures, output=self.output)
        return Plan(
            day=self.law.day,
            dialect=self.dialect.key,
            registers=registers,
            relations=self._relations(),
            phases=tuple(phases),
            outputs=tuple(self.output(name) for name in self.rules if name in self.wanted),
            others=self._others_sql(),
            left_out=tuple(sorted(self.law.left_out.items())),
        )

    def output(self, name: str) -> Output:
        """Return how a rule's value leaves the plan."""
        rule = self.rules[name]
        type_ = rule.node.type
        return Output(
            name=name,
            kind=rule.version.kind,
            level=rule.version.level,
            type=type_name(type_, self.dialect),
            unit=rule.version.unit,
            na=type_.can_be_not_applicable,
            key=rule.version.key,
        )

    def _place(self, name: str) -> tuple[int, str]:
        rule = self.rules[name]
        return self.stages.get(name, -1), rule.version.level

    def _people_sql(self, names: Sequence[str], *, people: str, families: str) -> str:
        stage = self.stages[names[0]]
        nodes = [self.rules[name].node for name in names]
        carried = self._carried(names, Level.PERSON, stage)
        base = self._inputs(nodes, Level.PERSON, "p.", without=names)
        family_inputs = self._inputs(nodes, Level.FAMILY, "f.", without=names)
        relation = f"{_table(people)} AS p"
        if family_inputs:
            relation += f" JOIN {_table(families)} AS f ON f.family = p.family"
        for key in sorted({node.data.over for node in _pairs(nodes)}):
            sql, found = self._pairs_sql(key, [n for n in _pairs(nodes) if n.data.over == key], people=people)
            relation += f" LEFT JOIN ({sql}) AS r_{key} ON r_{key}.person = p.person"
            base |= found
        layers = Layers(
            self.dialect,
            self.law,
            base | family_inputs | self._values(carried, "p."),
            {"person": "p.person", "family": "p.family"},
            links=self._links(names),
            names={id(self.rules[name].node): name for name in names},
        )
        return self._finish(layers, relation, names, carried)

    def _families_sql(self, names: Sequence[str], *, people: str, families: str) -> str:
        stage = self.stages[names[0]]
        nodes = [self.rules[name].node for name in names]
        reductions = [node for node in walk(*nodes) if node.op == "reduce"]
        inner = [arg for node in reductions for arg in node.args]
        base = self._inputs(inner, Level.PERSON, "p.")
        family_inputs = self._inputs(inner, Level.FAMILY, "f.", without=names)
        members = f"{_table(people)} AS p"
        if family_inputs:
            members += f" JOIN {_table(families)} AS f ON f.family = p.family"
        over_members = Layers(self.dialect, self.law, base | family_inputs, {"family": "p.family"})
        relation, found = aggregate(over_members, members, reductions, key="family")
        relation = f"({relation}) AS g"
        carried = self._carried(names, Level.FAMILY, stage)
        own = self._inputs(nodes, Level.FAMILY, "f.", without=names)
        if families and (own or carried):
            relation += f" JOIN {_table(families)} AS f ON f.family = g.family"
        layers = Layers(
            self.dialect,
            self.law,
            found | own | self._values(carried, "f."),
            {"family": "g.family"},
            links=self._links(names),
            names={id(self.rules[name].node): name for name in names},
        )
        return self._finish(layers, relation, names, carried)

    def _finish(self, layers: Layers, relation: str, names: Sequence[str], carried: Sequence[str]) -> str:
        """Return the SELECT of a phase: values as columns hold them, and those that later phases need."""
        made = [*dict.fromkeys([*self._needed(names), *carried])]
        roots = [self.rules[name].node if name in names else self._input(name) for name in made]
        sql, found = layers.select(relation, roots)
        columns = [self.dialect.name(key) for key in layers.keys]
        for name, root in zip(made, roots, strict=True):
            columns += self._write(name, found[id(root)])
        return f"SELECT {', '.join(columns)} FROM ({sql}) AS _v"

    def _write(self, name: str, sql: Sql) -> list[str]:
        type_ = self.rules[name].node.type
        columns = [f"{write_value(sql.value, type_, self.dialect)} AS {self.dialect.name(name)}"]
        if type_.can_be_not_applicable:
            columns.append(f"{sql.na or 'FALSE'} AS {self.dialect.name(name + NOT_APPLICABLE)}")
        return columns

    def _pairs_sql(self, key: str, reductions: Sequence[Node], *, people: str) -> tuple[str, dict[int, Sql]]:
        args = [arg for node in reductions for arg in node.args]
        others = {
            id(node): read_value("r.", node.args[0].data.name, node.args[0].type, self.dialect)
            for node in walk(*args)
            if node.op == "of" and node.args[0].op == "input"
        }
        base = self._inputs(args, Level.PERSON, "p.")
        relation = f"{_table(key)} AS r JOIN {_table(people)} AS p ON p.person = r.person"
        layers = Layers(self.dialect, self.law, base | others, {"person": "r.person"})
        return aggregate(layers, relation, reductions, key="person", prefix=f"_{key}_")

    def _relations(self) -> tuple[RelationPlan, ...]:
        return tuple(
            RelationPlan(key=key, columns=tuple(name for name, _type in self._columns(names)))
            for key, names in sorted(self._asked().items())
        )

    def _asked(self) -> dict[str, list[str]]:
        """Return what rules read of the other person of each relation's pairs."""
        asked: dict[str, dict[str, None]] = {}
        for node in walk(*(rule.node for rule in self.rules.values())):
            if node.op == "of":
                names = asked.setdefault(str(node.data), {})
                if node.args[0].op == "input":
                    names[node.args[0].data.name] = None
        return {key: [*names] for key, names in asked.items()}

    def _others_sql(self) -> str:
        names = sorted({name for names in self._asked().values() for name in names})
        needed = [rule.name for rule in self.law.needed_for(names) if rule.version.kind != "measure"]
        nodes = [self.rules[name].node for name in needed]
        base = self._inputs(nodes, Level.PERSON, "p.", without=needed)
        base |= self._values([name for name in names if name not in needed], "p.")
        layers = Layers(self.dialect, self.law, base, {"person": "p.person"}, links=self._links(needed))
        roots = [self.rules[name].node if name in needed else self._input(name) for name in names]
        sql, found = layers.select(f"{_table(MEASURES)} AS p", roots)
        columns = [self.dialect.name("person")]
        for name, root in zip(names, roots, strict=True):
            columns += self._write(name, found[id(root)])
        return f"SELECT {', '.join(columns)} FROM ({sql}) AS _v"

    def _columns(self, names: Iterable[str]) -> list[tuple[str, str]]:
        found = []
        for name in names:
            output = self.output(name)
            found.append((name, output.type))
            if output.na:
                found.append((f"{name}{NOT_APPLICABLE}", "BOOLEAN"))
        return found

    def _needed(self, names: Sequence[str]) -> list[str]:
        """Return which of a phase's own values leave it: those wanted, and those that later phases read."""
        later = self._read_after(self.stages[names[0]], self.rules[names[0]].version.level)
        return [name for name in names if name in self.wanted or name in later]

    def _carried(self, names: Sequence[str], level: Level, stage: int) -> list[str]:
        """Return the values of this level from before the phase that phases after it read."""
        later = self._read_after(stage, level)
        return [
            name
            for name in self.rules
            if name in later
            and name not in names
            and self.rules[name].version.level == level
            and self.stages.get(name, -1) < stage
        ]

    def _read_after(self, stage: int, level: str) -> set[str]:
        """Return the names that phases after this one read."""
        order = (stage, level == Level.FAMILY)
        return {
            name
            for reader, rule in self.rules.items()
            if reader in self.stages and (self.stages[reader], rule.version.level == Level.FAMILY) > order
            for name in rule.names_of("rule")
        }

    def _inputs(
        self, nodes: Iterable[Node], level: Level, alias: str, *, without: Sequence[str] = ()
    ) -> dict[int, Sql]:
        """Return the inputs of one level below some nodes, as columns of earlier phases."""
        return {
            id(node): read_value(alias, node.data.name, node.type, self.dialect)
            for node in walk(*nodes)
            if node.op == "input"
            and node.data.kind == "rule"
            and node.type.level is level
            and node.data.name not in without
        }

    def _values(self, names: Iterable[str], alias: str) -> dict[int, Sql]:
        return {
            id(node): read_value(alias, name, node.type, self.dialect) for name in names for node in [self._input(name)]
        }

    def _input(self, name: str) -> Node:
        return input_of(self.rules[name])

    def _links(self, names: Iterable[str]) -> dict[int, Node]:
        return {id(self._input(name)): self.rules[name].node for name in names}


def _table(name: str) -> str:
    return "{{table_of:" + name + "}}"


def _pairs(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in walk(*nodes) if node.op == "reduce" and node.data.source is Level.PAIR]
