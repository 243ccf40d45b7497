"""Simulate a reform over the whole nation: from stored measures, bucket by bucket, beside the cards in force."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.family.errors import ReformNeedsRowsError
from alatau.family.run.derive import compute_phases, lay_out_pairs
from alatau.family.run.folders import card_folder, list_parts, measures_folder, pairs_folder, read_parquet
from alatau.family.runs import get_current_run
from alatau.family.seam import MEASURES
from alatau.family.simulate.count import count_effects
from alatau.family.simulate.values import Simulation
from alatau.registry.ingest.values import keep_quiet
from alatau.registry.lake.connect import open_engine
from alatau.rules.compiled import compile_book
from alatau.rules.errors import ReformError, RuleContentError
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

    from alatau.family.seam import Output, Plan
    from alatau.family.simulate.values import Reform
    from alatau.family.values import RunView
    from alatau.rules.graph import Law, RuleBook

BENEFIT, FLAG = "benefit", "flag"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One law at work on stored measures: that in force, or that of the reform."""

    law: Law
    plan: Plan

    @cached_property
    def outputs(self) -> Mapping[str, Output]:
        """Return what the plan computes, by name."""
        return {output.name: output for output in self.plan.outputs}

    def benefits(self, level: str) -> list[str]:
        """Return the names of the benefits of a level."""
        return [each.name for each in self.plan.outputs if each.kind == BENEFIT and each.level == level]


def simulate_reform(reform: Reform, *, progress: Callable[[str, float], None] = keep_quiet) -> Simulation:
    """Return what the reform would do to every family of the cards that readers see now.

    Raises:
        CardsNotComputedError: there are none. ReformError: a rule of the reform cannot be used.
        ReformNeedsRowsError: it changes what is read from rows, which only a run over the registers can do.
    """
    began, run = time.perf_counter(), get_current_run()
    book = read_book()
    before = _side(book, run)
    after = _side(_reformed(book, reform), run)
    _refuse_other_measures(before.plan, after.plan)
    with open_engine() as engine:
        for bucket in range(run.family_buckets):
            progress("simulate", bucket / run.family_buckets)
            _compute(engine, run, bucket, before=before, after=after)
        found = count_effects(engine, before=before, after=after)
    simulation = Simulation(reform=reform.name, day=run.day, run=str(run.id), **found)
    return replace(simulation, seconds=round(time.perf_counter() - began, 3))


def _reformed(book: RuleBook, reform: Reform) -> RuleBook:
    sources = replace(book.sources, parameters=book.sources.parameters.with_rows(reform.parameters))
    try:
        return book.with_changes(sources=sources, versions=reform.rules)
    except RuleContentError as error:
        raise ReformError(problem=str(error)) from error


def _side(book: RuleBook, run: RunView) -> Side:
    """Return a law with the plan of all that a simulation counts."""
    known = run.question.known.moment.date()
    law, card = book.on(run.day, known=known), content().family_card
    parts = {card.region, card.district, card.income_per_head, card.poverty_line, card.family_type}
    want = [name for name, rule in law.rules.items() if rule.version.kind == BENEFIT or name in parts]
    plan: Plan = compile_book(book, on=run.day, known=known, want=want)
    return Side(law=law, plan=plan)


def _refuse_other_measures(before: Plan, after: Plan) -> None:
    """Stored measures stand for both laws only where both read the same of every row."""
    stored = {name: plan for plan in before.registers for name in (output.name for output in plan.outputs)}
    for plan in after.registers:
        for output in plan.outputs:
            known = stored.get(output.name)
            if known is None or known.sql("rows", silence_none=True) != plan.sql("rows", silence_none=True):
                raise ReformNeedsRowsError(measure=output.name, register=plan.key)


def _compute(engine: duckdb.DuckDBPyConnection, run: RunView, bucket: int, *, before: Side, after: Side) -> None:
    """Put a bucket's families under both laws into the tables `before_*` and `after_*`."""
    files = list_parts(measures_folder(run.id), bucket)
    pairs = list_parts(pairs_folder(run.id), bucket)
    if not files or not card_folder(run.id, bucket).exists():
        return
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {MEASURES} AS SELECT * FROM {read_parquet(files)}")
    for name, side in (("before", before), ("after", after)):
        lay_out_pairs(engine, side.plan, f"SELECT * FROM {read_parquet(pairs)}" if pairs else None)
        compute_phases(engine, side.plan)
        _gather(engine, f"{name}_people", side, level="person")
        _gather(engine, f"{name}_families", side, level="family")


def _gather(engine: duckdb.DuckDBPyConnection, table: str, side: Side, *, level: str) -> None:
    """Add the wanted values of everybody, or of every family, to a table."""
    query = values_sql(side.plan, level=level)
    engine.execute(f"CREATE TABLE IF NOT EXISTS {table} AS SELECT * FROM ({query}) WHERE FALSE")
    engine.execute(f"INSERT INTO {table} {query}")


def values_sql(plan: Plan, *, level: str) -> str:
    """Return SQL for the values of a level that the phases computed; what is not applicable gives nothing."""
    key, columns, joins = "person" if level == "person" else "family", [], []
    for phase in plan.phases:
        if phase.level == level and phase.outputs:
            joins.append(f'JOIN "{phase.name}" ON "{phase.name}".{key} = m.{key}')
            columns += [_column(phase.name, output) for output in phase.outputs]
    who = f"SELECT person, family FROM {MEASURES}"
    if level == "family":
        who = f"SELECT family, count(*)::INTEGER AS members FROM {MEASURES} GROUP BY family"
    return f"SELECT m.*{''.join(f', {column}' for column in columns)} FROM ({who}) AS m {' '.join(joins)}"


def _column(phase: str, output: Output) -> str:
    value = f'"{phase}"."{output.name}"'
    if output.na:
        nothing = {"BOOLEAN": "FALSE", "VARCHAR": "NULL", "DATE": "NULL"}.get(output.type, "0")
        value = f'CASE WHEN "{phase}"."{output.name}__na" THEN {nothing} ELSE {value} END'
    return f'({value})::{output.type} AS "{output.name}"'
