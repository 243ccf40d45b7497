"""Decide about a quarantined row: take it in with corrected values, or send it back to the register's owner."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pyarrow as pa
from django.db import transaction
from pyarrow import parquet

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.registry.errors import QuarantinedRowNotFoundError, StillFaultyError
from alatau.registry.ingest.convert.rows import Conversion, staged_sql
from alatau.registry.ingest.ingest import scratch
from alatau.registry.ingest.link import look_up_numbers
from alatau.registry.ingest.quarantine import find_waiting
from alatau.registry.ingest.take import take_rows
from alatau.registry.ingest.values import Shape, Staged, StagedColumn, keep_quiet
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.fold import fold_inbox
from alatau.registry.lake.protocol import sweep_loads, writer
from alatau.registry.models import Load, QuarantineDecision
from alatau.registry.reasons import Reason, say_reason
from alatau.registry.values import LoadKind, LoadState, QuarantineAct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

declare_points("registry.release.announced", "registry.release.decided")

NOTE_MAX = 500


def release_row(
    register: Register, corrected: Mapping[str, str | None], *, load: int, line: int, note: str, by: Actor, at: Moment
) -> int:
    """Take a quarantined row in with corrected values, for the day of its own source; return the new load's number.

    A repeat after a kill finishes the work and takes nothing in twice.

    Raises:
        RegisterBusyError, QuarantinedRowNotFoundError, StillFaultyError: in this order; nothing is changed.
    """
    assert by.user_id is not None, "people decide about rows"
    with writer(register.key), scratch(register) as folder:
        sweep_loads(register.key, by=by, at=at)
        fold_inbox(register, by=by, at=at)
        waiting = find_waiting(register, load=load, line=line)
        source = Load.objects.filter(register_key=register.key, number=load).first()
        if waiting is None or source is None:
            raise QuarantinedRowNotFoundError
        values = {name: corrected.get(name, waiting.values.get(name)) for name in register.columns}
        staged = _stage(values, register, folder=folder, name=f"{load}:{line}")
        released = _find_taken(register, staged) or _take(
            register, staged, as_of=source.as_of, by=by, at=at, folder=folder
        )
        reach("registry.release.announced")
        _decide(source, line, act=QuarantineAct.RELEASED, note=note, released=released, by=by, at=at)
    return released.number


def _stage(values: Mapping[str, str | None], register: Register, *, folder: Path, name: str) -> Staged:
    path = folder / "released.parquet"
    columns = {column: pa.array([values[column]], pa.string()) for column in register.columns}
    parquet.write_table(pa.table({"line": pa.array([1], pa.int64()), **columns}), path)
    digest = hashlib.sha256(json.dumps([name, values], sort_keys=True).encode()).hexdigest()
    shapes = {column: StagedColumn(name=column, shape=Shape.TEXT) for column in register.columns}
    return Staged(paths=(path,), offsets=(0,), columns=shapes, rows=1, digest=digest, name=name, has_lines=True)


def _find_taken(register: Register, staged: Staged) -> Load | None:
    """Return the load of a release that was killed before the decision was kept."""
    return Load.objects.filter(
        register_key=register.key,
        kind=LoadKind.RELEASE.value,
        state=LoadState.ANNOUNCED.value,
        source_digest=staged.digest,
    ).first()


def _take(register: Register, staged: Staged, *, as_of: date, by: Actor, at: Moment, folder: Path) -> Load:
    with open_engine(folder=folder) as engine:
        numbers = look_up_numbers(engine, staged, register, on=as_of, folder=folder)
        conversion = Conversion(register=register, staged=staged, numbers=numbers, as_of=as_of)
        faults = engine.execute(conversion.faults_sql(f"SELECT line FROM ({staged_sql(staged)})")).fetchall()
        if faults:
            _line, column, _value, reason, _row = faults[0]
            raise StillFaultyError(column=register.columns[column].title(), reason=say_reason(Reason(reason)))

        # Nothing is refused below this line.
        report = take_rows(
            engine,
            register,
            staged,
            kind=LoadKind.RELEASE,
            as_of=as_of,
            by=by,
            at=at,
            folder=folder,
            progress=keep_quiet,
        )
    return Load.objects.get(register_key=register.key, number=report.load)


@transaction.atomic
def _decide(source: Load, line: int, *, act: QuarantineAct, note: str, released: Load, by: Actor, at: Moment) -> None:
    assert by.user_id is not None, "people decide about rows"
    QuarantineDecision.objects.create(
        load=source,
        line=line,
        act=act.value,
        released_by_load=released,
        note=note[:NOTE_MAX],
        decided_by=by.user_id,
        decided_at=at.wall_at,
    )
    body = {"register": source.register_key, "load": source.number, "line": line, "released_by": released.number}
    append_lines([NewLine(kind=LineKind.EVENT, action="registry.row.released", actor=by, body=body)], at=at)
    reach("registry.release.decided")
