"""Lay a source's converted rows out in slices: a table when they are few, scratch files when they are many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.ingest.convert.literals import text
from alatau.registry.ingest.slices import FAULTY, Slicing

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from alatau.registry.ingest.convert.rows import Conversion

#: Rows that are kept in memory between converting and writing.
FEW = 300_000
_OPTIONS = "FORMAT parquet, COMPRESSION lz4_raw, PARTITION_BY (_slice), ROW_GROUP_SIZE 40960"


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Where the rows of each slice are."""

    slicing: Slicing
    conversion: Conversion
    #: Slices that hold rows, with how many where that is known.
    present: frozenset[int]
    folder: Path | None = None

    def rows(self, number: int) -> str:
        """Return SQL for the rows of a slice, with their subject and days."""
        return self.conversion.with_days(self._kept(number))

    def _kept(self, number: int) -> str:
        if self.folder is None:
            return f"SELECT * FROM converted WHERE _slice = {number}"
        if number not in self.present:
            return f"SELECT * FROM ({self._kept(min(self.present))}) WHERE false"
        files = text(f"{self.folder}/_slice={number}/*.parquet")
        return f"SELECT * FROM read_parquet({files}, hive_partitioning = false)"

    def all_rows(self) -> str:
        """Return SQL for the rows of all slices, without those that broke a check."""
        good = sorted(self.present - {FAULTY}) or [FAULTY + 1]
        return " UNION ALL BY NAME ".join(self.rows(number) for number in good)


def share_out(engine: duckdb.DuckDBPyConnection, conversion: Conversion, *, slicing: Slicing, folder: Path) -> Shares:
    """Convert the rows, and lay each into its slice; rows that broke a check lie in one of their own."""
    number = f"CASE WHEN _is_faulty THEN {FAULTY} ELSE {slicing.slice_sql('slot')} END::INTEGER AS _slice"
    converted = f"SELECT * EXCLUDE (_is_faulty), {number} FROM ({conversion.rows_sql()})"
    if conversion.staged.rows <= FEW:
        engine.execute(f"CREATE TABLE converted AS {converted}")
        found = engine.execute("SELECT DISTINCT _slice FROM converted").fetchall()
        return Shares(slicing=slicing, conversion=conversion, present=frozenset(row[0] for row in found))
    # Each slice one file: opened and closed in turns, they would become thousands of small ones.
    engine.execute(f"SET partitioned_write_max_open_files = {slicing.slices + 2}")
    shares = folder / "shares"
    engine.execute(f"COPY ({converted}) TO {text(shares)} ({_OPTIONS})")
    present = frozenset(int(path.name.partition("=")[2]) for path in shares.glob("_slice=*"))
    return Shares(slicing=slicing, conversion=conversion, present=present, folder=shares)
