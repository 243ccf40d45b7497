"""From stored measures of some families to what their cards keep, or to the values of all rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from alatau.family.run.derive import compute_phases, families_sql, kept_outputs, lay_out_pairs, people_sql
from alatau.family.run.measure import WHOSE, measures_of
from alatau.family.seam import MEASURES, NOT_APPLICABLE
from alatau.registry.lake.connect import open_engine
from alatau.rules.plan import columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    import duckdb

    from alatau.family.seam import Plan
    from alatau.family.stored import StoredFamily
    from alatau.rules.swift.law import Swift, Values

#: What the rules over one family need.
MEMORY_MB = 512
LEVELS = ("person", "family")


def derive_families(
    engine: duckdb.DuckDBPyConnection, plan: Plan, families: Mapping[UUID, StoredFamily]
) -> dict[UUID, StoredFamily]:
    """Return the families with what their cards keep, computed from their measures all together."""
    lay_out_families(engine, plan, families.values())
    compute_phases(engine, plan)
    people: dict[UUID, list[dict[str, Any]]] = {}
    for row in _rows(engine, people_sql(plan)):
        people.setdefault(row["family"], []).append(row)
    found = {row["family"]: row for row in _rows(engine, families_sql(plan))}
    return {
        family: replace(stored, row=found.get(family, {}), people=people.get(family, ()))
        for family, stored in families.items()
    }


def derive_swiftly(
    swift: Swift, families: Mapping[UUID, StoredFamily], *, want: tuple[str, ...]
) -> dict[UUID, StoredFamily]:
    """Return the same as `derive_families`, one family after the other: sooner where they are few."""
    return {
        family: _with_values(stored, swift.compute(stored.measures, stored.pairs, want=want))
        for family, stored in families.items()
    }


def derive_change(
    swift: Swift, *, before: StoredFamily, after: StoredFamily, want: tuple[str, ...]
) -> tuple[StoredFamily, StoredFamily]:
    """Return a family with what its card kept and keeps: of the same people, some of whose measures changed."""
    law = swift.law
    family = swift.begin(before.measures, before.pairs)
    changed = {
        name.removesuffix(NOT_APPLICABLE)
        for old, new in zip(before.measures, after.measures, strict=True)
        # Of a family, one person has news.
        if old != new
        for name, value in new.items()
        if old.get(name) != value
    }
    registers = frozenset(law.rules[name].version.register for name in changed if name in law.rules)
    now = family.with_measures(after.measures, of=registers)
    return _with_values(before, family.values(want)), _with_values(after, now.values(want))


def kept_names(plan: Plan) -> tuple[str, ...]:
    """Return the names of what cards keep."""
    return tuple(output.name for level in LEVELS for output in kept_outputs(plan, level=level))


def _with_values(stored: StoredFamily, values: Values) -> StoredFamily:
    if not stored.measures:
        # A family that is no more keeps nothing.
        return replace(stored, row={}, people=())
    whose = [{name: row[name] for name in WHOSE} for row in stored.measures]
    return replace(
        stored,
        row={"family": stored.family, "members": len(whose), **values.family},
        people=[{**own, **kept} for own, kept in zip(whose, values.people, strict=True)],
    )


def derive_values(plan: Plan, stored: StoredFamily, *, swift: Swift | None = None) -> dict[UUID | None, dict[str, Any]]:
    """Return the values of all rules of a plan for one family, by person and under None the family's."""
    values: dict[UUID | None, dict[str, Any]] = {row["person"]: dict(row) for row in stored.measures}
    values[None] = {}
    if swift is not None:
        want = [output.name for output in plan.outputs if output.kind != "measure"]
        found = swift.compute(stored.measures, stored.pairs, want=want)
        for row, own in zip(stored.measures, found.people, strict=True):
            values[row["person"]].update(own)
        return values | {None: found.family}
    with open_engine(memory_mb=MEMORY_MB, threads=1) as engine:
        lay_out_families(engine, plan, [stored])
        compute_phases(engine, plan)
        for phase in plan.phases:
            for row in _rows(engine, f'SELECT * FROM "{phase.name}"'):
                values[row.get("person")].update(row)
    return values


def lay_out_families(engine: duckdb.DuckDBPyConnection, plan: Plan, families: Collection[StoredFamily]) -> None:
    """Make the relations that phases read, of some families."""
    columns = [("person", "UUID"), ("family", "UUID"), ("role", "VARCHAR"), *measures_of(plan)]
    _lay_out(engine, MEASURES, [row for stored in families for row in stored.measures], columns=columns)
    pairs = [pair for stored in families for pair in stored.pairs]
    types = dict([*columns, *columns_of(plan.outputs), ("other", "UUID"), ("other_family", "UUID")])
    carried = [(name, types.get(name, "VARCHAR")) for name in pairs[0]] if pairs else []
    if pairs:
        _lay_out(engine, "carried", pairs, columns=carried)
    lay_out_pairs(engine, plan, "SELECT * FROM carried" if pairs else None)


def _lay_out(
    engine: duckdb.DuckDBPyConnection,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Sequence[tuple[str, str]],
) -> None:
    """Make a table of rows out of Python."""
    texts = pa.table(
        {column: pa.array([_text(row.get(column)) for row in rows], pa.string()) for column, _kind in columns}
    )
    casts = ", ".join(f'"{column}"::{kind} AS "{column}"' for column, kind in columns)
    engine.register("given_texts", texts)
    engine.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {casts} FROM given_texts')
    engine.unregister("given_texts")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _rows(engine: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = engine.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
