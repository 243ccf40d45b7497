"""Answer who compares a row that is nobody's yet with a person: only that row, to a line that says who opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import UNLINKED
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import private_columns, stored_columns

if TYPE_CHECKING:
    from alatau.registry.values import Register

#: The line that opens one row.
OPENED = "registry.match.opened"


def find_nobodys_row(register: Register, place: tuple[int, int]) -> dict[str, Any] | None:
    """Return what a row that is nobody's says, as text by column; None when it is no longer there."""
    load, line = place
    with open_engine(threads=1) as engine:
        nobodys = versions_sql(register, wanted=Slice(buckets={UNLINKED}, with_private=True))
        fields = [*stored_columns(register), *private_columns(register)]
        columns = ", ".join(f'"{field.name}"::VARCHAR AS "{field.name}"' for field in fields)
        found = engine.execute(
            f"SELECT {columns} FROM ({nobodys}) WHERE load = ? AND line = ? AND subject IS NULL",
            [load, line],
        )
        rows = found.to_arrow_table().to_pylist()
    return rows[0] if rows else None
