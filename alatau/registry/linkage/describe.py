"""Bring names into the form in which they are compared: one table of descriptions from any SELECT with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.core.content import content

if TYPE_CHECKING:
    import duckdb

#: Names brought into form at once.
BATCH = 100_000
_HEARD = pa.schema([("name", pa.string()), ("sound", pa.string()), ("stem", pa.string())])


def describe(engine: duckdb.DuckDBPyConnection, query: str, *, into: str, extra: str = "") -> None:
    """Make a table of descriptions.

    Args:
        engine: where the query is run and the table made.
        query: gives `unique_id`, `surname`, `given_name`, `patronymic`, `born_on` as a day, `sex`.
        into: name of the table.
        extra: another column of the query to keep.
    """
    engine.execute(f"CREATE OR REPLACE TABLE named AS {query}")
    _hear(engine)
    kept = f", n.{extra}" if extra else ""
    engine.execute(
        f"""CREATE OR REPLACE TABLE {into} AS
        SELECT n.unique_id{kept},
            s.sound AS surname, s.stem AS surname_stem, g.sound AS given_name, nullif(f.stem, '') AS father,
            strftime(n.born_on, '%Y-%m-%d') AS born_on,
            CASE WHEN day(n.born_on) <= 12 AND day(n.born_on) <> month(n.born_on)
                 THEN strftime(n.born_on, '%Y-%d-%m') END AS born_swapped,
            n.sex
        FROM named AS n
        LEFT JOIN heard AS s ON s.name = n.surname
        LEFT JOIN heard AS g ON g.name = n.given_name
        LEFT JOIN heard AS f ON f.name = n.patronymic"""
    )
    engine.execute("DROP TABLE named; DROP TABLE heard")


def _hear(engine: duckdb.DuckDBPyConnection) -> None:
    """Bring each name into form once, however many people have it."""
    engine.execute("CREATE OR REPLACE TABLE heard (name VARCHAR, sound VARCHAR, stem VARCHAR)")
    each = " UNION ".join(f"SELECT {part} AS name FROM named" for part in ("surname", "given_name", "patronymic"))
    cursor = engine.cursor()
    cursor.execute(f"SELECT name FROM ({each}) WHERE name IS NOT NULL")
    forms = content().name_forms
    for batch in cursor.to_arrow_reader(BATCH):
        names: list[str] = batch.column(0).to_pylist()
        sounds = [forms.sound(name) or None for name in names]
        heard = pa.table([names, sounds, [forms.stem(name) for name in names]], schema=_HEARD)
        engine.register("batch_heard", heard)
        engine.execute("INSERT INTO heard SELECT * FROM batch_heard")
        engine.unregister("batch_heard")
    cursor.close()
