"""The one place that opens DuckDB: bounded memory, its own scratch folder, nothing fetched from anywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.registry.lake.layout import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb


@contextmanager
def open_engine(
    *, memory_mb: int | None = None, threads: int | None = None, folder: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a DuckDB connection of its own; what it spilled to disk goes when the block ends.

    Who has a scratch folder of their own names it: after a kill it goes together with all else in there.
    """
    import duckdb

    scratch_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    spill = Path(tempfile.mkdtemp(dir=folder or scratch_folder()))
    connection = duckdb.connect(
        config={
            "memory_limit": f"{memory_mb or settings.ALATAU_LAKE_MEMORY_MB}MB",
            "threads": threads or settings.ALATAU_LAKE_THREADS,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
        }
    )
    try:
        connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true")
        yield connection
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def describe(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Return the columns of a table, a view or a reading function, with their types."""
    found = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {column: kind for column, kind, *_more in found}


class _Kept(threading.local):
    """What a thread keeps open between its questions."""

    engine: duckdb.DuckDBPyConnection | None = None
    #: The process and the lake that it was opened for.
    place: tuple[int, Path] | None = None
    closing: ExitStack = ExitStack()


_kept = _Kept()


def kept_engine(*, memory_mb: int, threads: int) -> duckdb.DuckDBPyConnection:
    """Return the thread's own engine for small questions one after the other: opening one takes as long as they do.

    It knows the files that it has read. Temporary tables stay in it: who makes some replaces them.
    """
    place = (os.getpid(), scratch_folder())
    if _kept.engine is None or _kept.place != place or not scratch_folder().is_dir():
        if _kept.place is not None and _kept.place[0] != os.getpid():
            # Another process goes on with what was opened before the fork.
            _kept.closing.pop_all()
        _kept.closing.close()
        _kept.closing = ExitStack()
        _kept.engine = _kept.closing.enter_context(open_engine(memory_mb=memory_mb, threads=threads))
        _kept.place = place
    return _kept.engine


def quoted(text: object) -> str:
    """Return the text as an SQL literal: paths, codes and ids that the room itself made."""
    return "'" + str(text).replace("'", "''") + "'"
