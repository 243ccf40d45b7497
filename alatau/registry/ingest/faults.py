"""Rows of a source that are not taken: each fault with its column, value and reason, and the row as it came."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.registry.reasons import Reason

if TYPE_CHECKING:
    import duckdb

    from alatau.registry.ingest.convert.rows import Conversion
    from alatau.registry.ingest.values import BadLine

_SCHEMA = pa.schema(
    [pa.field("line", pa.int64()), *(pa.field(n, pa.string()) for n in ("column", "value", "reason", "row"))]
)


def lay_out_faults(engine: duckdb.DuckDBPyConnection, conversion: Conversion, *, faulty: str) -> str:
    """Make the table of all faults of a load, and return SQL for it.

    Args:
        engine: holds `contradicted`, the lines that contradict each other.
        conversion: how the source became rows.
        faulty: SQL for the rows that broke a check.
    """
    engine.register("bad_lines", _lines_of(conversion.staged.bad_lines))
    engine.execute("CREATE OR REPLACE TABLE faults AS SELECT * FROM bad_lines")
    engine.unregister("bad_lines")
    # Looking at the source again costs a pass: most sources have no faults.
    if _has(engine, faulty):
        lines = f"SELECT line FROM ({faulty})"
        engine.execute(f"INSERT INTO faults BY NAME {conversion.faults_sql(lines)}")
    if _has(engine, "SELECT line FROM contradicted"):
        column, reason = conversion.register.identity[-1], Reason.CONTRADICTED.value
        fault = f"'{column}' AS \"column\", NULL AS value, '{reason}' AS reason"
        engine.execute(
            f"INSERT INTO faults BY NAME SELECT line, {fault}, row "
            f"FROM ({conversion.raw_sql('SELECT line FROM contradicted')})"
        )
    return 'SELECT line, "column", value, reason, row FROM faults'


def count_lines(engine: duckdb.DuckDBPyConnection) -> int:
    """Return how many rows have faults."""
    [(lines,)] = engine.execute("SELECT count(DISTINCT line) FROM faults").fetchall()
    return int(lines)


def count_reasons(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how many faults there are of each reason, most frequent first."""
    found = engine.execute("SELECT reason, count(*) FROM faults GROUP BY reason ORDER BY 2 DESC, 1").fetchall()
    return {reason: int(count) for reason, count in found}


def _lines_of(bad_lines: tuple[BadLine, ...]) -> pa.Table:
    rows = [
        {
            "line": bad.line,
            "column": "",
            "value": None,
            "reason": Reason.FIELD_COUNT.value,
            "row": json.dumps({"": bad.text}, ensure_ascii=False),
        }
        for bad in bad_lines
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _has(engine: duckdb.DuckDBPyConnection, query: str) -> bool:
    return bool(engine.execute(f"SELECT 1 FROM ({query}) LIMIT 1").fetchall())
