"""Measures as SQL: one SELECT with one GROUP BY for each register, and what holds of people without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules.nodes import Level, walk
from alatau.rules.plan import RegisterPlan
from alatau.rules.reductions import Reduction
from alatau.rules.sources import ROW_COLUMNS, find_stored
from alatau.rules.sql.aggregate import aggregate
from alatau.rules.sql.columns import NOT_APPLICABLE, read_column, write_value
from alatau.rules.sql.layers import Layers
from alatau.rules.sql.lowering import Lowering, Sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alatau.registry.values import Register
    from alatau.rules.graph import Law, Rule
    from alatau.rules.nodes import Node
    from alatau.rules.plan import Output
    from alatau.rules.sql.dialects import Dialect

#: Register, whose its rows are, and whether versions of all days are read: what one pass has in common.
Group = tuple[str, str, bool]


def compile_registers(
    law: Law, dialect: Dialect, measures: Sequence[Rule], *, output: Callable[[str], Output]
) -> tuple[RegisterPlan, ...]:
    """Return the plan of each pass over a register."""
    groups: dict[Group, list[Rule]] = {}
    for rule in measures:
        version = rule.version
        by = "home" if version.is_home else version.person or "subject"
        groups.setdefault((version.register, by, version.is_history), []).append(rule)
    return tuple(_compile(law, dialect, group, rules, output=output) for group, rules in sorted(groups.items()))


def _compile(
    law: Law, dialect: Dialect, group: Group, rules: Sequence[Rule], *, output: Callable[[str], Output]
) -> RegisterPlan:
    key, by, history = group
    register = law.sources.registers[key]
    nodes = [rule.node for rule in rules]
    columns = [node for node in walk(*nodes) if node.op == "input" and node.data.kind == "column"]
    rows = Layers(
        dialect,
        law,
        {id(node): _read(register, by, node, dialect) for node in columns},
        {"person": dialect.name("person")},
    )
    reductions = [node for node in walk(*nodes) if node.op == "reduce"]
    sql, found = aggregate(rows, "{{rows}} AS _r", reductions, key="person")
    over_people = Layers(
        dialect,
        law,
        found,
        {"person": dialect.name("person")},
        names={id(rule.node): rule.name for rule in rules},
    )
    sql, values = over_people.select(f"({sql}) AS _m", nodes)
    written = [dialect.name("person"), *_write(rules, [values[id(node)] for node in nodes], dialect)]
    names = [_stored_name(register, by, node.data.name) for node in columns]
    return RegisterPlan(
        key=key,
        by=by,
        columns=tuple(sorted({name for name in names if name not in {"person", *ROW_COLUMNS}})),
        history=history,
        outputs=tuple(output(rule.name) for rule in rules),
        text=f"SELECT {', '.join(written)} FROM ({sql}) AS _v",
        none=_none(law, dialect, rules),
        counts=_counts(rules, Lowering(dialect, law, rows.base)),
    )


def _read(register: Register, by: str, node: Node, dialect: Dialect) -> Sql:
    name = node.data.name
    return read_column(_stored_name(register, by, name), find_stored(register, name), node.type, dialect)


def _stored_name(register: Register, by: str, name: str) -> str:
    """Return under which name a relation of rows has a column: whose row it is stands in `person`."""
    if name == "subject":
        return "person" if by == "subject" else register.subject
    return name


def _write(rules: Sequence[Rule], values: Sequence[Sql], dialect: Dialect) -> list[str]:
    columns = []
    for rule, sql in zip(rules, values, strict=True):
        columns.append(f"{write_value(sql.value, rule.node.type, dialect)} AS {dialect.name(rule.name)}")
        if rule.node.type.can_be_not_applicable:
            columns.append(f"{sql.na or 'FALSE'} AS {dialect.name(rule.name + NOT_APPLICABLE)}")
    return columns


def _none(law: Law, dialect: Dialect, rules: Sequence[Rule]) -> tuple[tuple[str, str], ...]:
    """Return SQL for the columns of a person of whom the register is known to hold nothing."""
    found = []
    for rule in rules:
        empty = {id(node): _of_nothing(node) for node in walk(rule.node) if node.op == "reduce"}
        sql = Lowering(dialect, law, empty).sql(rule.node)
        found.append((rule.name, write_value(sql.value, rule.node.type, dialect)))
        if rule.node.type.can_be_not_applicable:
            found.append((f"{rule.name}{NOT_APPLICABLE}", sql.na or "FALSE"))
    return tuple(found)


def _counts(rules: Sequence[Rule], how: Lowering) -> tuple[tuple[str, str], ...]:
    """Return SQL for each measure whether a row counts, where not all do: unknown ones count, as the sum is then."""
    found = []
    for rule in rules:
        reductions = [node for node in walk(rule.node) if isinstance(node.data, Reduction)]
        wheres = [node.data.pick(node, "where") for node in reductions]
        if reductions and all(where is not None for where in wheres):
            conditions = [f"COALESCE({how.truth(where)}, TRUE)" for where in wheres if where is not None]
            found.append((rule.name, f"({' OR '.join(dict.fromkeys(conditions))})"))
    return tuple(found)


def _of_nothing(node: Node) -> Sql:
    reduction = node.data
    assert isinstance(reduction, Reduction)
    assert reduction.source is Level.ROW
    nothing = {"total": Sql("0"), "count": Sql("0"), "any": Sql("FALSE"), "all": Sql("TRUE")}
    return nothing.get(reduction.how, Sql("NULL", "TRUE"))
