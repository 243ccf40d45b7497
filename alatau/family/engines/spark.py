"""Spark over the same files: for a nation that outgrows one machine.

What a plan reads is handed over as Parquet, and what it gives comes back so. Ids of people travel as text: Spark has no
type for them.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alatau.family.engines.values import tables_of
from alatau.family.errors import EngineAwayError
from alatau.family.seam import MEASURES
from alatau.registry.lake.connect import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from alatau.family.seam import Plan, RegisterPlan

#: Whole-stage code of a SELECT with hundreds of columns passes the limits of the Java machine.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
IDS = ("person", "family")


@dataclass(frozen=True)
class Spark:
    """A Spark session, on this machine unless the environment names a cluster."""

    folder: Path

    def measure(
        self, engine: duckdb.DuckDBPyConnection, register: RegisterPlan, rows: str, *, into: str, silence_none: bool
    ) -> str:
        """Return the relation of a register's measures out of rows: a SELECT, or the table of that name."""
        with _exchange(self.folder) as place:
            _hand_over(engine, rows, place / "rows", name="rows_of_register")
            _run(register.sql("`rows_of_register`", silence_none=silence_none), place / "measured")
            _take_back(engine, place / "measured", into=into)
        return into

    def ask_others(self, engine: duckdb.DuckDBPyConnection, plan: Plan, *, measures: str, into: str) -> None:
        """Make the table of what relations carry over."""
        with _exchange(self.folder) as place:
            _hand_over(engine, f"SELECT * FROM {measures}", place / "wide", name="wide_rows")
            _run(plan.others_sql("`wide_rows`"), place / "others")
            _take_back(engine, place / "others", into=into)

    def derive(self, engine: duckdb.DuckDBPyConnection, plan: Plan) -> None:
        """Make a table for each phase, one after the other."""
        tables = {name: f"`{name}`" for name in tables_of(plan)}
        with _exchange(self.folder) as place:
            for name in (MEASURES, *(relation.key for relation in plan.relations)):
                _hand_over(engine, f'SELECT * FROM "{name}"', place / name, name=name)
            for phase in plan.phases:
                _run(phase.sql(tables), place / phase.name)
                _session().read.parquet(str(place / phase.name)).createOrReplaceTempView(phase.name)
                _take_back(engine, place / phase.name, into=f'"{phase.name}"')


@lru_cache(maxsize=1)
def _session() -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  the library and its Java start only here
    except ImportError as error:
        raise EngineAwayError from error
    builder = SparkSession.builder.appName("alatau")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except RuntimeError as error:
        raise EngineAwayError from error
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def _exchange(folder: Path) -> Iterator[Path]:
    """Give a folder in which tables change hands; it goes when they have."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="spark-", dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _hand_over(engine: duckdb.DuckDBPyConnection, query: str, path: Path, *, name: str) -> None:
    """Write rows for Spark, and give them a name there."""
    types = describe(engine, f"({query})").items()
    texts = ", ".join(f'"{column}"::VARCHAR AS "{column}"' for column, kind in types if kind == "UUID")
    chosen = f"* REPLACE ({texts})" if texts else "*"
    path.mkdir()
    engine.execute(f"COPY (SELECT {chosen} FROM ({query})) TO '{path / 'part.parquet'}' (FORMAT parquet)")
    _session().read.parquet(str(path)).createOrReplaceTempView(name)


def _run(query: str, path: Path) -> None:
    """Let Spark compute a SELECT and write what comes of it."""
    _session().sql(query).write.mode("overwrite").parquet(str(path))


def _take_back(engine: duckdb.DuckDBPyConnection, path: Path, *, into: str) -> None:
    """Make a table of what Spark wrote."""
    rows = f"read_parquet('{path}/*.parquet')"
    columns = describe(engine, rows)
    ids = ", ".join(f"{name}::UUID AS {name}" for name in IDS if name in columns)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT * REPLACE ({ids}) FROM {rows}")
