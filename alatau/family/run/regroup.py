"""Lay rows beside the people whose measures they count for, where they lie elsewhere in the lake.

A row's bucket is that of its own subject. A mother's row may be a child's, and a bill a home's: such rows are moved
once, with the columns that measures read, into the bucket of the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.family.run.folders import asked_folder, bucket_of, rows_folder
from alatau.family.run.people import homes_sql, pairs_sql
from alatau.family.run.rows import HOME, SUBJECT, Wanted, lake_buckets, rows_of
from alatau.family.run.work import write_shares, writing
from alatau.registry.lake.scan import Slice

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from alatau.family.run.work import Work


def list_regrouped(work: Work) -> list[int]:
    """Return the places of the plans whose rows lie in buckets of others."""
    return [place for place, plan in enumerate(work.plan.registers) if plan.by != SUBJECT]


def regroup_rows(work: Work, place: int) -> None:
    """Write the rows of one plan by the bucket of the person whose measures they count for."""
    folder = rows_folder(work.run.id, place)
    with work.engine(is_whole=True) as engine, writing(folder) as draft:
        if work.plan.registers[place].by == HOME:
            for bucket in range(work.run.buckets):
                _write_homes(engine, work, place, bucket=bucket, folder=draft / f"from={bucket}")
        else:
            rows = rows_of(engine, work.plan.registers[place], work.question, wanted=Wanted())
            _write(engine, work, rows, folder=draft / "from=all")


def _write_homes(engine: duckdb.DuckDBPyConnection, work: Work, place: int, *, bucket: int, folder: Path) -> None:
    """Give the rows of the places in one bucket to everybody who is registered there: both lie in it together."""
    wanted = Wanted(bucket=bucket, buckets=work.run.buckets)
    rows = rows_of(engine, work.plan.registers[place], work.question, wanted=wanted)
    homes = homes_sql(engine, work.question, wanted=Slice(buckets=lake_buckets(bucket, work.run.buckets)))
    joined = (
        rows and f"SELECT h.person, r.* EXCLUDE (person) FROM ({rows}) AS r JOIN ({homes}) AS h ON h.place = r.person"
    )
    _write(engine, work, joined, folder=folder)


def _write(engine: duckdb.DuckDBPyConnection, work: Work, rows: str | None, *, folder: Path) -> None:
    if rows is None:
        return
    shares = f"SELECT *, {bucket_of('person', work.run.buckets)} AS bucket FROM ({rows})"
    write_shares(engine, shares, folder, of="bucket")


def regroup_askers(work: Work) -> None:
    """Write who asks for whose values, by the bucket of the one who is asked."""
    with work.engine(is_whole=True) as engine, writing(asked_folder(work.run.id)) as draft:
        for bucket in range(work.run.buckets):
            wanted = Slice(buckets=lake_buckets(bucket, work.run.buckets))
            pairs = pairs_sql(engine, work.plan, work.question, wanted=wanted)
            shares = f"SELECT *, {bucket_of('other', work.run.buckets)} AS bucket FROM ({pairs})"
            write_shares(engine, shares, draft / f"from={bucket}", of="bucket")
