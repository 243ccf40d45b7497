"""People whom a register declares become known to the city: an id, a name, a birth day, a number from that day."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa
import structlog
from pyarrow import parquet

from alatau.access.register_many import ANYWHERE, BATCH, NewPerson, register_many
from alatau.access.seal import fingerprint_many
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.names import PersonName
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.schema import unlinked_name
from alatau.registry.people.told import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

declare_points("registry.people.registered")

PERSON = "person"
#: What stands for a name that the register does not give.
NAMELESS = "—"
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
    by: Actor,
    at: Moment,
) -> int:
    """Register everybody among the rows whose number is nobody's yet, and return how many they were.

    ``rows`` is SQL for the register's converted rows with `_is_faulty`. Killed anywhere, some of them are registered;
    the same call registers the rest. One line in the journal for each hundred thousand.

    Cost: about 25 microseconds a person; memory does not grow with them.
    """
    path = folder / "newcomers.parquet"
    people = _write_newcomers(engine, rows, register=register, path=path)
    run_id, done = uuid4(), 0
    for batch in _in_order(engine, path):
        slots = (
            ANYWHERE if people <= BATCH else (done * ANYWHERE[1] // people, (done + len(batch)) * ANYWHERE[1] // people)
        )
        register_many([_person_of(row, as_of=as_of) for row in batch], run_id=run_id, slots=slots, by=by, at=at)
        done += len(batch)
        reach("registry.people.registered")
    path.unlink(missing_ok=True)
    if people:
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


def _in_order(engine: duckdb.DuckDBPyConnection, path: Path) -> Iterator[list[dict[str, object]]]:
    """Yield the newcomers in the order of their fingerprints, a batch at a time."""
    if not path.exists():
        return
    with closing(engine.cursor()) as cursor:
        # Sorted rows leave in their order only while this is on.
        cursor.execute("SET preserve_insertion_order = true")
        cursor.execute(f"SELECT * EXCLUDE (key) FROM read_parquet({quoted(path)}) ORDER BY key")
        try:
            for batch in cursor.to_arrow_reader(BATCH):
                yield batch.to_pylist()
        finally:
            cursor.execute("SET preserve_insertion_order = false")


def _parts_of(register: Register) -> Mapping[str, str]:
    return next((telling.parts for telling in register.tells if telling.what == PERSON), {})


def _person_of(row: Mapping[str, object], *, as_of: date) -> NewPerson:
    surname, given, patronymic = (str(row.get(part) or "") for part in ("surname", "given_name", "patronymic"))
    full, short = NAMELESS, NAMELESS
    if surname or given:
        name, forms = PersonName(surname=surname, given_name=given, patronymic=patronymic), content().name_forms
        full, short = forms.full(name)[:200], (given or surname)[:80]
    born: date | None = row["born"]  # type: ignore[assignment]  # the query casts it
    return NewPerson(str(row["number"]), full, short, born, "", min(born, as_of) if born else as_of)
