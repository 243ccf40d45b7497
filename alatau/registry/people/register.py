"""People whom a register declares become known to the city: an id, a name, a birth day, a number from that day."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa
import structlog
from pyarrow import parquet

from alatau.access.register_many import BATCH
from alatau.access.seal import fingerprint_many
from alatau.registry.lake.schema import unlinked_name
from alatau.registry.people.child import start_child
from alatau.registry.people.newcomers import Newcomers, register_newcomers
from alatau.registry.people.told import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

PERSON = "person"
#: From so many people on they are registered in parts at once, each with a connection of its own.
MANY, PARTS = 400_000, 2
log = structlog.get_logger(__name__)


def declares_people(register: Register) -> bool:
    """Tell whether the register's subjects become known to the city by it."""
    return register.declares == PERSON


def register_people(
    engine: duckdb.DuckDBPyConnection,
    rows: str,
    *,
    register: Register,
    as_of: date,
    folder: Path,
    known: Path,
    by: Actor,
    at: Moment,
) -> int:
    """Register everybody among the rows whose number is nobody's yet, and return how many they were.

    ``rows`` is SQL for the register's converted rows with `_is_faulty`. Killed anywhere, some of them are registered;
    the same call registers the rest. One line in the journal for each hundred thousand. Whose each number is now is
    left in the folder ``known``.

    Cost: about 25 microseconds of ours a person, and as much of the database's; of a nation, on two cores at once.
    Memory does not grow with them.
    """
    path = folder / "newcomers.parquet"
    people = _write_newcomers(engine, rows, register=register, path=path)
    if not people:
        return 0
    run_id = uuid4()
    parts = PARTS if people >= MANY else 1
    jobs = [
        Newcomers(path=path, known=known, part=part, of=parts, as_of=as_of, run_id=run_id, by=by, at=at)
        for part in range(parts)
    ]
    if parts == 1:
        register_newcomers(jobs[0])
    else:
        # Spawned, not forked: neither the engine nor the database's connection survives a fork.
        with ProcessPoolExecutor(parts, multiprocessing.get_context("spawn"), start_child) as pool:
            for _done in pool.map(register_newcomers, jobs):
                pass
    path.unlink(missing_ok=True)
    log.info("registry.people.registered", register=register.key, people=people, run=str(run_id))
    return people


def _write_newcomers(engine: duckdb.DuckDBPyConnection, rows: str, *, register: Register, path: Path) -> int:
    """Write those who are nobody's yet, once each, with the fingerprint by which they will be taken in order."""
    number = unlinked_name(register.columns[register.subject])
    parts = _parts_of(register)
    named = ", ".join(f'any_value("{parts[part]}") AS {part}' for part in sorted(NAMES & parts.keys()))
    born = f'any_value("{parts["born"]}")' if "born" in parts else "NULL::DATE"
    query = (
        f'SELECT "{number}" AS number, {born} AS born{", " if named else ""}{named} FROM ({rows}) '
        f'WHERE NOT _is_faulty AND "{number}" IS NOT NULL GROUP BY "{number}"'
    )
    people = 0
    writer: parquet.ParquetWriter | None = None
    with closing(engine.cursor()) as cursor:
        cursor.execute(query)
        for batch in cursor.to_arrow_reader(BATCH):
            people += len(batch)
            keys = pa.array(fingerprint_many("person", batch.column(0).to_pylist()), pa.binary())
            keyed = pa.Table.from_batches([batch]).append_column("key", keys)
            writer = writer or parquet.ParquetWriter(path, keyed.schema, compression="lz4")
            writer.write_table(keyed)
    if writer is not None:
        writer.close()
    return people


def _parts_of(register: Register) -> Mapping[str, str]:
    return next((telling.parts for telling in register.tells if telling.what == PERSON), {})
