"""Rows of people whom nobody knew find them once they are known: closed as nobody's, written anew under their ids.

Nothing else of a row changes, and what was known before stays as it was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.ingest.compare import Outcome
from alatau.registry.ingest.convert.literals import name
from alatau.registry.ingest.convert.numbers import Numbers
from alatau.registry.ingest.convert.rows import stored_names
from alatau.registry.ingest.link import look_up_texts
from alatau.registry.ingest.slices import Slicing
from alatau.registry.ingest.write import SliceWriter
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.layout import UNLINKED, Part
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import abandon_load, announce_load, commit_files, plan_load
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import PERSON_TYPES, is_private, person_name, unlinked_name
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.values import ColumnType, LoadKind

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import NewFile
    from alatau.registry.values import Register


def relink_rows(
    engine: duckdb.DuckDBPyConnection, register: Register, *, by: Actor, at: Moment, folder: Path
) -> LoadRef | None:
    """Give rows that are nobody's to those who became known since, as one load; nothing when nobody did.

    The caller is the register's writer.
    """
    subject = register.columns[register.subject]
    sight = look_at(register.key)
    if subject.type not in PERSON_TYPES or not sight.announced_files(Part.ROWS, {UNLINKED}):
        return None
    versions = versions_sql(register, wanted=Slice(buckets={UNLINKED}, with_private=True), sight=sight)
    waiting = f"SELECT * FROM ({versions}) WHERE {name(unlinked_name(subject))} IS NOT NULL"
    engine.execute(f"CREATE OR REPLACE TABLE nobodys AS {waiting}")
    found = _Found.look_up(engine, register, on=at.city_day, folder=folder)
    if not found.rows:
        return None
    load = plan_load(register, kind=LoadKind.RELEASE, as_of=at.city_day, at=at)
    try:
        files = found.write(
            engine, SliceWriter(register=register, load=load.number, as_of=at.city_day, slicing=found.slicing)
        )
        files += write_named(engine, register, files, load=load.number)
    except BaseException:
        abandon_load(load)
        raise
    counts = Counts(read=found.rows, accepted=found.rows, closed=found.rows)
    commit_files(load, files, counts, register=register)
    announce_load(load, by=by, at=at)
    return load


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Rows that are somebody's now, in the tables `relinked` and `released` of the engine."""

    rows: int
    slicing: Slicing

    @classmethod
    def look_up(cls, engine: duckdb.DuckDBPyConnection, register: Register, *, on: date, folder: Path) -> _Found:
        """Look every number up again, and lay out the rows whose subject is found."""
        columns = [column for column in register.columns.values() if column.type in PERSON_TYPES]
        each = " UNION ALL ".join(f"SELECT {name(unlinked_name(column))} AS raw FROM nobodys" for column in columns)
        table = look_up_texts(engine, each, kind=ColumnType.PERSON_NUMBER, on=on, folder=folder)
        numbers = Numbers(dict.fromkeys(PERSON_TYPES, table))
        joins = " ".join(numbers.join(column, f"o.{name(unlinked_name(column))}") for column in columns)
        values = ", ".join(_value(register, stored) for stored in stored_names(register))
        subject = register.columns[register.subject]
        alias = name(f"n_{subject.name}")
        person = f"{alias}.person" if subject.type is ColumnType.PERSON_NUMBER else f"{alias}.person::VARCHAR"
        engine.execute(
            "CREATE OR REPLACE TABLE relinked AS SELECT row_number() OVER (ORDER BY o.load, o.line) AS line, "
            f"{alias}.slot AS slot, {person} AS subject, o.valid_from AS _valid_from, o.valid_until AS _valid_until, "
            f"o.load AS old_load, o.line AS old_line, {values} FROM nobodys AS o {joins} "
            f"WHERE {alias}.person IS NOT NULL"
        )
        engine.execute(
            "CREATE OR REPLACE TABLE released AS SELECT o.load, o.line, o.slot, o.subject FROM nobodys AS o "
            "SEMI JOIN relinked AS r ON r.old_load = o.load AND r.old_line = o.line"
        )
        [(rows,)] = engine.execute("SELECT count(*) FROM relinked").fetchall()
        return cls(rows=int(rows), slicing=Slicing.plan(rows=int(rows), buckets=count_buckets()))

    def write(self, engine: duckdb.DuckDBPyConnection, writer: SliceWriter) -> list[NewFile]:
        """Write the rows under their subjects, and the marks that close what was nobody's."""
        engine.execute("SET preserve_insertion_order = true")
        files: list[NewFile] = []
        number = self.slicing.slice_sql("slot")
        present = engine.execute(f"SELECT DISTINCT {number} FROM relinked").fetchall()
        for (which,) in [*sorted(present), (UNLINKED,)]:
            rows = f"SELECT * FROM relinked WHERE {number} = {which}"
            files += writer.write(engine, which, rows=rows, outcome=Outcome(closed="released")).files
        return files


def _value(register: Register, stored: str) -> str:
    """Return SQL for a stored column: ids of those found, numbers of those still unknown, all else as it was."""
    for column in register.columns.values():
        if column.type not in PERSON_TYPES or is_private(column):
            continue
        alias = name(f"n_{column.name}")
        if stored == person_name(column):
            return f"coalesce(o.{name(stored)}, {alias}.person) AS {name(stored)}"
        if stored == unlinked_name(column):
            return f"CASE WHEN {alias}.person IS NULL THEN o.{name(stored)} END AS {name(stored)}"
    return f"o.{name(stored)}"
