"""Bring a lake that is ahead of its database back to what the database knows: after a restore to an earlier moment.

Loads that the database does not know were never announced to anybody, so their files leave the log. Files that a later
compaction gathered are written anew: versions that nobody had heard of yet go, and ends of knowledge that lie ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db.models import Max

from alatau.core.faults import declare_points, reach
from alatau.core.journal.read import find_numbers
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import Part, file_stem
from alatau.registry.lake.log import list_files
from alatau.registry.lake.protocol import abandon_unwritten, announce_load, commit_files, plan_load
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.schema import names_of, part_fields
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.lake.write import write_file
from alatau.registry.models import Load
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import LakeFile, Listing, NewFile
    from alatau.registry.values import Register

declare_points("registry.settle.planned")

log = structlog.get_logger(__name__)


def is_ahead(register: Register) -> bool:
    """Tell whether the register's log took a load that the database does not know."""
    return list_files(register.key).reached > _last_load(register)


def settle_register(register: Register, *, by: Actor, at: Moment) -> LoadRef | None:
    """Bring the register's files back to what the database knows; nothing when they are not ahead of it.

    The caller is the register's writer, and has not swept its loads yet: what the restored database had half-finished
    is undone, for its files may have been gathered under numbers that are not the journal's any more.
    """
    listing, last = list_files(register.key), _last_load(register)
    if listing.reached <= last:
        return None
    number = _last_known(register)
    abandon_unwritten(register.key)
    load = plan_load(register, kind=LoadKind.COMPACTION, as_of=at.city_day, at=at)
    reach("registry.settle.planned")
    ahead = [file for file in listing.files if file.load > last]
    with open_engine() as engine:
        added = [*_rewrite(engine, register, listing, load=load, last=last, number=number)]
    commit_files(load, added, Counts(), register=register, removed=ahead)
    announce_load(load, by=by, at=at)
    log.warning("registry.lake.settled", register=register.key, load=load.number, files=len(ahead))
    return load


def _last_load(register: Register) -> int:
    return Load.objects.filter(register_key=register.key).aggregate(last=Max("number"))["last"] or 0


def _last_known(register: Register) -> int:
    """Return the journal number of the last load: whatever closed a version before the database's moment was not later.

    The journal itself may have grown since the restore.
    """
    lines = Load.objects.filter(register_key=register.key, line_id__isnull=False).values_list("line_id", flat=True)
    return max(find_numbers([line_id for line_id in lines if line_id]).values(), default=0)


def _rewrite(
    engine: duckdb.DuckDBPyConnection, register: Register, listing: Listing, *, load: LoadRef, last: int, number: int
) -> Iterator[NewFile]:
    """Write anew what a compaction gathered after the database's moment."""
    gathered: dict[tuple[Part, int], list[LakeFile]] = {}
    for file in listing.files:
        if file.is_compacted and file.load > last:
            gathered.setdefault((file.part, file.bucket), []).append(file)
    for (part, bucket), files in gathered.items():
        query = _kept_sql(register, part, files, last=last, number=number)
        name = f"{file_stem(load.number, is_compacted=True)}0.parquet"
        yield write_file(engine, query, register=register, file=(part, bucket, name))


def _kept_sql(register: Register, part: Part, files: list[LakeFile], *, last: int, number: int) -> str:
    if part is not Part.ROWS:
        # Names of rows that are gone are joined to nothing; what broke a check of an unknown load goes.
        return union_sql(register, part, (files, f"load <= {last}"))
    rows = union_sql(register, part, (files, f"load <= {last}"))
    names = names_of([field for field in part_fields(register, part) if field.name != "known_until"])
    believed = f"CASE WHEN known_until <= {number} THEN known_until END AS known_until"
    return f"SELECT {names}, {believed} FROM ({rows})"
