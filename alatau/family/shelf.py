"""Single rows out of large Parquet files: groups of rows are read by the ids in them, and kept while there is room.

A run's files never change. An engine plans each question anew, which takes longer than reading what it finds; here a
file's own statistics say which groups to read, and the last ones that were read stay decoded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path


#: Decoded rows and open files that are kept.
KEPT_BYTES, KEPT_FILES = 192 * 2**20, 256


@dataclass
class Shelf:
    """What a process keeps of the files that it has read."""

    room: int = KEPT_BYTES
    _files: OrderedDict[Path, parquet.ParquetFile] = field(default_factory=OrderedDict)
    #: Of each open file and column, the least and the greatest id of each group of rows.
    _spans: dict[tuple[Path, str], list[tuple[bytes, bytes] | None]] = field(default_factory=dict)
    _groups: OrderedDict[tuple[Path, int], pa.Table] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, path: Path, column: str, ids: Collection[UUID], *, only: Sequence[str] = ()) -> list[dict[str, Any]]:
        """Return the rows of a file that have one of the ids in a column; only some of their columns, where said.

        Where the file is sorted by that column, little of it is read.
        """
        wanted = sorted(each.bytes for each in ids)
        with self._lock:
            spans = self._spans_of(path, column)
        found: list[dict[str, Any]] = []
        for group, span in enumerate(spans):
            if span is None or _falls_into(span, wanted):
                with self._lock:
                    table = self._group(path, group)
                found += _pick(table, column, wanted, only=only)
        return found

    def _spans_of(self, path: Path, column: str) -> list[tuple[bytes, bytes] | None]:
        if (path, column) not in self._spans:
            meta = self._open(path).metadata
            place = meta.schema.names.index(column)
            groups = (meta.row_group(group).column(place).statistics for group in range(meta.num_row_groups))
            self._spans[path, column] = [(each.min, each.max) if each and each.has_min_max else None for each in groups]
        return self._spans[path, column]

    def _open(self, path: Path) -> parquet.ParquetFile:
        if path not in self._files:
            self._files[path] = parquet.ParquetFile(path, memory_map=True)
            if len(self._files) > KEPT_FILES:
                self._close(self._files.popitem(last=False))
        self._files.move_to_end(path)
        return self._files[path]

    def _close(self, oldest: tuple[Path, parquet.ParquetFile]) -> None:
        path, file = oldest
        file.close()
        self._spans = {key: spans for key, spans in self._spans.items() if key[0] != path}

    def _group(self, path: Path, group: int) -> pa.Table:
        key = (path, group)
        if key not in self._groups:
            read = self._open(path).read_row_group(group, use_threads=False)
            table = self._groups[key] = _with_plain_ids(read)
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


def _falls_into(span: tuple[bytes, bytes], wanted: Sequence[bytes]) -> bool:
    """Tell whether one of some sorted ids can lie between two."""
    least, most = span
    place = bisect_left(wanted, least)
    return place < len(wanted) and wanted[place] <= most


def _pick(table: pa.Table, column: str, wanted: Sequence[bytes], *, only: Sequence[str]) -> list[dict[str, Any]]:
    found = pc.is_in(table.column(column), value_set=pa.array(wanted, pa.binary()))
    places = pc.indices_nonzero(found)
    if not len(places):
        return []
    chosen = (table.select([*only]) if only else table).take(places)
    # Asked for once: a table makes its names anew each time, which takes longer than a row of them.
    names, columns = chosen.column_names, [_values(each) for each in chosen.itercolumns()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


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
