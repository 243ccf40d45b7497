"""What one subject's rows are in a register that has moved on since its views were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.connect import quoted
from alatau.registry.lake.layout import UNLINKED
from alatau.registry.lake.stored import VIEW_COLUMNS, LakeVersion, version_of
from alatau.registry.lake.timeline import timeline_sql
from alatau.registry.lake.views import versions_as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from alatau.registry.lake.named import Pointer, Whom
    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register


def find_in_lake(
    engine: duckdb.DuckDBPyConnection, register: Register, whom: Whom, *, sight: Sight, bucket: int
) -> list[LakeVersion]:
    """Return the versions of somebody's rows in one register, out of the lake itself."""
    mine = f"slot = {whom.slot} AND subject::VARCHAR = {quoted(whom.name)}"
    return _find(engine, register, mine, sight=sight, bucket=bucket)


def find_nobodys(
    engine: duckdb.DuckDBPyConnection, register: Register, pointers: Sequence[Pointer], *, sight: Sight
) -> list[LakeVersion]:
    """Return the versions of rows that are nobody's yet, by their loads and lines."""
    lines = ", ".join(f"({pointer.load}, {pointer.line})" for pointer in pointers)
    return _find(engine, register, f"(load, line) IN ({lines})", sight=sight, bucket=UNLINKED)


def _find(
    engine: duckdb.DuckDBPyConnection, register: Register, condition: str, *, sight: Sight, bucket: int
) -> list[LakeVersion]:
    if not sight.has_rows_in(bucket):
        return []
    versions = timeline_sql(register, sight, buckets=[bucket], with_private=True)
    mine = f"SELECT * FROM ({versions}) WHERE {condition}"
    found = engine.execute(f"SELECT {', '.join(VIEW_COLUMNS)} FROM ({versions_as_json(register, mine)})").fetchall()
    return [version_of(*row) for row in found]
