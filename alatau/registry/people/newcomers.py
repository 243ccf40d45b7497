"""Register a part of many newcomers in the order of their fingerprints, in this process or in one of its own."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.access.register_many import ANYWHERE, BATCH, NewPerson, register_many
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.names import PersonName
from alatau.registry.ingest.known import KnownNumbers
from alatau.registry.lake.connect import open_engine, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    import duckdb

    from alatau.core.values import Actor, Moment

declare_points("registry.people.registered")

#: What stands for a name that the register does not give.
NAMELESS = "—"
#: Memory of one part's engine, in megabytes: it only sorts.
MEMORY_MB = 500


@dataclass(frozen=True, kw_only=True)
class Newcomers:
    """A part of the people in a file: those whose fingerprints begin with some of all values of a byte."""

    path: Path
    #: Folder for the numbers with their holders.
    known: Path
    part: int
    of: int
    as_of: date
    run_id: UUID
    by: Actor
    at: Moment

    @property
    def slots(self) -> tuple[int, int]:
        """First two bytes of the ids that this part gives, the end excluded."""
        return self.part * ANYWHERE[1] // self.of, (self.part + 1) * ANYWHERE[1] // self.of

    @property
    def theirs(self) -> str:
        """SQL condition for the people of this part."""
        first, after = (place * 256 // self.of for place in (self.part, self.part + 1))
        until = f" AND key < '\\x{after:02X}'::BLOB" if after < 256 else ""
        return f"key >= '\\x{first:02X}'::BLOB{until}"


def register_newcomers(newcomers: Newcomers) -> int:
    """Register the people of a part, a batch a transaction, and return how many there are."""
    done = 0
    with (
        open_engine(folder=newcomers.path.parent, memory_mb=MEMORY_MB, threads=1) as engine,
        KnownNumbers(newcomers.known, f"newcomers-{newcomers.run_id.hex}-{newcomers.part}") as known,
    ):
        people = _count(engine, newcomers)
        for batch in _in_order(engine, newcomers):
            ids = register_many(
                [_person_of(row, as_of=newcomers.as_of) for row in batch],
                run_id=newcomers.run_id,
                slots=_slots_of(newcomers, done=done, batch=len(batch), people=people),
                by=newcomers.by,
                at=newcomers.at,
            )
            known.add([str(row["number"]) for row in batch], ids)
            done += len(batch)
            reach("registry.people.registered")
    return done


def _slots_of(newcomers: Newcomers, *, done: int, batch: int, people: int) -> tuple[int, int]:
    first, after = newcomers.slots
    if people <= BATCH:
        return first, after
    width = after - first
    return first + done * width // people, first + (done + batch) * width // people


def _count(engine: duckdb.DuckDBPyConnection, newcomers: Newcomers) -> int:
    query = f"SELECT count(*) FROM read_parquet({quoted(newcomers.path)}) WHERE {newcomers.theirs}"
    (count,) = engine.execute(query).fetchone() or (0,)
    return int(count)


def _in_order(engine: duckdb.DuckDBPyConnection, newcomers: Newcomers) -> Iterator[list[dict[str, object]]]:
    """Yield the newcomers in the order of their fingerprints, a batch at a time."""
    with closing(engine.cursor()) as cursor:
        # Sorted rows leave in their order only while this is on.
        cursor.execute("SET preserve_insertion_order = true")
        cursor.execute(
            f"SELECT * EXCLUDE (key) FROM read_parquet({quoted(newcomers.path)}) WHERE {newcomers.theirs} ORDER BY key"
        )
        for batch in cursor.to_arrow_reader(BATCH):
            yield batch.to_pylist()


def _person_of(row: Mapping[str, object], *, as_of: date) -> NewPerson:
    surname, given, patronymic = (str(row.get(part) or "") for part in ("surname", "given_name", "patronymic"))
    full, short = NAMELESS, NAMELESS
    if surname or given:
        name, forms = PersonName(surname=surname, given_name=given, patronymic=patronymic), content().name_forms
        full, short = forms.full(name)[:200], (given or surname)[:80]
    born: date | None = row["born"]  # type: ignore[assignment]  # the query casts it
    return NewPerson(str(row["number"]), full, short, born, "", min(born, as_of) if born else as_of)
