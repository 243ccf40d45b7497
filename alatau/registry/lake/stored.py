"""The stored views of a bucket, opened: one person's rows are found by reading a few thousand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from alatau.registry.lake.clip import Version
from alatau.registry.lake.layout import view_path
from alatau.registry.lake.named import Pointer

if TYPE_CHECKING:
    from pathlib import Path

    from pyarrow import parquet

#: The name under which a file says how far it reaches; another one for each way of laying it out.
REACHED = "alatau_reached_2"
POINTER_COLUMNS = ["register", "load", "line", "row_slot", "row_subject"]
VIEW_COLUMNS = ["register", "load", "line", "valid_from", "valid_until", "known_from", "known_until", "row"]


class LakeVersion(NamedTuple):
    """One version of a row: its name in the lake, when it is true and known, and what it says."""

    register_key: str
    load: int
    line: int
    version: Version
    row: dict[str, object]


@dataclass(frozen=True)
class StoredViews:
    """The stored views of one bucket, opened."""

    file: parquet.ParquetFile

    @cached_property
    def reached(self) -> dict[str, int]:
        """Number of the last load of each register that is in the file."""
        kept = self.file.schema_arrow.metadata or {}
        reached: dict[str, int] = json.loads(kept.get(REACHED.encode(), b"{}"))
        return reached

    @cached_property
    def _slots(self) -> list[tuple[int, int]]:
        meta = self.file.metadata
        place = meta.schema.names.index("slot")
        groups = (meta.row_group(group).column(place).statistics for group in range(meta.num_row_groups))
        return [(each.min, each.max) for each in groups]

    def find(self, slot: int, subject: str) -> tuple[list[LakeVersion], list[Pointer]]:
        """Return the versions of the subject's rows, and where rows lie that name it, of all registers in the file."""
        groups = [group for group, (least, most) in enumerate(self._slots) if least <= slot <= most]
        if not groups:
            return [], []
        import pyarrow.compute as pc

        columns = ["subject", *VIEW_COLUMNS, "row_slot", "row_subject"]
        table = self.file.read_row_groups(groups, columns=columns, use_threads=False)
        mine = table.filter(pc.equal(table.column("subject"), subject))
        own = mine.filter(pc.is_valid(mine.column("row"))).select(VIEW_COLUMNS)
        named = mine.filter(pc.is_null(mine.column("row"))).select(POINTER_COLUMNS)
        versions = [version_of(*row.values()) for row in own.to_pylist()]
        return versions, [Pointer(*row.values()) for row in named.to_pylist()]


_opened: dict[Path, tuple[tuple[int, int], StoredViews]] = {}


def open_views(bucket: int) -> StoredViews | None:
    """Return the bucket's stored views as they are now; nothing when none were stored."""
    from pyarrow import parquet

    path = view_path(bucket)
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    name = (state.st_ino, state.st_mtime_ns)
    if path not in _opened or _opened[path][0] != name:
        _opened[path] = name, StoredViews(parquet.ParquetFile(path, memory_map=True))
    return _opened[path][1]


def version_of(*row: Any) -> LakeVersion:
    """Return one version out of the columns of the stored views."""
    register, load, line, valid_from, valid_until, known_from, known_until, text = row
    return LakeVersion(
        register, load, line, Version(valid_from, valid_until, known_from, known_until), json.loads(text)
    )
