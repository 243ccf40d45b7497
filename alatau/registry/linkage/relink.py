"""Give rows that were nobody's to the people whose they are: one load, the old versions closed by marks.

The declared columns stay as the owner sent them, the number of the person among them: empty. Only `subject` says
whose the row is, so that the same row sent again is the same row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.core.faults import declare_points, reach
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.layout import UNLINKED, Part, bucket_sql, slot_of_subject
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import abandon_load, announce_load, commit_files, plan_load
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import names_of, private_columns, stored_columns
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_part
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import NewFile
    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.values import LoadRef
    from alatau.registry.values import Register

declare_points("registry.link.planned", "registry.link.files_written")

_SCHEMA = pa.schema([("row_load", pa.int64()), ("row_line", pa.int64()), ("person", pa.string()), ("slot", pa.int32())])


def relink(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    owners: Mapping[tuple[int, int], UUID | None],
    *,
    sight: Sight,
    by: Actor,
    at: Moment,
    held_by: UUID | None = None,
) -> LoadRef | None:
    """Give rows to people, or back to nobody; return the load, None when none of the rows is there any more.

    The caller is the register's writer.

    Args:
        engine: where the rows are put together.
        register: the register.
        owners: whose each row is from now on, by its load and line.
        sight: what the register's writer sees.
        by: who links.
        at: when.
        held_by: whose all the rows are now; nobody's when not given.
    """
    linked = [
        {"row_load": load, "row_line": line, "person": person and str(person), "slot": slot_of_subject(person)}
        for (load, line), person in owners.items()
    ]
    engine.register("owners", pa.Table.from_pylist(linked, schema=_SCHEMA))
    held = Slice(subjects=[held_by], with_private=True) if held_by else Slice(buckets={UNLINKED}, with_private=True)
    versions = versions_sql(register, wanted=held, sight=sight)
    engine.execute(
        "CREATE OR REPLACE TABLE relinked AS SELECT row_number() OVER (ORDER BY o.row_load, o.row_line) AS new_line, "
        f"o.*, v.slot AS old_slot, v.* EXCLUDE (slot) FROM owners AS o JOIN ({versions}) AS v "
        "ON v.load = o.row_load AND v.line = o.row_line"
    )
    engine.unregister("owners")
    [(count,)] = engine.execute("SELECT count(*) FROM relinked").fetchall()
    if not count:
        return None
    load = plan_load(register, kind=LoadKind.RELEASE, as_of=at.city_day, at=at)
    reach("registry.link.planned")
    try:
        files = [*_write(engine, register, load.number)]
        files += write_named(engine, register, files, load=load.number)
    except BaseException:
        abandon_load(load)
        raise
    reach("registry.link.files_written")
    commit_files(load, files, Counts(read=count, accepted=count, closed=count), register=register)
    announce_load(load, by=by, at=at)
    return load


def _write(engine: duckdb.DuckDBPyConnection, register: Register, load: int) -> Iterator[NewFile]:
    bucket, old_bucket = (bucket_sql(slot, count_buckets()) for slot in ("slot", "old_slot"))
    first = f"SELECT {load} AS load, new_line AS line, slot, person::UUID AS subject, {bucket} AS bucket"
    # Known from this load on: before it, the row was nobody's.
    known = "valid_from, valid_until, NULL::BIGINT AS known_from, NULL::BIGINT AS known_until"
    for part, columns in (
        (Part.ROWS, f"{known}, {names_of(stored_columns(register))}"),
        (Part.PRIVATE, names_of(private_columns(register))),
    ):
        yield from write_part(
            engine,
            f"{first}, {columns} FROM relinked",
            register=register,
            part=part,
            load=load,
        )
    marks = (
        f"SELECT {load} AS load, old_slot AS slot, subject, {old_bucket} AS bucket, row_load, row_line, "
        "NULL::BIGINT AS known_until FROM relinked"
    )
    yield from write_part(engine, marks, register=register, part=Part.MARKS, load=load)
