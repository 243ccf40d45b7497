"""From staged rows to an announced load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.errors import WholeTooSmallError
from alatau.registry.ingest.convert.rows import Conversion
from alatau.registry.ingest.faults import count_lines, count_reasons, lay_out_faults
from alatau.registry.ingest.link import look_up_numbers
from alatau.registry.ingest.relink import relink_rows
from alatau.registry.ingest.slices import FAULTY, Slicing
from alatau.registry.ingest.staging import share_out
from alatau.registry.ingest.values import LoadReport
from alatau.registry.ingest.work import Done, Work
from alatau.registry.ingest.write import SliceWriter
from alatau.registry.lake.buckets import open_lake
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import abandon_load, announce_load, commit_files, plan_load
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.values import Counts
from alatau.registry.people.changes import list_changes
from alatau.registry.people.register import declares_people, register_people
from alatau.registry.people.renumber import renumber_people
from alatau.registry.values import Delivery, LoadKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.ingest.staging import Shares
    from alatau.registry.ingest.values import Staged
    from alatau.registry.lake.values import LoadRef
    from alatau.registry.values import Register

#: A delivery of the whole register that ends more than this share is asked about first.
SHRINKING = 0.5
#: Registers smaller than this may change altogether.
SMALL = 100


def take_rows(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    staged: Staged,
    *,
    kind: LoadKind,
    as_of: date,
    by: Actor,
    at: Moment,
    folder: Path,
    progress: Callable[[str, float], None],
    may_shrink: bool = True,
    known: Path | None = None,
) -> LoadReport:
    """Convert, compare and write staged rows as one load, announce it, and return what became of them.

    The caller is the register's writer. Raises: WholeTooSmallError.
    """
    progress("link", 0.0)
    known = known or folder / "known"
    relink_rows(engine, register, by=by, at=at, folder=folder)
    conversion = _link(engine, register, staged, as_of=as_of, folder=folder, known=known)
    if declares_people(register) and register_people(
        engine, conversion.rows_sql(), register=register, as_of=as_of, folder=folder, known=known, by=by, at=at
    ):
        conversion = _link(engine, register, staged, as_of=as_of, folder=folder, known=known)
    if list_changes(register) and renumber_people(engine, conversion.rows_sql(), register=register, by=by, at=at):
        conversion = _link(engine, register, staged, as_of=as_of, folder=folder, known=known)
    progress("convert", 0.0)
    slicing = Slicing.plan(rows=staged.rows, buckets=open_lake(at=at))
    shares = share_out(engine, conversion, slicing=slicing, folder=folder)
    load = plan_load(
        register, kind=kind, as_of=as_of, at=at, source_digest=staged.digest, source_name=staged.name[:255]
    )
    try:
        done = _write(engine, shares, load=load, may_shrink=may_shrink, progress=progress)
    except BaseException:
        abandon_load(load)
        raise
    counts = _count(staged, done, quarantined=count_lines(engine))
    progress("commit", 0.0)
    commit_files(load, done.files, counts, register=register)
    announce_load(load, by=by, at=at)
    progress("commit", 1.0)
    return LoadReport(
        register_code=register.code,
        register_key=register.key,
        load=load.number,
        source=staged.name,
        as_of=as_of,
        counts=counts,
        reasons=count_reasons(engine),
    )


def _write(
    engine: duckdb.DuckDBPyConnection,
    shares: Shares,
    *,
    load: LoadRef,
    may_shrink: bool,
    progress: Callable[[str, float], None],
) -> Done:
    """Write everything that the load holds into its place; nobody sees it yet."""
    conversion = shares.conversion
    register = conversion.register
    work = Work(
        engine=engine,
        conversion=conversion,
        shares=shares,
        sight=look_at(register.key),
        delivery=register.delivery if load.kind is LoadKind.SOURCE else Delivery.CHANGES,
        writer=SliceWriter(register=register, load=load.number, as_of=conversion.as_of, slicing=shares.slicing),
    )
    done = work.do_all(progress)
    if not may_shrink:
        _refuse_shrinking(done)
    faults = lay_out_faults(engine, conversion, faulty=shares.rows(FAULTY))
    done.files += work.writer.write_quarantine(engine, faults)
    done.files += write_named(engine, register, done.files, load=load.number)
    return done


def _link(
    engine: duckdb.DuckDBPyConnection, register: Register, staged: Staged, *, as_of: date, folder: Path, known: Path
) -> Conversion:
    numbers = look_up_numbers(engine, staged, register, on=as_of, folder=folder, known=known)
    return Conversion(register=register, staged=staged, numbers=numbers, as_of=as_of)


def _count(staged: Staged, done: Done, *, quarantined: int) -> Counts:
    return Counts(
        read=staged.rows + len(staged.bad_lines),
        accepted=done.accepted,
        quarantined=quarantined,
        unchanged=done.unchanged,
        unlinked=done.unlinked,
        closed=done.closed,
    )


def _refuse_shrinking(done: Done) -> None:
    if done.in_force > SMALL and done.ended > done.in_force * SHRINKING:
        raise WholeTooSmallError(ended=done.ended, before=done.in_force)
