"""What tests of the lake share: a register of invented boats, loads written by hand, and a sealed journal."""

from __future__ import annotations

from datetime import date
from functools import cache
from uuid import UUID

from alatau.core.clock import read_clocks
from alatau.core.journal.seal import Sealer
from alatau.core.text import Text
from alatau.core.values import system_actor
from alatau.registry.lake.connect import open_engine, quoted
from alatau.registry.lake.layout import Part, bucket_of_slot, slot_of_subject
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load, writer
from alatau.registry.lake.schema import Field, names_of, part_fields
from alatau.registry.lake.values import Counts
from alatau.registry.lake.write import write_part
from alatau.registry.values import Column, ColumnType, Coverage, LoadKind, PersonalClass, Register, Rhythm

WRITER = system_actor("registry.tests")
AIGERIM = UUID("11111111-1111-4111-8111-111111111111")
BOLAT = UUID("22222222-2222-4222-8222-222222222222")
DAY = date(2026, 3, 1)


def column(
    name: str, kind: ColumnType, personal_class: PersonalClass = PersonalClass.ECONOMIC, **rest: object
) -> Column:
    return Column(name=name, type=kind, personal_class=personal_class, **rest)


@cache
def boats(**changes: object) -> Register:
    """Return a register of boats: a mast names each, a person owns it, its nickname is private, a mate is named."""
    columns = [
        column("mast", ColumnType.TEXT, is_required=True),
        column("owner_number", ColumnType.PERSON_NUMBER, PersonalClass.IDENTITY, is_required=True),
        column("length", ColumnType.WHOLE_NUMBER),
        column("nickname", ColumnType.TEXT, PersonalClass.IDENTITY),
        column("mate_number", ColumnType.PERSON_NUMBER, PersonalClass.IDENTITY),
    ]
    facts = {
        "code": "T9",
        "key": "boats",
        "name": Text(en="Boats"),
        "owner": Text(en="The harbour"),
        "row": "one row per boat",
        "subject": "owner_number",
        "identity": ("mast",),
        "covers": Coverage.EVERYONE,
        "rhythm": Rhythm.DAILY,
        "legal_ground": Text(en="Tiny Act 5"),
        "approximate_rows": 12,
        "is_in_family_card": False,
        "evidence": ("invented",),
        "columns": {each.name: each for each in columns},
        "also_about": ("mate_number",),
    }
    return Register(**(facts | changes))


def seal_journal() -> None:
    """Number all committed lines, as the city's sealer would."""
    sealer = Sealer()
    assert sealer.take_over()
    while sealer.seal_once():
        pass


def load_rows(
    register: Register, rows: list[dict[str, object]], *, as_of: date = DAY, closes: list[tuple[int, int, UUID]] = ()
) -> int:
    """Announce one load of rows made by hand and return its number; `closes` are (load, line, subject) of old rows."""
    at = read_clocks()
    with writer(register.key), open_engine() as engine:
        load = plan_load(register, kind=LoadKind.SOURCE, as_of=as_of, at=at)
        files = [
            file
            for part, values in _parts_of(register, rows, closes=closes, as_of=as_of).items()
            for file in _write(engine, register, part=part, values=values, load=load.number)
        ]
        files += write_named(engine, register, files, load=load.number)
        counts = Counts(read=len(rows), accepted=len(rows), closed=len(closes))
        commit_files(load, files, counts, register=register)
        announce_load(load, by=WRITER, at=at)
    seal_journal()
    return load.number


def _parts_of(register, rows, *, closes, as_of) -> dict[Part, list[dict[str, object]]]:
    lines = [{"line": line} | row | _subject_of(row["owner_number"]) for line, row in enumerate(rows, 1)]
    marks = [{"row_load": load, "row_line": line} | _subject_of(owner) for load, line, owner in closes]
    return {Part.ROWS: [{"valid_from": as_of} | row for row in lines], Part.PRIVATE: lines, Part.MARKS: marks}


def _subject_of(owner: UUID | None) -> dict[str, object]:
    return {"subject": owner, "slot": slot_of_subject(owner), "bucket": bucket_of_slot(slot_of_subject(owner), 4)}


def _write(engine, register, *, part, values, load):
    fields = [*part_fields(register, part), Field("bucket", "INTEGER")]
    rows = ", ".join(
        "(" + ", ".join(_literal(({"load": load} | row).get(field.name), field.type) for field in fields) + ")"
        for row in values
    )
    if not rows:
        return []
    return write_part(
        engine, f"SELECT * FROM (VALUES {rows}) AS t ({names_of(fields)})", register=register, part=part, load=load
    )


def _literal(value: object, kind: str) -> str:
    return f"NULL::{kind}" if value is None else f"{quoted(value)}::{kind}"
