"""Any part of a law over given facts, by the compiled SQL: golden cases, what-if for one family, tests.

Facts may stand for any rule; what the rest of the law needs of them is computed for all cases in one query a stage.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from alatau.registry.lake.layout import Part
from alatau.registry.lake.schema import part_fields
from alatau.rules.bind import bindings_of
from alatau.rules.compile import compile_law
from alatau.rules.errors import Refusal
from alatau.rules.graph import Law, Rule
from alatau.rules.nodes import Kind, Level, make
from alatau.rules.plan import MEASURES, columns_of
from alatau.rules.read import input_of
from alatau.rules.reductions import Reduction
from alatau.rules.sources import ROW_COLUMNS
from alatau.rules.sql.columns import NOT_APPLICABLE as NA
from alatau.rules.sql.columns import type_name
from alatau.rules.sql.dialects import DIALECTS
from alatau.rules.states import NOT_APPLICABLE, UNKNOWN, Answer, NotApplicable, Unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import duckdb
    import pyarrow as pa

    from alatau.rules.interpret import Facts
    from alatau.rules.nodes import Node, Type
    from alatau.rules.plan import Output, Plan, RegisterPlan

_SPACE = UUID("0f7a1f5e-3c54-4f2e-9d7b-0d0c8a1d5b11")
#: What is added to the name of a family's given value, as each member's row carries it.
_GIVEN = "__given"


class Answers(NamedTuple):
    """The wanted values of one family: its own, and those of each person."""

    family: Mapping[str, Answer]
    people: Mapping[Hashable, Mapping[str, Answer]]


def evaluate(law: Law, cases: Sequence[Facts], *, want: Sequence[str], silence_none: bool = False) -> list[Answers]:
    """Return the wanted values of each family, computed as the batch over the nation computes them.

    A name that one case gives is given by all: unknown where a case leaves it out. Measures that none gives are
    unknown too, or with `silence_none` what they are of people without rows.
    """
    part, plan = plan_cases(law, cases, want=want)
    with connect() as engine:
        lay_out(engine, part, plan, cases, none=_of_nobody(engine, plan) if silence_none else {})
        tables = {name: f'"{name}"' for name in (MEASURES, *(each.key for each in plan.relations))}
        for phase in plan.phases:
            tables[phase.name] = f'"{phase.name}"'
            engine.execute(f'CREATE TEMP TABLE "{phase.name}" AS {phase.sql(tables)}')
        return _collect(engine, part, plan, cases, want=want)


def plan_cases(law: Law, cases: Sequence[Facts], *, want: Sequence[str], dialect: str = "duckdb") -> tuple[Law, Plan]:
    """Return the law in which what the cases give is given, and its plan for the wanted values."""
    family = sorted({name for case in cases for name in case.family})
    people = sorted({name for case in cases for values in case.people.values() for name in values})
    part = _given(law, people=people, family=family)
    plan = compile_law(part, DIALECTS[dialect], want=want)
    return part, plan.bound(bindings_of(law, plan.tokens()), day=law.day)


@lru_cache(maxsize=1)
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - costs each process a tenth of a second, and few evaluate rules

    return duckdb.connect(":memory:", config={"threads": 1})


def connect() -> duckdb.DuckDBPyConnection:
    """Return a connection of its own to the process's empty database: opening a new one takes longer than a query."""
    return _database(os.getpid()).cursor()


def _given(law: Law, *, people: Sequence[str], family: Sequence[str]) -> Law:
    """Return the law in which some rules are given: people's as measures are, families' through each member's row."""
    rules = dict(law.rules)
    for name in people:
        rule = law.get(name)
        if rule.version.level == Level.FAMILY:
            message = f"{name} is the family's, and is given of a person"
            raise Refusal(message)
        rules[name] = Rule(replace(rule.version, kind="measure", register=""), rule.node)
    for name in family:
        rule = law.get(name)
        carried = Rule(
            replace(rule.version, name=name + _GIVEN, kind="measure", level="person", register=""), rule.node
        )
        rules[carried.name] = carried
        rules[name] = Rule(rule.version, _only_of(carried, rule.node.type))
    ordered = sorted(rules.values(), key=lambda rule: rule.version.kind != "measure")
    return replace(law, rules={rule.name: rule for rule in ordered})


def _only_of(carried: Rule, type_: Type) -> Node:
    reduction = Reduction("only", Level.PERSON, "", ("value",))
    return make("reduce", input_of(carried), data=reduction, type_=type_)


def measure_rows(law: Law, register: str, rows: Sequence[Mapping[str, object]]) -> dict[str, Answer]:
    """Return the measures of one person that a register's rows give, by the compiled SQL."""
    measures = [rule.name for rule in law.rules.values() if rule.version.register == register]
    return measure_people(law, measures, [rows])[0]


def measure_people(
    law: Law, measures: Sequence[str], people: Sequence[Sequence[Mapping[str, object]]]
) -> list[dict[str, Answer]]:
    """Return the measures of some people, of whose rows of one register each has a list, by the compiled SQL."""
    plan = compile_law(law, DIALECTS["duckdb"], want=measures)
    plan = plan.bound(bindings_of(law, plan.tokens()), day=law.day)
    found: list[dict[str, Answer]] = [{} for _person in people]
    with connect() as engine:
        for part in plan.registers:
            lay_out_rows(engine, law, part, people, table="rows_of_people")
            read: dict[str, dict[str, Answer]] = {}
            engine.execute(f"CREATE TEMP VIEW measured AS {part.sql('rows_of_people')}")
            _read(engine, law, "measured", part.outputs, values=read)
            nobody = _of_nobody(engine, replace(plan, registers=(part,)))
            for number, answers in enumerate(found):
                answers |= read.get(str(_id(number))) or _answers_of(law, part.outputs, nobody)
            engine.execute("DROP VIEW measured")
            engine.execute("DROP TABLE rows_of_people")
    return found


def lay_out_rows(
    engine: duckdb.DuckDBPyConnection,
    law: Law,
    part: RegisterPlan,
    people: Sequence[Sequence[Mapping[str, object]]],
    *,
    table: str,
) -> None:
    """Make a table of people's rows with the columns that a plan of a register reads."""
    fields = ["person", *sorted(ROW_COLUMNS - {"subject"}), *part.columns]
    types = {field.name: field.type for field in part_fields(law.sources.registers[part.key], Part.ROWS)}
    columns = [(name, types.get(name, "UUID")) for name in fields]
    cells = [
        [_id(number) if name == "person" else row.get(name) for name in fields]
        for number, rows in enumerate(people)
        for row in rows
    ]
    _insert(engine, table, columns, cells)


def _answers_of(law: Law, outputs: Sequence[Output], columns: Mapping[str, object]) -> dict[str, Answer]:
    return {
        output.name: _answer(
            columns[output.name], is_na=bool(columns.get(output.name + NA)), type_=law.get(output.name).node.type
        )
        for output in outputs
    }


def _of_nobody(engine: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, object]:
    """Return the columns of measures as they are of somebody without rows."""
    columns = [(name, sql) for part in plan.registers for name, sql in part.absent(silence_none=True).items()]
    if not columns:
        return {}
    row = engine.execute(f"SELECT {', '.join(sql for _name, sql in columns)}").fetchone()
    assert row is not None
    return dict(zip([name for name, _sql in columns], row, strict=True))


def lay_out(
    engine: duckdb.DuckDBPyConnection,
    law: Law,
    plan: Plan,
    cases: Sequence[Facts],
    *,
    none: Mapping[str, object],
) -> None:
    """Make the tables of measures and pairs out of the facts of cases."""
    # Measures that nothing needs are not laid out: a law has hundreds.
    needed = {output.name for part in plan.registers for output in part.outputs}
    needed |= {name for case in cases for values in case.people.values() for name in values}
    names = [name for name, rule in law.rules.items() if rule.version.kind == "measure"]
    names = [name for name in names if name in needed or name.endswith(_GIVEN)]
    columns = [("person", "UUID"), ("family", "UUID")]
    for name in names:
        columns += _columns(law, name)
    rows = []
    for number, case in enumerate(cases):
        for person, values in case.people.items():
            row: list[object] = [_id(number, person), _id(number)]
            for name in names:
                given = case.family if name.endswith(_GIVEN) else values
                plain = name.removesuffix(_GIVEN)
                if plain in given or name not in none:
                    row += _cells(law, name, given.get(plain))
                else:
                    row += [none[column] for column, _type in _columns(law, name)]
            rows.append(row)
    _insert(engine, MEASURES, columns, rows)
    for relation in plan.relations:
        read = [name for name in relation.columns if not name.endswith(NA)]
        columns = [("person", "UUID"), ("family", "UUID"), ("other", "UUID")]
        columns += [column for name in read for column in _columns(law, name)]
        pairs: list[list[object]] = []
        for number, case in enumerate(cases):
            for person, others in case.pairs.get(relation.key, {}).items():
                for place, other in enumerate(others):
                    cells = [cell for name in read for cell in _cells(law, name, other.get(name))]
                    pairs.append([_id(number, person), _id(number), _id(number, (person, place)), *cells])
        _insert(engine, relation.key, columns, pairs)


def _columns(law: Law, name: str) -> list[tuple[str, str]]:
    type_ = law.get(name).node.type
    columns = [(name, type_name(type_, DIALECTS["duckdb"]))]
    return [*columns, (name + NA, "BOOLEAN")] if type_.can_be_not_applicable else columns


def _cells(law: Law, name: str, given: object) -> list[object]:
    type_ = law.get(name).node.type
    if isinstance(given, NotApplicable) and not type_.can_be_not_applicable:
        message = f"{name} is never 'not applicable'"
        raise Refusal(message)
    value = None if given is None or isinstance(given, (Unknown, NotApplicable)) else given
    return [value, isinstance(given, NotApplicable)] if type_.can_be_not_applicable else [value]


def _insert(
    engine: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]
) -> None:
    # Through Arrow: a statement for each row, or rows written out, take a hundred times longer.
    import pyarrow as pa  # noqa: PLC0415 - loaded where rules are evaluated, which few processes do

    cells = list(zip(*rows, strict=True)) if rows else [() for _column in columns]
    arrays = [
        pa.array([None if cell is None else _plain(cell) for cell in column], type=_arrow_type(kind))
        for column, (_name, kind) in zip(cells, columns, strict=True)
    ]
    given = pa.Table.from_arrays(arrays, names=[name for name, _kind in columns])
    engine.register("_given_rows", given)
    read = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns)
    engine.execute(f'CREATE TEMP TABLE "{table}" AS SELECT {read} FROM _given_rows')
    engine.unregister("_given_rows")


def _plain(cell: object) -> object:
    return str(cell) if isinstance(cell, UUID) else cell


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 - loaded where rules are evaluated, which few processes do

    if kind.startswith("DECIMAL"):
        return pa.decimal128(18, int(kind[11:-1]))
    types = {
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(),
        "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    }
    return types.get(kind, pa.string())


def _collect(
    engine: duckdb.DuckDBPyConnection, law: Law, plan: Plan, cases: Sequence[Facts], *, want: Sequence[str]
) -> list[Answers]:
    values: dict[str, dict[str, Answer]] = {}
    places = {output.name: phase.name for phase in plan.phases for output in phase.outputs}
    for table in dict.fromkeys(places.get(output.name, MEASURES) for output in plan.outputs):
        outputs = [output for output in plan.outputs if places.get(output.name, MEASURES) == table]
        _read(engine, law, table, outputs, values=values)
    of_family = [name for name in want if name in law.rules and _is_family(law, name)]
    of_people = [name for name in want if name in law.rules and not _is_family(law, name)]
    answers = []
    for number, case in enumerate(cases):
        family = values.get(str(_id(number)), {})
        people = {person: values.get(str(_id(number, person)), {}) for person in case.people}
        answers.append(
            Answers(
                {name: family[name] for name in of_family},
                {person: {name: found[name] for name in of_people} for person, found in people.items()},
            )
        )
    return answers


def _read(
    engine: duckdb.DuckDBPyConnection,
    law: Law,
    table: str,
    outputs: Sequence[Output],
    *,
    values: dict[str, dict[str, Answer]],
) -> None:
    """Add the values in one table to those known of each person and family."""
    names = [name for name, _type in columns_of(outputs)]
    key = outputs[0].level
    listed = ", ".join(f'"{name}"' for name in names)
    places = {name: place for place, name in enumerate(names)}
    for whose, *row in engine.execute(f'SELECT CAST({key} AS VARCHAR), {listed} FROM "{table}"').fetchall():
        known = values.setdefault(whose, {})
        for output in outputs:
            is_na = output.na and row[places[output.name + NA]]
            known[output.name] = _answer(row[places[output.name]], is_na=is_na, type_=law.get(output.name).node.type)


def _answer(value: object, *, is_na: bool, type_: Type) -> Answer:
    if is_na:
        return NOT_APPLICABLE
    if value is None:
        return UNKNOWN
    return str(value) if type_.kind is Kind.PERSON else value  # type: ignore[return-value]  # as DuckDB gives it


def _is_family(law: Law, name: str) -> bool:
    return law.get(name).version.level == Level.FAMILY


def _id(number: int, person: Hashable = None) -> UUID:
    return uuid5(_SPACE, f"{number}:{person!r}" if person is not None else str(number))
