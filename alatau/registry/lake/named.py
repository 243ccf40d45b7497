"""Rows in which others are named: found by the one who is named, as quickly as a row is found by its subject.

A register says which of its columns make a row somebody else's too (`also_about`). Each load writes, beside its rows
and in the same commit, one line for each person so named into the bucket of that person. A line only points: whether
the row is in force and known, the row itself says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import Part, bucket_of_slot, bucket_sql, slot_of_person, slot_sql
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.schema import person_name
from alatau.registry.lake.write import write_part

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    import duckdb

    from alatau.registry.lake.log import NewFile
    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register


class Whom(NamedTuple):
    """Whose rows are looked for, and by which slot they are found."""

    slot: int
    #: A person's id, an organisation's number, a place's code.
    name: str

    @classmethod
    def person(cls, person_id: UUID) -> Self:
        """Return a person."""
        return cls(slot_of_person(person_id), str(person_id))


class Pointer(NamedTuple):
    """Where a row lies in which somebody is named."""

    register_key: str
    load: int
    line: int
    #: Whose row it is; empty while it is nobody's.
    row_slot: int
    row_subject: str | None


def mark_of(register: Register) -> str:
    """Return what a load keeps to say by which columns all rows up to it can be found."""
    return ",".join(register.also_about)


def write_named(
    engine: duckdb.DuckDBPyConnection, register: Register, files: Sequence[NewFile], *, load: int
) -> list[NewFile]:
    """Write the lines that point to the rows of a load's new files; none where nobody else is named."""
    paths = ", ".join(quoted(file.path) for file in files if file.part is Part.ROWS)
    if not register.also_about or not paths:
        return []
    return _write(engine, register, f"SELECT * FROM read_parquet([{paths}], hive_partitioning = false)", load=load)


def write_all_named(engine: duckdb.DuckDBPyConnection, register: Register, sight: Sight, *, load: int) -> list[NewFile]:
    """Write the lines anew that point to any row: after the register said that other columns name somebody."""
    if not register.also_about:
        return []
    return _write(engine, register, _all_rows(register, sight), load=load, is_compacted=True)


def _write(
    engine: duckdb.DuckDBPyConnection, register: Register, rows: str, *, load: int, is_compacted: bool = False
) -> list[NewFile]:
    query = f"SELECT *, {bucket_sql('slot', count_buckets())} AS bucket FROM ({_naming_sql(register, rows)})"
    return write_part(engine, query, register=register, part=Part.NAMED, load=load, is_compacted=is_compacted)


def named_sql(register: Register, sight: Sight, *, bucket: int) -> str:
    """Return SQL for the pointers of a bucket, in the columns of the part `named`.

    Where the lines were written by other columns than the register names today, the rows themselves are looked through.
    """
    if sight.state.named == mark_of(register):
        return union_sql(register, Part.NAMED, (sight.sealed_files(Part.NAMED, [bucket]), "TRUE"))
    lines = _naming_sql(register, _all_rows(register, sight))
    return f"SELECT * FROM ({lines}) WHERE {bucket_sql('slot', count_buckets())} = {bucket}"


def find_pointers(
    engine: duckdb.DuckDBPyConnection, register: Register, whom: Whom, *, sight: Sight, bucket: int
) -> list[Pointer]:
    """Return where the rows lie in which a person is named, out of the lake itself."""
    if not register.also_about:
        return []
    lines = named_sql(register, sight, bucket=bucket)
    mine = f"slot = {whom.slot} AND subject::VARCHAR = {quoted(whom.name)}"
    found = engine.execute(f"SELECT DISTINCT load, line, row_slot, row_subject FROM ({lines}) WHERE {mine}").fetchall()
    return [Pointer(register.key, *row) for row in found]


def find_naming(
    engine: duckdb.DuckDBPyConnection, register: Register, people: Collection[UUID], *, sight: Sight
) -> set[str | None]:
    """Return whose rows name some people, out of the lake itself; None among them where one is nobody's yet."""
    buckets = count_buckets()
    by_bucket: dict[int, list[UUID]] = {}
    for person in people:
        by_bucket.setdefault(bucket_of_slot(slot_of_person(person), buckets), []).append(person)
    parts = [
        f"SELECT DISTINCT row_subject FROM ({named_sql(register, sight, bucket=bucket)})"
        f" WHERE slot IN ({', '.join(str(slot_of_person(each)) for each in some)})"
        f" AND subject::VARCHAR IN ({', '.join(quoted(each) for each in some)})"
        for bucket, some in by_bucket.items()
    ]
    return {subject for part in parts for (subject,) in engine.execute(part).fetchall()}


def list_naming(register: Register, values: Mapping[str, object], person: str) -> tuple[str, ...]:
    """Return the columns by which a row is also this person's."""
    return tuple(name for name in register.also_about if str(values.get(person_name(register.columns[name]))) == person)


def _all_rows(register: Register, sight: Sight) -> str:
    return union_sql(register, Part.ROWS, (sight.sealed_files(Part.ROWS), "TRUE"))


def _naming_sql(register: Register, rows: str) -> str:
    """Return SQL for one line for each person whom a row names, beside the one whose row it is."""
    names = (f'"{person_name(register.columns[name])}"' for name in register.also_about)
    return " UNION ".join(
        f"SELECT load, line, {slot_sql(person=name)} AS slot, {name} AS subject, slot AS row_slot,"
        f" subject::VARCHAR AS row_subject FROM ({rows})"
        f" WHERE {name} IS NOT NULL AND {name}::VARCHAR IS DISTINCT FROM subject::VARCHAR"
        for name in names
    )
