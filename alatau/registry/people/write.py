"""Bring computed rows into a derived register: only what changed, as one load of the lake's own protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.buckets import count_buckets, open_lake
from alatau.registry.lake.layout import UNLINKED, Part, bucket_sql, file_stem, is_about_people, slot_sql
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, sweep_loads, writer
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import names_of, part_fields, stored_columns
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_file
from alatau.registry.people.compute import count, list_of
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import NewFile
    from alatau.registry.values import Register

_VALIDITY = ("valid_from", "valid_until")


def write_derived(
    engine: duckdb.DuckDBPyConnection, register: Register, query: str, *, is_scoped: bool = False, by: Actor, at: Moment
) -> Counts:
    """Compare computed rows with those that stand, append what is new, close what is no longer so, and say how many.

    ``query`` gives the subject, the declared columns and the days. When not everybody was computed anew, the table
    `core` says who was: rows about all others stay.
    """
    with writer(register.key):
        sweep_loads(register.key, by=by, at=at)
        buckets = open_lake(at=at)
        if is_scoped:
            query = f"SELECT * FROM ({query}) WHERE person IN (FROM core)"
        _lay_out(engine, register, query, buckets=buckets)
        _begin_comparison(engine, register)
        sight = look_at(register.key)
        for wanted in _list_slices(engine, register, buckets=buckets, is_scoped=is_scoped):
            _compare(
                engine, register, versions_sql(register, wanted=wanted, sight=sight), wanted=wanted, is_scoped=is_scoped
            )
        counts = _count(engine)
        if not counts.accepted and not counts.closed:
            return counts
        load = plan_load(register, kind=LoadKind.DERIVED, as_of=at.city_day, at=at)
        files = _write(engine, register, load.number)
        commit_files(load, files, counts, register=register)
        announce_load(load, by=by, at=at)
    return counts


def _lay_out(engine: duckdb.DuckDBPyConnection, register: Register, query: str, *, buckets: int) -> None:
    subject = "subject" if is_about_people(register) else "NULL"
    slot = slot_sql(person=subject, text="NULL" if is_about_people(register) else "subject")
    # Bucket after bucket is compared and written: in their order, each is read without the others.
    engine.execute(
        f"CREATE OR REPLACE TABLE fresh AS SELECT *, {bucket_sql('slot', buckets)} AS bucket "
        f"FROM (SELECT *, {slot} AS slot FROM ({query})) ORDER BY bucket"
    )


def _begin_comparison(engine: duckdb.DuckDBPyConnection, register: Register) -> None:
    subject = next(field.type for field in part_fields(register, Part.MARKS) if field.name == "subject")
    columns = f"slot INTEGER, subject {subject}, bucket INTEGER, row_load BIGINT, row_line BIGINT"
    # Where a new row lies in `fresh`: a nation's rows are too many to be kept twice.
    engine.execute("CREATE OR REPLACE TABLE added (bucket INTEGER, spot BIGINT)")
    engine.execute(f"CREATE OR REPLACE TABLE closed ({columns})")


def _list_slices(
    engine: duckdb.DuckDBPyConnection, register: Register, *, buckets: int, is_scoped: bool
) -> list[Slice]:
    """Return what to compare at a time: bucket after bucket, or the subjects of those who were computed anew."""
    if not is_scoped:
        return [Slice(buckets={bucket}) for bucket in (UNLINKED, *range(buckets))]
    if is_about_people(register):
        return [Slice(subjects=list_of(engine, "SELECT id FROM core"))]
    # Homes and families: those that stood, and those that are now.
    return [
        Slice(subjects=list_of(engine, f"SELECT subject FROM standing_{register.key} UNION SELECT subject FROM fresh"))
    ]


def _compare(
    engine: duckdb.DuckDBPyConnection, register: Register, standing: str, *, wanted: Slice, is_scoped: bool
) -> None:
    """Share the rows of a slice out into new ones and closed ones."""
    columns = [field.name for field in stored_columns(register)]
    same = " AND ".join(f"n.{name} IS NOT DISTINCT FROM s.{name}" for name in ("subject", *_VALIDITY, *columns))
    about = "WHERE person IN (FROM core)" if is_scoped else ""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE standing AS SELECT * FROM ({standing}) {about}")
    listed = ", ".join(map(str, wanted.buckets or ()))
    fresh = f"(SELECT *, rowid AS spot FROM fresh WHERE {f'bucket IN ({listed})' if listed else 'TRUE'})"
    engine.execute(f"INSERT INTO added SELECT n.bucket, n.spot FROM {fresh} AS n ANTI JOIN standing AS s ON {same}")
    engine.execute(
        f"INSERT INTO closed SELECT s.slot, s.subject, {bucket_sql('s.slot', count_buckets())}, s.load, s.line "
        f"FROM standing AS s ANTI JOIN {fresh} AS n ON {same}"
    )


def _count(engine: duckdb.DuckDBPyConnection) -> Counts:
    read, added, closed = (count(engine, f"SELECT count(*) FROM {table}") for table in ("fresh", "added", "closed"))
    return Counts(read=read, accepted=added, unchanged=read - added, closed=closed)


def _write(engine: duckdb.DuckDBPyConnection, register: Register, load: int) -> list[NewFile]:
    """Write a file for each bucket of each part; lines count on from bucket to bucket."""
    name, lines, files = f"{file_stem(load)}0.parquet", 0, []
    for bucket in _buckets_of(engine, "added"):
        rows = (
            f"SELECT {load} AS load, {lines} + row_number() OVER () AS line, slot, subject, valid_from, valid_until, "
            f"NULL::BIGINT AS known_from, NULL::BIGINT AS known_until, {names_of(stored_columns(register))} "
            f"FROM (SELECT *, rowid AS spot FROM fresh WHERE bucket = {bucket}) "
            f"SEMI JOIN (SELECT spot FROM added WHERE bucket = {bucket}) USING (spot)"
        )
        files.append(write_file(engine, rows, register=register, file=(Part.ROWS, bucket, name)))
        lines += files[-1].rows
    for bucket in _buckets_of(engine, "closed"):
        marks = f"SELECT {load} AS load, *, NULL::BIGINT AS known_until FROM closed WHERE bucket = {bucket}"
        files.append(write_file(engine, marks, register=register, file=(Part.MARKS, bucket, name)))
    return files


def _buckets_of(engine: duckdb.DuckDBPyConnection, table: str) -> list[int]:
    return list_of(engine, f"SELECT DISTINCT bucket FROM {table} ORDER BY bucket")
