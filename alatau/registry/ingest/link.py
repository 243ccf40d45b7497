"""Look up every distinct number of a source once: whose it is, its normal form, or that it is mistyped."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from alatau.access.numbers import link_fingerprints
from alatau.access.seal import fingerprint_many
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.registry.ingest.convert.checks import NUMBERS
from alatau.registry.ingest.convert.literals import SPACES, name, text
from alatau.registry.ingest.convert.numbers import Numbers
from alatau.registry.ingest.convert.rows import staged_sql
from alatau.registry.ingest.known import find_known
from alatau.registry.lake.schema import PERSON_TYPES
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    import duckdb

    from alatau.core.identifiers import Identifiers
    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register

#: Numbers looked up together: some tens of megabytes.
BATCH = 250_000
ID_BYTES = 16
NOBODY = bytes(ID_BYTES)
_PEOPLE = pa.schema(
    [
        pa.field("raw", pa.string()),
        pa.field("person", pa.uuid()),
        pa.field("slot", pa.int32()),
        pa.field("number", pa.string()),
        pa.field("organisation", pa.string()),
        pa.field("is_faulty", pa.bool_()),
    ]
)
_OTHERS = pa.schema([pa.field("raw", pa.string()), pa.field("number", pa.string()), pa.field("is_faulty", pa.bool_())])


def look_up_numbers(
    engine: duckdb.DuckDBPyConnection,
    staged: Staged,
    register: Register,
    *,
    on: date,
    folder: Path,
    known: Path | None = None,
) -> Numbers:
    """Return the tables of numbers that the conversion joins, made in the engine; ``known`` saves asking anew."""
    tables: dict[ColumnType, str] = {}
    rows = f"({staged_sql(staged)})"
    for kind in sorted({column.type for column in register.columns.values()} & NUMBERS):
        names = [staged.columns[column.name].name for column in register.columns.values() if column.type is kind]
        each = " UNION ALL ".join(f"SELECT {name(column)} AS raw FROM {rows}" for column in names)
        table = look_up_texts(engine, each, kind=kind, on=on, folder=folder, known=known)
        if table:
            tables[kind] = table
    return Numbers(tables)


def look_up_texts(
    engine: duckdb.DuckDBPyConnection,
    texts: str,
    *,
    kind: ColumnType,
    on: date,
    folder: Path,
    known: Path | None = None,
) -> str:
    """Return the table of what the texts of a SELECT of `raw` are; of others than people, empty if all is well."""
    table, path = name(f"numbers_{kind.value}"), folder / f"numbers-{kind.value}.parquet"
    distinct = f"SELECT DISTINCT raw FROM ({texts}) WHERE raw IS NOT NULL"
    if kind not in PERSON_TYPES:
        found = _identifiers(kind)
        rows = _write(path, _OTHERS, (_find_others(found, batch, on=on) for batch in _batches(engine, distinct)))
        if rows:
            engine.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_parquet({text(path)})")
        return table if rows else ""
    engine.execute(f"CREATE OR REPLACE TABLE asked AS {distinct}")
    is_partly_known = find_known(engine, "asked", known=known, table=table)
    left = f"SELECT raw FROM asked ANTI JOIN {table} USING (raw)" if is_partly_known else "SELECT raw FROM asked"
    _write(path, _PEOPLE, (_find_people(kind, batch, on=on) for batch in _batches(engine, left)))
    into = f"INSERT INTO {table} BY NAME" if is_partly_known else f"CREATE OR REPLACE TABLE {table} AS"
    engine.execute(f"{into} SELECT * FROM read_parquet({text(path)})")
    engine.execute("DROP TABLE asked")
    return table


def _batches(engine: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[str]]:
    """Yield the texts that a query finds, some at a time."""
    with closing(engine.cursor()) as cursor:
        cursor.execute(query)
        for batch in cursor.to_arrow_reader(BATCH):
            yield batch.column(0).to_pylist()


def _write(path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> int:
    rows = 0
    with parquet.ParquetWriter(path, schema, compression="lz4", use_dictionary=False) as out:
        for batch in batches:
            out.write_batch(batch)
            rows += len(batch)
    return rows


def _find_people(kind: ColumnType, raw: list[str], *, on: date) -> pa.RecordBatch:
    """Return whose the numbers are. One that is somebody's as it stands needs no check: it was checked once."""
    ids = _link(raw, on=on)
    normal: list[str | None] = [None] * len(raw)
    organisations: list[str | None] = [None] * len(raw)
    is_faulty = [False] * len(raw)
    rewritten: list[int] = []
    for place in map(int, np.flatnonzero(_is_nobody(ids))):
        given = raw[place].strip(SPACES)
        if not given:
            continue
        found, organisation = _check_person(kind, given, on=on)
        normal[place], organisations[place] = found, organisation
        is_faulty[place] = found is None and organisation is None
        if found is not None and found != raw[place]:
            rewritten.append(place)
    if rewritten:
        ids[rewritten] = _link([normal[place] or "" for place in rewritten], on=on)
    nobody = _is_nobody(ids)
    for place in rewritten:
        normal[place] = normal[place] if nobody[place] else None
    people = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(ID_BYTES), len(ids), [_mask(~nobody), pa.py_buffer(ids.tobytes())]
    )
    slots = ids[:, 0].astype(np.int32) * 256 + ids[:, 1]
    columns = [
        pa.array(raw, pa.string()),
        pa.ExtensionArray.from_storage(pa.uuid(), people),
        pa.array(slots, mask=nobody),
        pa.array(normal, pa.string()),
        pa.array(organisations, pa.string()),
        pa.array(is_faulty),
    ]
    return pa.record_batch(columns, schema=_PEOPLE)


def _link(numbers: list[str], *, on: date) -> np.ndarray:
    found = link_fingerprints(b"".join(fingerprint_many("person", numbers)), on=on)
    return np.frombuffer(found, np.uint8).reshape(-1, ID_BYTES).copy()


def _is_nobody(ids: np.ndarray) -> np.ndarray:
    is_nobody: np.ndarray = ids.max(axis=1, initial=0) == 0
    return is_nobody


def _mask(is_set: np.ndarray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(is_set, bitorder="little").tobytes())


def _check_person(kind: ColumnType, given: str, *, on: date) -> tuple[str | None, str | None]:
    """Return the normal form as a person's number, or as an organisation's where the column takes both."""
    found = _normal(content().person_numbers.check, given, on=on)
    if found is None and kind is ColumnType.PERSON_OR_ORGANISATION_NUMBER:
        return None, _normal(content().organisation_numbers.check, given, on=on)
    return found, None


def _find_others(identifiers: Identifiers, raw: list[str], *, on: date) -> pa.RecordBatch:
    """Return only what is mistyped, or not written in its normal form."""
    rows: list[tuple[str, str | None, bool]] = []
    is_plain = re.compile(identifiers.plain).fullmatch
    for each in raw:
        if each and is_plain(each):
            continue
        given = each.strip(SPACES)
        normal = _normal(identifiers.check, given, on=on) if given else None
        if normal != each:
            rows.append((each, normal, bool(given) and normal is None))
    raws, normals, faults = zip(*rows, strict=True) if rows else ((), (), ())
    arrays = [pa.array(raws, pa.string()), pa.array(normals, pa.string()), pa.array(faults, pa.bool_())]
    return pa.record_batch(arrays, schema=_OTHERS)


def _normal(check: Callable[..., str], given: str, *, on: date) -> str | None:
    try:
        return check(given, on=on)
    except NumberNotValidError:
        return None


def _identifiers(kind: ColumnType) -> Identifiers:
    found: dict[ColumnType, Identifiers] = {
        ColumnType.ORGANISATION_NUMBER: content().organisation_numbers,
        ColumnType.PLACE_CODE: content().place_codes,
        ColumnType.ACCOUNT_NUMBER: content().account_numbers,
        ColumnType.PHONE_NUMBER: content().phone_numbers,
    }
    return found[kind]
