"""What tests of ingest share: a register of invented wages, people with numbers, files, and what the lake holds."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from alatau.access.register import register_person
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.text import Text
from alatau.core.values import system_actor
from alatau.registry.ingest.ingest import ingest_source
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import Part
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import part_fields
from alatau.registry.lake.sight import look_at
from alatau.registry.values import Column, ColumnType, Coverage, PersonalClass, Register, Rhythm

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from alatau.registry.ingest.values import LoadReport

OPERATOR = system_actor("registry.tests")
DAY = date(2026, 3, 1)
NUMBERS = [
    content().person_numbers.synthesise(born_on=date(1990, 1, 1), woman=True, serial=serial * 7) for serial in range(6)
]
FIRM = content().organisation_numbers.synthesise(1)
COLUMNS = ("number", "document", "month", "amount", "kind", "firm_number", "paid_on")
ROW = (NUMBERS[0], "D-1", "2026-01", "1000.50", "main", FIRM, "2026-02-05")


def column(name: str, kind: ColumnType, **rest: object) -> Column:
    """Return a column of economic data."""
    return Column(name=name, type=kind, **({"personal_class": PersonalClass.ECONOMIC} | rest))


@cache
def wages(**changes: object) -> Register:
    """Return a register of wages: a document of a person names each row."""
    columns = [
        column("number", ColumnType.PERSON_NUMBER, personal_class=PersonalClass.IDENTITY, is_required=True),
        column("document", ColumnType.TEXT, personal_class=PersonalClass.IDENTITY, is_required=True, max_length=20),
        column("month", ColumnType.MONTH, is_required=True),
        column("amount", ColumnType.AMOUNT, unit="KZT", is_required=True, least=0),
        column("kind", ColumnType.CHOICE, choices=("main", "extra")),
        column("firm_number", ColumnType.ORGANISATION_NUMBER, also=("bin",)),
        column("paid_on", ColumnType.DAY, is_past=True),
    ]
    facts = {
        "code": "T8",
        "key": "wages",
        "name": Text(en="Wages"),
        "owner": Text(en="The treasury"),
        "row": "one row per wage",
        "subject": "number",
        "identity": ("number", "document"),
        "covers": Coverage.EVERYONE,
        "rhythm": Rhythm.DAILY,
        "legal_ground": Text(en="Tiny Act 8"),
        "approximate_rows": 12,
        "is_in_family_card": False,
        "evidence": ("invented",),
        "columns": {each.name: each for each in columns},
    }
    return Register(**(facts | changes))


def known_person(number: str = NUMBERS[0]) -> UUID:
    """Register a person under a number."""
    return register_person(
        name="Aigerim",
        short_name="Aigerim",
        born_on=None,
        region="75",
        number=number,
        number_from=date(2000, 1, 1),
        by=OPERATOR,
        at=read_clocks(),
    )


def row(**changes: str) -> tuple[str, ...]:
    """Return a good row with some values changed."""
    return tuple((dict(zip(COLUMNS, ROW, strict=True)) | changes).values())


def write_csv(path: Path, rows: list[tuple[str, ...]], *, header: tuple[str, ...] = COLUMNS) -> str:
    """Write a CSV and return its path."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return str(path)


def ingest(source: str | Path, register: Register | None = None, *, as_of: date = DAY, **rest: object) -> LoadReport:
    """Take a source into the register of wages, or another."""
    at = read_clocks()
    return ingest_source(register or wages(), str(source), as_of=as_of, by=OPERATOR, at=at, **rest)


def believed(register: Register | None = None, *columns: str) -> list[tuple[object, ...]]:
    """Return the row versions that are believed now, in order of their values."""
    register = register or wages()
    wanted = ", ".join(f'"{name}"' for name in columns or ("document", "amount", "valid_from", "valid_until"))
    with open_engine() as engine:
        query = versions_sql(register, wanted=Slice(with_private=True))
        return engine.execute(f"SELECT {wanted} FROM ({query}) ORDER BY ALL").fetchall()


def quarantined(register: Register | None = None) -> list[tuple[int, str, str]]:
    """Return line, column and reason of every fault."""
    register = register or wages()
    paths = [str(file.path) for file in look_at(register.key).announced_files(Part.QUARANTINE)]
    assert part_fields(register, Part.QUARANTINE)
    with open_engine() as engine:
        query = 'SELECT line, "column", reason FROM read_parquet(?) ORDER BY load, line, 2'
        return engine.execute(query, [paths]).fetchall() if paths else []
