"""Second pass: one bucket of families at a time, from measures to cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.engines.values import InProcess
from alatau.family.run.folders import card_folder, list_parts, measures_folder, pairs_folder, read_parquet
from alatau.family.run.measure import measures_of
from alatau.family.run.work import GROUP_ROWS, write_sorted, writing
from alatau.family.seam import MEASURES
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import slot_sql
from alatau.rules.plan import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from alatau.family.run.work import Work
    from alatau.family.seam import Output, Plan

#: What a card keeps; what rules and points give on the way is computed anew where somebody asks.
KEPT = frozenset({"indicator", "benefit", "status", "need"})


def derive_cards(work: Work, bucket: int) -> tuple[int, int]:
    """Write the people and families of a bucket with all that a card keeps, and return how many they are."""
    run = work.run
    files = list_parts(measures_folder(run.id), bucket)
    pairs = list_parts(pairs_folder(run.id), bucket)
    with work.engine() as engine, writing(card_folder(run.id, bucket)) as draft:
        measures = f"SELECT * FROM {read_parquet(files)}" if files else _no_measures(work.plan)
        engine.execute(f"CREATE TEMP VIEW {MEASURES} AS {measures}")
        lay_out_pairs(engine, work.plan, f"SELECT * FROM {read_parquet(pairs)}" if pairs else None)
        work.calculator.derive(engine, work.plan)
        people = _write(engine, people_sql(work.plan), draft / "people.parquet", by="family, person")
        families = _write(engine, families_sql(work.plan), draft / "families.parquet", by="family")
    return people, families


def lay_out_pairs(engine: duckdb.DuckDBPyConnection, plan: Plan, pairs: str | None) -> None:
    """Make a relation for each of the plan's relations, out of the pairs that were carried over."""
    types = dict([*measures_of(plan), *columns_of(plan.outputs)])
    for relation in plan.relations:
        names = ", ".join(["person", "family", "other", *(f'"{name}"' for name in relation.columns)])
        if pairs is None:
            nothing = ", ".join(f'NULL::{types.get(name, "BIGINT")} AS "{name}"' for name in relation.columns)
            parts = ("NULL::UUID AS person", "NULL::UUID AS family", "NULL::UUID AS other", nothing)
            rows = f"SELECT {', '.join(part for part in parts if part)} WHERE FALSE"
        else:
            rows = f"SELECT {names} FROM ({pairs}) WHERE relation = {quoted(relation.key)}"
        engine.execute(f'CREATE OR REPLACE TEMP VIEW "{relation.key}" AS {rows}')


def compute_phases(engine: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Make a table for each phase, one after the other."""
    InProcess().derive(engine, plan)


def people_sql(plan: Plan) -> str:
    """Return SQL for everybody of the families at hand with the values of theirs that a card keeps."""
    names = _kept_by_phase(plan, level="person")
    joins = " ".join(f'JOIN "{phase}" ON "{phase}".person = m.person' for phase in names if phase != MEASURES)
    columns = ", ".join(["m.person", "m.family", "m.role", *(column for each in names.values() for column in each)])
    return f"SELECT {columns} FROM {MEASURES} AS m {joins}"


def families_sql(plan: Plan) -> str:
    """Return SQL for the families at hand with the values that a card keeps, and how many people they are."""
    names = _kept_by_phase(plan, level="family")
    joins = " ".join(f'JOIN "{phase}" ON "{phase}".family = f.family' for phase in names)
    columns = ", ".join(["f.family", "f.members", *(column for each in names.values() for column in each)])
    counted = f"SELECT family, count(*)::INTEGER AS members FROM {MEASURES} GROUP BY family"
    return f"SELECT {columns} FROM ({counted}) AS f {joins}"


def kept_outputs(plan: Plan, *, level: str) -> list[Output]:
    """Return the values that cards keep at a level, in the plan's order."""
    return [output for output in plan.outputs if output.level == level and is_kept(output)]


def is_kept(output: Output) -> bool:
    """Tell whether cards keep a value."""
    return output.kind in KEPT or output.name in content().family_card.kept


def _kept_by_phase(plan: Plan, *, level: str) -> dict[str, list[str]]:
    """Return the columns to keep, by the relation they stand in."""
    kept = {output.name for output in kept_outputs(plan, level=level)}
    found: dict[str, list[str]] = {}
    if level == "person":
        own = [output for register in plan.registers for output in register.outputs if output.name in kept]
        found[MEASURES] = [f'm."{name}"' for name, _kind in columns_of(own)]
    for phase in plan.phases:
        if phase.level == level and any(output.name in kept for output in phase.outputs):
            outputs = [output for output in phase.outputs if output.name in kept]
            found[phase.name] = [f'"{phase.name}"."{name}"' for name, _kind in columns_of(outputs)]
    return found


def _write(engine: duckdb.DuckDBPyConnection, query: str, path: Path, *, by: str) -> int:
    rows = f"SELECT {slot_sql(person='family')} AS slot, * FROM ({query})"
    return write_sorted(engine, rows, path, by=f"slot, {by}", group_rows=GROUP_ROWS)


def _no_measures(plan: Plan) -> str:
    columns = ["NULL::UUID AS person", "NULL::UUID AS family", "NULL::VARCHAR AS role"]
    columns += [f'NULL::{kind} AS "{name}"' for name, kind in measures_of(plan)]
    return f"SELECT {', '.join(columns)} WHERE FALSE"
