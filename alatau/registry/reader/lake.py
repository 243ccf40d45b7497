"""Every version of one person's rows in a register that has moved on since its views were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.layout import slot_of_person
from alatau.registry.lake.stored import VIEW_COLUMNS, LakeVersion, version_of
from alatau.registry.lake.timeline import timeline_sql
from alatau.registry.lake.views import versions_as_json

if TYPE_CHECKING:
    from uuid import UUID

    import duckdb

    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register


def find_in_lake(
    engine: duckdb.DuckDBPyConnection, register: Register, person_id: UUID, *, sight: Sight, bucket: int
) -> list[LakeVersion]:
    """Return the versions of the person's rows in one register, out of the lake itself."""
    if not sight.has_rows_in(bucket):
        return []
    versions = timeline_sql(register, sight, buckets=[bucket], with_private=True)
    mine = f"SELECT * FROM ({versions}) WHERE slot = {slot_of_person(person_id)} AND subject::VARCHAR = '{person_id}'"
    found = engine.execute(f"SELECT {', '.join(VIEW_COLUMNS)} FROM ({versions_as_json(register, mine)})").fetchall()
    return [version_of(*row) for row in found]
