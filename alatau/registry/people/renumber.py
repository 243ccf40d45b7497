"""People whose number was replaced: a register says so, and rows under either number reach the same person."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import structlog

from alatau.access.former_numbers import FormerNumber, bind_former_numbers
from alatau.core.faults import declare_points, reach
from alatau.registry.lake.schema import person_name, unlinked_name
from alatau.registry.people.changes import list_changes
from alatau.registry.people.sources import condition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register, Telling

declare_points("registry.people.renumbered")

#: Former numbers of one transaction.
BATCH = 5_000
log = structlog.get_logger(__name__)


def renumber_people(engine: duckdb.DuckDBPyConnection, rows: str, *, register: Register, by: Actor, at: Moment) -> int:
    """Bind the former numbers among the rows to those who hold the new ones, and return how many were bound.

    ``rows`` is SQL for the register's converted rows with `_is_faulty`. A former number that is somebody's already is
    left alone. Killed anywhere, some are bound; the same call binds the rest.
    """
    bound = 0
    for telling in list_changes(register):
        with closing(engine.cursor()) as cursor:
            cursor.execute(_changes_sql(register, telling, rows))
            for batch in iter(lambda: cursor.fetchmany(BATCH), []):
                bound += bind_former_numbers([FormerNumber(*row) for row in batch], by=by, at=at)
                reach("registry.people.renumbered")
    if bound:
        log.info("registry.people.renumbered", register=register.key, people=bound)
    return bound


def _changes_sql(register: Register, telling: Telling, rows: str) -> str:
    """Return SQL for the person, the former number that is nobody's, and the day; the latest change comes last."""
    holder, former = (register.columns[telling.parts[part]] for part in ("person", "former"))
    conditions = " AND ".join([f"NOT ({each})" for each in _list(telling.unless)] + list(_list(telling.when))) or "TRUE"
    return (
        f'SELECT "{person_name(holder)}", "{unlinked_name(former)}", "{telling.parts["day"]}" FROM ({rows})'
        f' WHERE NOT _is_faulty AND "{person_name(holder)}" IS NOT NULL AND "{person_name(former)}" IS NULL'
        f' AND "{unlinked_name(former)}" IS NOT NULL AND {conditions} ORDER BY 3, 1'
    )


def _list(conditions: Mapping[str, tuple[str | bool, ...]]) -> Iterator[str]:
    return (condition(column, values) for column, values in conditions.items())
