"""Gather a register's files, bucket by bucket, into one of each part. No answer changes, for any date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from alatau.core.faults import declare_points, reach
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import Part, file_stem
from alatau.registry.lake.log import open_log
from alatau.registry.lake.named import mark_of, write_all_named
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.timeline import timeline_sql
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.lake.write import write_file
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import LakeFile, NewFile
    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register

declare_points("registry.compact.planned", "registry.compact.files_written", "registry.compact.vacuumed")

#: Files of one part and bucket that may pile up before they are gathered.
MOST_FILES = 8
#: One mark for so many rows may pile up as well.
ROWS_TO_A_MARK = 10


def compact_register(register: Register, *, by: Actor, at: Moment, is_forced: bool = False) -> LoadRef | None:
    """Gather the buckets that have many files or many marks, all of them when forced; nothing when none need it.

    The caller is the register's writer. Files that were replaced stay for a while, for readers that have begun.
    """
    sight = look_at(register.key)
    buckets = [bucket for bucket in _list_buckets(sight) if _is_worth_it(sight, bucket, is_forced=is_forced)]
    is_named_anew = bool(sight.announced) and sight.is_sealed and sight.state.named != mark_of(register)
    if not buckets and not is_named_anew:
        return None
    load = plan_load(register, kind=LoadKind.COMPACTION, as_of=at.city_day, at=at, is_named_anew=is_named_anew)
    reach("registry.compact.planned")
    added, removed = _gather(register, load, sight=sight, buckets=buckets, is_named_anew=is_named_anew)
    reach("registry.compact.files_written")
    commit_files(load, added, Counts(), register=register, removed=removed)
    announce_load(load, by=by, at=at)
    return load


def _gather(
    register: Register, load: LoadRef, *, sight: Sight, buckets: Collection[int], is_named_anew: bool
) -> tuple[list[NewFile], list[LakeFile]]:
    """Write the files that take the place of others, and return both."""
    parts = [part for part in Part if not (is_named_anew and part is Part.NAMED)]
    added: list[NewFile] = []
    removed: list[LakeFile] = []
    with open_engine() as engine:
        for bucket in buckets:
            added += _write_bucket(engine, register, load, sight=sight, bucket=bucket, parts=parts)
            removed += [file for part in parts for file in sight.sealed_files(part, [bucket])]
        if is_named_anew:
            added += write_all_named(engine, register, sight, load=load.number)
            removed += sight.sealed_files(Part.NAMED)
    return added, removed


def vacuum_register(register: Register, *, keep_hours: int | None = None) -> list[str]:
    """Delete files that compaction replaced longer ago than the city keeps them; return their paths in the register.

    The caller is the register's writer.
    """
    log = open_log(register.key)
    if log is None:
        return []
    hours = settings.ALATAU_LAKE_KEEP_HOURS if keep_hours is None else keep_hours
    deleted = log.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False)
    reach("registry.compact.vacuumed")
    return [*deleted]


def _list_buckets(sight: Sight) -> list[int]:
    return sorted({file.bucket for part in Part for file in sight.sealed_files(part)})


def _is_worth_it(sight: Sight, bucket: int, *, is_forced: bool) -> bool:
    files = {part: sight.sealed_files(part, [bucket]) for part in Part}
    if is_forced:
        return bool(files[Part.MARKS]) or any(
            len(each) > 1 or any(not file.is_compacted for file in each) for each in files.values()
        )
    marks = sum(file.rows for file in files[Part.MARKS])
    rows = sum(file.rows for file in files[Part.ROWS])
    return any(len(each) > MOST_FILES for each in files.values()) or marks * ROWS_TO_A_MARK > max(rows, 10_000)


def _write_bucket(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    load: LoadRef,
    *,
    sight: Sight,
    bucket: int,
    parts: Collection[Part],
) -> Iterator[NewFile]:
    rows = timeline_sql(register, sight, buckets=[bucket])
    believed = f"SELECT * FROM ({rows}) WHERE known_until IS NULL OR known_from < known_until"
    others = {
        part: union_sql(register, part, (sight.sealed_files(part, [bucket]), "TRUE"))
        for part in (Part.PRIVATE, Part.QUARANTINE, Part.NAMED)
        if part in parts
    }
    for part, query in {Part.ROWS: believed, **others}.items():
        if sight.sealed_files(part, [bucket]):
            name = f"{file_stem(load.number, is_compacted=True)}0.parquet"
            yield write_file(engine, query, register=register, file=(part, bucket, name))
