"""Bring a lake that is ahead of its database back to what the database knows: after a restore to an earlier moment.

Loads that the database does not know were never announced to anybody, so their files leave the log. Files that a later
compaction gathered are written anew: versions that nobody had heard of yet go, and ends of knowledge that lie ahead.
What is kept gets the numbers of the restored journal.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from alatau.core.faults import declare_points, reach
from alatau.core.journal.read import find_numbers
from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import Part, file_stem
from alatau.registry.lake.log import list_files
from alatau.registry.lake.protocol import abandon_unwritten, announce_load, commit_files, plan_load
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.schema import CLOSED_BY, names_of, part_fields
from alatau.registry.lake.timeline import loads_sql
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.lake.write import write_file
from alatau.registry.models import Load
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.log import LakeFile, Listing, NewFile
    from alatau.registry.values import Register

declare_points("registry.settle.planned")

#: How long a load waits for the number of its line: five seconds in all.
SEAL_SECONDS, SEAL_TRIES = 0.05, 100

log = structlog.get_logger(__name__)


def is_ahead(register: Register) -> bool:
    """Tell whether the register's log names files of loads that the database does not know."""
    return bool(_find_unknown(register, list_files(register.key)))


def _find_unknown(register: Register, listing: Listing) -> list[LakeFile]:
    """Return the files of loads that were never begun here, or were undone: settling itself may have been cut short."""
    begun = Load.objects.filter(register_key=register.key).exclude(state=LoadState.ABANDONED.value)
    numbers = set(begun.values_list("number", flat=True))
    return [file for file in listing.files if file.load not in numbers]


def settle_register(register: Register, *, by: Actor, at: Moment) -> LoadRef | None:
    """Bring the register's files back to what the database knows; nothing when they are not ahead of it.

    The caller is the register's writer, and has not swept its loads yet: what the restored database had half-finished
    is undone, for its files may have been gathered under numbers that are not the journal's any more.
    """
    listing = list_files(register.key)
    if not _find_unknown(register, listing):
        return None
    known = _wait_for_numbers(register)
    abandon_unwritten(register.key)
    ahead, last = _find_unknown(register, listing), max(known, default=0)
    load = plan_load(register, kind=LoadKind.COMPACTION, as_of=at.city_day, at=at)
    reach("registry.settle.planned")
    with open_engine() as engine:
        added = [*_rewrite(engine, register, ahead, load=load, last=last, known=known)]
    commit_files(load, added, Counts(), register=register, removed=ahead)
    announce_load(load, by=by, at=at)
    log.warning("registry.lake.settled", register=register.key, load=load.number, files=len(ahead))
    return load


def _wait_for_numbers(register: Register) -> dict[int, int]:
    """Return the journal numbers of the register's loads; one that was restored without its number gets it in a moment.

    Raises:
        RegisterBusyError: nobody seals the journal.
    """
    announced = Load.objects.filter(register_key=register.key, line_id__isnull=False).order_by("number")
    for _try in range(SEAL_TRIES):
        loads = [(number, line_id) for number, line_id in announced.values_list("number", "line_id") if line_id]
        numbers = find_numbers([line_id for _number, line_id in loads])
        if len(numbers) == len(loads):
            return {number: numbers[line_id] for number, line_id in loads}
        time.sleep(SEAL_SECONDS)
    raise RegisterBusyError(register=register.key)


def _rewrite(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    ahead: Sequence[LakeFile],
    *,
    load: LoadRef,
    last: int,
    known: Mapping[int, int],
) -> Iterator[NewFile]:
    """Write anew what a compaction gathered after the database's moment."""
    gathered: dict[tuple[Part, int], list[LakeFile]] = {}
    for file in ahead:
        if file.is_compacted:
            gathered.setdefault((file.part, file.bucket), []).append(file)
    for (part, bucket), files in gathered.items():
        query = _kept_sql(register, part, files, last=last, known=known)
        name = f"{file_stem(load.number, is_compacted=True)}0.parquet"
        yield write_file(engine, query, register=register, file=(part, bucket, name))


def _kept_sql(register: Register, part: Part, files: list[LakeFile], *, last: int, known: Mapping[int, int]) -> str:
    """Return SQL for what the database knows of the files, with the numbers that its own journal gave.

    A load that was restored before its line was sealed may have another number now than it had when it was gathered.
    """
    rows = union_sql(register, part, (files, f"load <= {last}"))
    if part is not Part.ROWS:
        # Names of rows that are gone are joined to nothing; what broke a check of an unknown load goes.
        return rows
    knowledge = ("known_from", "known_until", CLOSED_BY.name)
    names = names_of([field for field in part_fields(register, part) if field.name not in knowledge], "r.")
    # Rows that came alone have numbers of their own, and so have the ends that they made.
    alone = ", ".join(str(load) for load in _list_folds(register)) or "NULL"
    numbers = loads_sql(known)
    by_number = f"CASE WHEN r.known_until <= {max(known.values(), default=0)} THEN r.known_until END"
    return (
        f"SELECT {names}, CASE WHEN r.load IN ({alone}) THEN r.known_from ELSE coalesce(b.number, r.known_from) END"
        f" AS known_from, CASE WHEN r.closed_by IS NULL THEN {by_number} WHEN r.closed_by IN ({alone})"
        " THEN r.known_until ELSE e.number END AS known_until,"
        f" CASE WHEN r.closed_by <= {last} THEN r.closed_by END AS closed_by FROM ({rows}) AS r"
        f" LEFT JOIN ({numbers}) AS b ON b.load = r.load LEFT JOIN ({numbers}) AS e ON e.load = r.closed_by"
    )


def _list_folds(register: Register) -> list[int]:
    folds = Load.objects.filter(register_key=register.key, kind=LoadKind.INBOX.value)
    return [*folds.values_list("number", flat=True)]
