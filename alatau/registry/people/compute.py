"""Compute families: from told facts in an engine's tables to kinship, homes, membership and faults, set-based.

The facts stand in tables `told_<what>` (see `told`), merged records in `merged(id, stands)`. Each step is a file of SQL
that says what it does. Memory stays flat: joins spill, and what sorts takes a part of the people at a time.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alatau.registry.lake.connect import quoted
from alatau.registry.people.told import FACTS, told_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from alatau.registry.people.kinds import FamilyRules, Kin, Relation

#: People whose days are sorted together.
PART = 500_000
#: Steps from a child to the root of its family: grandparents, their brother, his wife; more would be a circle.
MOST_STEPS = 30

_PULLED = """
CREATE TABLE pulled (p INTEGER, q INTEGER, d1 DATE, d2 DATE, rank TINYINT, why VARCHAR, confidence INTEGER,
    register VARCHAR, load BIGINT, line BIGINT)
"""
_MEMBERSHIP = """
CREATE TABLE membership (p INTEGER, low INTEGER, high INTEGER, role VARCHAR, d1 DATE, d2 DATE, confidence INTEGER,
    register VARCHAR, load BIGINT, line BIGINT)
"""
_CLIMB = """
CREATE TABLE rooted AS SELECT p, q, d1, d2, why, confidence, register, load, line FROM pulled WHERE p = q;
CREATE TABLE climbing AS SELECT p, q, d1, d2, why, confidence, register, load, line FROM pulled WHERE p <> q
"""
_RELATION = """
CREATE TABLE relation (relation VARCHAR, p INTEGER, q INTEGER, d1 DATE, d2 DATE, confidence INTEGER, register VARCHAR,
    load BIGINT, line BIGINT)
"""
_ORPHANED = "SELECT count(*) FROM named_family WHERE heir_of IS NOT NULL"


def make_tables(engine: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables that facts are told into."""
    for what in FACTS:
        columns = ", ".join(f"{name} {kind}" for name, kind in told_columns(what).items())
        engine.execute(f"CREATE TABLE told_{what} ({columns})")
    engine.execute("CREATE TABLE merged (id UUID, stands UUID)")


def compute_families(engine: duckdb.DuckDBPyConnection, rules: FamilyRules) -> None:
    """Fill `human`, `life`, `present`, `spouse`, `parent`, `guardian`, `stay`, `membership`, `fault` from the facts."""
    for field in fields(rules):
        engine.execute(f"SET VARIABLE {field.name} = {_literal(getattr(rules, field.name))}")
    for step in ("10_people", "20_lives", "30_marriages", "40_parents", "50_homes", "60_kin_pull"):
        engine.execute(read_step(step))
    engine.execute(_PULLED)
    _in_parts(engine, "61_strongest")
    engine.execute(read_step("70_home_pull"))
    engine.execute(read_step("71_pull_again"))
    _in_parts(engine, "61_strongest")
    _climb(engine)
    engine.execute(read_step("90_families"))
    _let_heirs_follow(engine)
    engine.execute(_MEMBERSHIP)
    _in_parts(engine, "92_membership")


def compute_relations(engine: duckdb.DuckDBPyConnection, kinship: Sequence[Kin], relations: Sequence[Relation]) -> None:
    """Fill `kinship` and `relation` from computed families, in the words of the content."""
    engine.execute("CREATE TABLE kin_word (told VARCHAR, kin VARCHAR, seen_as VARCHAR)")
    engine.executemany("INSERT INTO kin_word VALUES (?, ?, ?)", [[kin.key, kin.key, kin.inverse] for kin in kinship])
    engine.execute(read_step("95_kinship"))
    engine.execute(_RELATION)
    for relation in relations:
        for name in ("kin", "seen_as", "until_age", "studying_until", "in_one_family", "after_death"):
            engine.execute(f"SET VARIABLE {name} = {_literal(getattr(relation, name))}")
        engine.execute(f"SET VARIABLE relation_key = {_literal(relation.key)}")
        _in_parts(engine, "96_relation")


@cache
def read_step(name: str) -> str:
    """Return the SQL of a step."""
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def count(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the one number that a query gives."""
    row = engine.execute(query).fetchone()
    assert row is not None
    return int(row[0] or 0)


def list_of(engine: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    """Return the one column that a query gives."""
    return [value for (value,) in engine.execute(query).fetchall()]


def _in_parts(engine: duckdb.DuckDBPyConnection, step: str) -> None:
    """Run a step that sorts, for a part of the people at a time."""
    above = count(engine, "SELECT max(p) FROM human") + 1
    for first in range(1, above, PART):
        engine.execute(f"SET VARIABLE first = {first}; SET VARIABLE above = {first + PART}")
        engine.execute(read_step(step))


def _climb(engine: duckdb.DuckDBPyConnection) -> None:
    """Follow each one to the root of the family; ranks and ages make sure that nobody goes in a circle."""
    engine.execute(_CLIMB)
    for _step in range(MOST_STEPS):
        if not count(engine, "SELECT count(*) FROM climbing"):
            return
        engine.execute(read_step("80_root_step"))
    message = "whom a home or kin pulls never comes back to themselves"
    raise AssertionError(message)


def _let_heirs_follow(engine: duckdb.DuckDBPyConnection) -> None:
    """Name the families of heirs, generation by generation; whose line cannot be followed founds a family."""
    waiting = count(engine, _ORPHANED)
    while waiting:
        engine.execute(read_step("91_heirs"))
        still = count(engine, _ORPHANED)
        if still == waiting:
            engine.execute("UPDATE named_family SET heir_of = NULL")
            return
        waiting = still


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]::VARCHAR[]"
    if value is None:
        return "NULL::INTEGER"
    return quoted(value) if isinstance(value, str) else str(value)
