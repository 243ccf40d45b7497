"""In which place everybody lives today: the home of each, and where the register of addresses says that it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.place_people import place_people
from alatau.registry.declare import list_registers
from alatau.registry.lake.connect import quoted
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.scan import Slice, in_force_sql
from alatau.registry.lake.sight import look_at
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

ADDRESS = "address"
BATCH = 100_000

# A person is where the permanent home is; of several, the latest one counts.
_HOMES = """
CREATE OR REPLACE TABLE home_today AS SELECT h.id, s.place FROM stay AS s JOIN human AS h USING (p)
WHERE s.d1 <= {today} AND s.d2 > {today} {about}
QUALIFY row_number() OVER (PARTITION BY h.id ORDER BY s.is_temporary, s.d1 DESC, s.place) = 1
"""


def place_by_homes(engine: duckdb.DuckDBPyConnection, *, number: int, is_scoped: bool, by: Actor, at: Moment) -> int:
    """Keep the place of everybody who was computed, and return how many moved; those without a home stay as they were.

    The engine holds computed homes; when not everybody was computed anew, the table `core` says who was.
    """
    registers = [register for register in list_registers() if register.declares == ADDRESS]
    today = f"DATE {quoted(at.city_day.isoformat())}"
    engine.execute(_HOMES.format(today=today, about="AND h.id IN (FROM core)" if is_scoped else ""))
    for register in registers:
        lies = _lies_in_sql(engine, register, number=number, at=at, is_scoped=is_scoped)
        if lies:
            return place_people(_list_places(engine, lies), by=by, at=at)
    return 0


def _list_places(engine: duckdb.DuckDBPyConnection, lies: str) -> Iterator[tuple[UUID, str]]:
    found = engine.execute(f"SELECT id, any_value(within) FROM home_today JOIN ({lies}) USING (place) GROUP BY id")
    while rows := found.fetchmany(BATCH):
        yield from rows


def _lies_in_sql(
    engine: duckdb.DuckDBPyConnection, register: Register, *, number: int, at: Moment, is_scoped: bool
) -> str:
    """Return SQL for `place` and `within`, the address and the place code around it; empty while nothing is known."""
    within = next(column.name for column in register.columns.values() if column.type is ColumnType.PLACE_CODE)
    sight = look_at(register.key)
    if sight.first is None or sight.first.known_from is None or sight.first.known_from > number:
        return ""
    homes = (
        [row[0] for row in engine.execute("SELECT DISTINCT place FROM home_today").fetchall()] if is_scoped else None
    )
    wanted = Slice(columns=[within], subjects=homes)
    rows = in_force_sql(versions_known(engine, register, number, wanted=wanted, sight=sight), at.city_day)
    return f"SELECT subject AS place, {within} AS within FROM ({rows}) WHERE {within} IS NOT NULL"
