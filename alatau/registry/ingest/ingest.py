"""Take a source into its register: staged, linked, converted, compared, written, announced."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import structlog

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.convert.literals import name
from alatau.registry.ingest.convert.rows import staged_sql
from alatau.registry.ingest.relink import relink_rows
from alatau.registry.ingest.repeat import find_repeat
from alatau.registry.ingest.sources.open import stage_source
from alatau.registry.ingest.take import take_rows
from alatau.registry.ingest.values import LoadReport, keep_quiet
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.layout import scratch_folder
from alatau.registry.lake.protocol import sweep_loads, writer
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from alatau.core.values import Actor, Moment
    from alatau.registry.ingest.values import Staged
    from alatau.registry.lake.values import LoadRef
    from alatau.registry.values import Register

log = structlog.get_logger(__name__)


def ingest_source(
    register: Register,
    source: str,
    *,
    as_of: date,
    by: Actor,
    at: Moment,
    may_shrink: bool = False,
    known: Path | None = None,
    progress: Callable[[str, float], None] = keep_quiet,
) -> LoadReport:
    """Take a source into its register, and return what became of its rows; the same source twice changes nothing.

    Killed at any point, the register is as before or as after, and the same call finishes the work.

    Args:
        register: whose rows they are.
        source: a path, or `postgresql://user@host/database/table`.
        as_of: day that the source describes.
        by: who is responsible, kept in the journal.
        at: the moment of the call.
        may_shrink: a delivery of the whole register may end most of its rows.
        known: folder of the numbers whose holders a run of loads has found already (see `known`).
        progress: told each step and the share of it that is done.

    Raises:
        RegisterBusyError, SourceUnreadableError, WholeTooSmallError: in this order; nothing is left behind.
    """
    began = time.monotonic()
    with writer(register.key), scratch(register) as folder:
        sweep_loads(register.key, by=by, at=at)
        fold_inbox(register, by=by, at=at)
        staged = stage_source(source, register, folder=folder, progress=lambda share: progress("read", share))
        repeat = find_repeat(register, staged, as_of=as_of)
        if repeat is not None:
            return repeat
        with open_engine(folder=folder) as engine, refusing_damage(staged):
            report = take_rows(
                engine,
                register,
                staged,
                kind=LoadKind.SOURCE,
                as_of=as_of,
                by=by,
                at=at,
                may_shrink=may_shrink,
                known=known,
                folder=folder,
                progress=progress,
            )
    seconds = round(time.monotonic() - began, 3)
    log.info("registry.source.taken", register=register.key, load=report.load, seconds=seconds)
    return replace(report, seconds=seconds)


def relink_register(register: Register, *, by: Actor, at: Moment) -> LoadRef | None:
    """Give a register's rows that are nobody's to those who became known since, and return the load that does it.

    Raises:
        RegisterBusyError: another load of the register is under way.
    """
    with writer(register.key), scratch(register) as folder:
        sweep_loads(register.key, by=by, at=at)
        with open_engine(folder=folder) as engine:
            return relink_rows(engine, register, by=by, at=at, folder=folder)


@contextmanager
def scratch(register: Register) -> Iterator[Path]:
    """Give a folder for the time of one load, and remove what a killed load of the register left.

    The caller is the register's writer: nobody else is at work in such a folder.
    """
    scratch_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix = f"ingest-{register.key}-"
    for left in scratch_folder().glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=scratch_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def refusing_damage(staged: Staged) -> Iterator[None]:
    """A Parquet file that lies elsewhere is decoded only now: its bad pages refuse it whole."""
    try:
        yield
    except duckdb.Error as error:
        # A full disk or a mistake of ours is not the file's fault.
        if staged.has_lines or _can_be_decoded(staged):
            raise
        log.warning("registry.source.damaged", error=type(error).__name__)
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE) from error


def _can_be_decoded(staged: Staged) -> bool:
    columns = ", ".join(f"max({name(column.name)})" for column in staged.columns.values())
    with duckdb.connect(config={"threads": 1, "memory_limit": "500MB"}) as engine:
        try:
            engine.execute(f"SELECT {columns} FROM ({staged_sql(staged)})").fetchall()
        except duckdb.Error:
            return False
    return True
