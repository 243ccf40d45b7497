"""Numbers whose holders are known already, so that a run of many loads asks the database for each number once.

They lie in Parquet files of a folder that goes with the run, as a load's own table of numbers goes with the load.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from alatau.registry.ingest.convert.literals import text
from alatau.registry.lake.layout import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    import duckdb

#: Fewer numbers than this are found faster by asking the database than by reading the files through.
MANY = 100_000
SLOT_SHIFT = 112
_SCHEMA = pa.schema([pa.field("raw", pa.string()), pa.field("person", pa.uuid()), pa.field("slot", pa.int32())])


class KnownNumbers:
    """Writes numbers with their holders, some at a time, and closes the file when the block ends."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._out = parquet.ParquetWriter(
            folder / f"{name}.parquet", _SCHEMA, compression="lz4", use_dictionary=False, write_statistics=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._out.close()

    def add(self, numbers: Sequence[str], people: Sequence[UUID]) -> None:
        """Keep whose each number is."""
        ids = b"".join(one.bytes for one in people)
        storage = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(people), [None, pa.py_buffer(ids)])
        slots = np.frombuffer(ids, ">u2")[::8].astype(np.int32)
        columns = [pa.array(numbers, pa.string()), pa.ExtensionArray.from_storage(pa.uuid(), storage), pa.array(slots)]
        self._out.write_batch(pa.record_batch(columns, schema=_SCHEMA))


@contextmanager
def keeping_numbers() -> Iterator[Path]:
    """Give the folder of a run's known numbers; it goes when the run ends."""
    scratch_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="numbers-", dir=scratch_folder()) as folder:
        yield Path(folder)


def find_known(engine: duckdb.DuckDBPyConnection, asked: str, *, known: Path | None, table: str) -> bool:
    """Make the table of those asked numbers whose holders are known, and tell whether there was any to look in."""
    files = sorted(known.glob("*.parquet")) if known else []
    if not files:
        return False
    (count,) = engine.execute(f"SELECT count(*) FROM {asked}").fetchone() or (0,)
    if count < MANY:
        return False
    among = ", ".join(text(file) for file in files)
    engine.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT raw, k.person, k.slot, NULL::VARCHAR AS number,"
        f" NULL::VARCHAR AS organisation, false AS is_faulty FROM {asked} JOIN read_parquet([{among}]) AS k USING (raw)"
    )
    return True
