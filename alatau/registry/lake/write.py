"""Write files of the lake: sorted by slot and subject, so that who looks for one person reads little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import Part, file_stem, parse_file_name
from alatau.registry.lake.log import NewFile, place_of
from alatau.registry.lake.schema import names_of, part_fields, written_fields

if TYPE_CHECKING:
    import duckdb

    from alatau.registry.values import Register

#: Rows that are skipped or read together.
ROW_GROUP_ROWS = 100_000
OPTIONS = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS}"


def write_part(
    engine: duckdb.DuckDBPyConnection,
    query: str,
    *,
    register: Register,
    part: Part,
    load: int,
    is_compacted: bool = False,
) -> list[NewFile]:
    """Write the rows of a SELECT, which gives the part's columns and `bucket`; one file for each bucket."""
    engine.execute(f"CREATE OR REPLACE TEMP TABLE to_write AS {query}")
    buckets = [row[0] for row in engine.execute("SELECT DISTINCT bucket FROM to_write ORDER BY bucket").fetchall()]
    files = [
        write_file(
            engine,
            f"SELECT * FROM to_write WHERE bucket = {bucket}",
            register=register,
            file=(part, bucket, f"{file_stem(load, is_compacted=is_compacted)}0.parquet"),
        )
        for bucket in buckets
    ]
    engine.execute("DROP TABLE to_write")
    return files


def write_file(
    engine: duckdb.DuckDBPyConnection, query: str, *, register: Register, file: tuple[Part, int, str]
) -> NewFile:
    """Write the rows of a SELECT into one file of a part's bucket."""
    part, bucket, name = file
    path = place_of(register.key, part, bucket) / name
    order = "load, line" if part is Part.QUARANTINE else "slot, subject"
    is_compacted = parse_file_name(name)[1]
    columns = names_of((part_fields if is_compacted else written_fields)(register, part))
    # Sorted rows reach the file in their order only while this is on.
    engine.execute("SET preserve_insertion_order = true")
    try:
        [(rows,)] = engine.execute(
            f"COPY (SELECT {columns} FROM ({query}) ORDER BY {order}) TO {quoted(path)} ({OPTIONS})"
        ).fetchall()
    finally:
        engine.execute("SET preserve_insertion_order = false")
    return NewFile(part=part, bucket=bucket, path=path, rows=rows)
