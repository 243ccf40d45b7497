"""Single rows out of large Parquet files: groups of rows are read by their slots, and kept while there is room.

A run's files never change. An engine plans each question anew, which takes longer than reading what it finds; here a
file's own statistics say which groups to read, and the last ones that were read stay decoded.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from alatau.registry.lake.layout import slot_of_person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path


#: Decoded rows and open files that are kept.
KEPT_BYTES, KEPT_FILES = 192 * 2**20, 256
SLOT = "slot"


@dataclass
class Shelf:
    """What a process keeps of the files that it has read."""

    room: int = KEPT_BYTES
    _files: OrderedDict[Path, parquet.ParquetFile] = field(default_factory=OrderedDict)
    _groups: OrderedDict[tuple[Path, int], pa.Table] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, path: Path, column: str, ids: Collection[UUID], *, only: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Return the rows of a file that have one of the ids in a column; only some of their columns, where said.

        Where the file is sorted by the slots of that column, little of it is read.
        """
        found: list[dict[str, Any]] = []
        for table in self._tables(path, ids):
            found += _pick(table, column, ids, only=only)
        return found

    def _tables(self, path: Path, ids: Collection[UUID]) -> Iterator[pa.Table]:
        with self._lock:
            file = self._open(path)
            groups = [*_groups_of(file, {slot_of_person(each) for each in ids})]
            tables = [self._group(path, file, group) for group in groups]
        yield from tables

    def _open(self, path: Path) -> parquet.ParquetFile:

        if path not in self._files:
            self._files[path] = parquet.ParquetFile(path, memory_map=True)
            if len(self._files) > KEPT_FILES:
                _path, oldest = self._files.popitem(last=False)
                oldest.close()
        self._files.move_to_end(path)
        return self._files[path]

    def _group(self, path: Path, file: parquet.ParquetFile, group: int) -> pa.Table:
        key = (path, group)
        if key not in self._groups:
            table = self._groups[key] = _with_plain_ids(file.read_row_group(group, use_threads=False))
            self._bytes += table.nbytes
            while self._bytes > self.room and len(self._groups) > 1:
                _key, oldest = self._groups.popitem(last=False)
                self._bytes -= oldest.nbytes
        self._groups.move_to_end(key)
        return self._groups[key]


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """Return the process's own shelf."""
    return Shelf()


def _groups_of(file: parquet.ParquetFile, slots: Collection[int]) -> Iterator[int]:
    """Yield the groups of rows in which one of the slots can be; all of a file without slots."""
    meta = file.metadata
    names = meta.schema.names
    if SLOT not in names:
        yield from range(meta.num_row_groups)
        return
    place = names.index(SLOT)
    for group in range(meta.num_row_groups):
        statistics = meta.row_group(group).column(place).statistics
        if statistics is None or any(statistics.min <= slot <= statistics.max for slot in slots):
            yield group


def _pick(table: pa.Table, column: str, ids: Collection[UUID], *, only: Sequence[str]) -> list[dict[str, Any]]:

    wanted = pa.array([each.bytes for each in ids], pa.binary())
    places = pc.indices_nonzero(pc.is_in(table.column(column), value_set=wanted))
    if not len(places):
        return []
    chosen = (table.select([*only]) if only else table).take(places)
    columns = [_values(each) for each in chosen.itercolumns()]
    return [dict(zip(chosen.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def _with_plain_ids(table: pa.Table) -> pa.Table:
    """Return the rows with ids as bytes: what is computed of columns knows no ids."""

    for place, name in enumerate(table.column_names):
        column = table.column(place)
        if isinstance(column.type, pa.BaseExtensionType):
            chunks = [chunk.storage for chunk in column.chunks]
            table = table.set_column(place, name, pa.chunked_array(chunks, column.type.storage_type).cast(pa.binary()))
    return table


def _values(column: pa.ChunkedArray) -> list[Any]:

    plain = column.to_pylist()
    if column.type != pa.binary():
        return plain  # type: ignore[no-any-return]  # plain values
    return [None if each is None else UUID(bytes=each) for each in plain]
