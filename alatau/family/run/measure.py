"""First pass: one bucket of people at a time, each register read once, to one wide row of measures for each person."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from alatau.family.run.folders import (
    asked_folder,
    bucket_of,
    list_parts,
    measures_folder,
    pairs_folder,
    read_parquet,
    rows_folder,
)
from alatau.family.run.people import members_sql
from alatau.family.run.rows import SUBJECT, Wanted, lake_buckets, rows_of
from alatau.family.run.widen import NUMBERED, Measured, number_people, take_measured, widen
from alatau.family.run.work import write_shares, write_sorted, write_table, writing
from alatau.registry.lake.layout import slot_sql
from alatau.registry.lake.scan import Slice
from alatau.rules.plan import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from alatau.family.run.work import Work
    from alatau.family.seam import Plan, RegisterPlan
    from alatau.registry.lake.values import Question

#: Columns of a wide row besides the measures.
WHOSE = ("person", "family", "role")
#: Which file says in which family each of a bucket's people is, and how many rows of it are read together.
INDEX, INDEX_ROWS = "index.parquet", 16_384


def prepare_measuring(work: Work, bucket: int) -> Callable[[], int]:
    """Find what is to be read of a bucket, and return what measures its people and tells how many they are.

    Their measures are written by the bucket of their family. Those whom others ask about are measured too when they are
    in no family; nothing of them is written but what was asked.
    """
    with ExitStack() as opening:
        engine = opening.enter_context(work.engine())
        members = members_sql(engine, work.question, wanted=Slice(buckets=lake_buckets(bucket, work.run.buckets)))
        rows = _rows_of_bucket(engine, work, bucket)
        opened = opening.pop_all()

    def measure() -> int:
        with opened:
            return _measure_people(engine, work, bucket, members=members, rows=rows)

    return measure


def _measure_people(
    engine: duckdb.DuckDBPyConnection, work: Work, bucket: int, *, members: str, rows: Sequence[str | None]
) -> int:
    run = work.run
    folder, carried = measures_folder(run.id) / f"from={bucket}", pairs_folder(run.id) / f"from={bucket}"
    with writing(folder) as draft, writing(carried) as draft_of_pairs:
        asked = list_parts(asked_folder(run.id), bucket)
        _lay_out_people(engine, members, asked=asked)
        wide = lay_out_measures(engine, work, rows)
        _write_by_family(engine, work, wide, folder=draft)
        index = f"SELECT {slot_sql(person='person')} AS slot, person, family FROM people WHERE family IS NOT NULL"
        write_sorted(engine, index, draft / INDEX, by="slot, person", group_rows=INDEX_ROWS)
        if asked and work.plan.relations:
            _lay_out_asked(engine, asked, wide)
            _carry_over(engine, work, asked, folder=draft_of_pairs)
        [(people,)] = engine.execute("SELECT count(*) FROM people WHERE family IS NOT NULL").fetchall()
    return int(people)


def _lay_out_people(engine: duckdb.DuckDBPyConnection, members: str, *, asked: Sequence[Path]) -> None:
    engine.execute(f"CREATE TEMP TABLE people AS {members}")
    if asked:
        engine.execute(
            f"INSERT INTO people SELECT DISTINCT other, NULL::UUID, NULL FROM {read_parquet(asked)} AS a"
            " ANTI JOIN people AS p ON p.person = a.other"
        )


def _rows_of_bucket(engine: duckdb.DuckDBPyConnection, work: Work, bucket: int) -> list[str | None]:
    """Return SQL for the rows of each plan of a register, out of the lake or of what was regrouped."""
    wanted = Wanted(bucket=bucket, buckets=work.run.buckets)
    found: list[str | None] = []
    for place, plan in enumerate(work.plan.registers):
        if plan.by == SUBJECT:
            found.append(rows_of(engine, plan, work.question, wanted=wanted, sight=work.sight_of(plan.key)))
        else:
            files = list_parts(rows_folder(work.run.id, place), bucket)
            found.append(f"SELECT * FROM {read_parquet(files)}" if files else _no_rows(engine, plan, work.question))
    return found


def _no_rows(engine: duckdb.DuckDBPyConnection, plan: RegisterPlan, question: Question) -> str | None:
    """Return SQL for no rows of a plan; None before its register's first load, of which silence says nothing."""
    nothing = rows_of(engine, plan, question, wanted=Wanted(subjects=[]))
    return nothing and f"SELECT NULL::UUID AS person, * EXCLUDE (person) FROM ({nothing})"


def lay_out_measures(engine: duckdb.DuckDBPyConnection, work: Work, rows: Sequence[str | None]) -> pa.Table:
    """Return a wide row of everybody in the table `people`, out of the rows of each plan of a register.

    Families of one bucket lie together, and in it the people of one family.
    """
    order = f"{bucket_of('family', work.run.family_buckets)}, family, person"
    people = number_people(engine, order=order)
    return widen(people, [_measure(engine, work, place, rows=query) for place, query in enumerate(rows)])


def _measure(engine: duckdb.DuckDBPyConnection, work: Work, place: int, *, rows: str | None) -> Measured:
    """Return the measures of one plan of a register by the numbers of people."""
    plan = work.plan.registers[place]
    # Before its first load a register says nothing of anybody.
    absent = plan.absent(silence_none=work.silences[place] and rows is not None)
    columns = columns_of(plan.outputs)
    nobody = ", ".join(f'({absent[column]})::{kind} AS "{column}"' for column, kind in columns)
    if rows is None:
        return take_measured(engine, "", of_nobody=nobody)
    found = work.calculator.measure(engine, plan, rows, into=f"measured_{place}", silence_none=work.silences[place])
    names = ", ".join(f'm."{column}"::{kind} AS "{column}"' for column, kind in columns)
    query = f"SELECT p.number, {names} FROM {found} AS m JOIN {NUMBERED} AS p ON p.person = m.person"
    return take_measured(engine, query, of_nobody=nobody)


def _write_by_family(engine: duckdb.DuckDBPyConnection, work: Work, wide: pa.Table, *, folder: Path) -> None:
    """Write wide rows by the bucket of their family: each bucket's lie one after the other."""
    bucket = bucket_of("family", work.run.family_buckets)
    ranges = engine.execute(
        f"SELECT {bucket} AS bucket, min(number), count(*) FROM {NUMBERED} WHERE family IS NOT NULL GROUP BY bucket"
    ).fetchall()
    for number, first, count in ranges:
        write_table(engine, wide.slice(first, count), folder / f"bucket={number}")


def measures_of(plan: Plan) -> list[tuple[str, str]]:
    """Return the columns of all measures with their types, in the order of a wide row."""
    return [column for register in plan.registers for column in columns_of(register.outputs)]


def _lay_out_asked(engine: duckdb.DuckDBPyConnection, asked: Sequence[Path], wide: pa.Table) -> None:
    """Make the table `wide` of those whom others ask about."""
    numbers = engine.execute(
        f"SELECT DISTINCT p.number FROM {read_parquet(asked)} AS a JOIN {NUMBERED} AS p ON p.person = a.other"
    ).to_arrow_table()
    engine.register("asked_rows", wide.take(numbers.column("number")))
    engine.execute("CREATE TEMP TABLE wide AS FROM asked_rows")


def _carry_over(engine: duckdb.DuckDBPyConnection, work: Work, asked: Sequence[Path], *, folder: Path) -> None:
    """Write what others asked of the people of the bucket, by the bucket of the family of the one who asks."""
    work.calculator.ask_others(engine, work.plan, measures="wide", into="others")
    shares = (
        f"SELECT a.relation, a.person, a.family, a.other, w.family AS other_family, o.* EXCLUDE (person),"
        f" {bucket_of('a.family', work.run.family_buckets)} AS bucket"
        f" FROM {read_parquet(asked)} AS a JOIN wide AS w ON w.person = a.other"
        " JOIN others AS o ON o.person = a.other"
    )
    write_shares(engine, shares, folder, of="bucket")
    # The same the other way round: whose card hangs on a person outside of it.
    askers = f"SELECT DISTINCT {slot_sql(person='other')} AS slot, other, family FROM {read_parquet(asked)}"
    write_sorted(engine, askers, folder / INDEX, by="slot, other, family", group_rows=INDEX_ROWS)
