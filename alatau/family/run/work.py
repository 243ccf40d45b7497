"""What all steps of a run hold: its plan, its question, and an engine on one machine."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.family.engines.values import InProcess
from alatau.family.run.folders import make_draft, put_in_place, scratch_folder
from alatau.family.values import EngineKind
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.sight import look_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from alatau.family.engines.values import Calculator
    from alatau.family.seam import Plan
    from alatau.family.values import RunView
    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.values import Question


#: Memory that a bucket's queries want, so that many cores with little memory compute fewer buckets at once.
HAND_MEMORY_MB = 800
#: Rows that are read together: few, since a single family's are wanted at times.
GROUP_ROWS = 4_096


@dataclass(frozen=True, kw_only=True)
class Work:
    """One run at work."""

    run: RunView
    plan: Plan
    #: By the place of a register's plan: whether a missing row means that there is nothing.
    silences: Mapping[int, bool]
    #: What was seen of each register when it was first asked for: all steps answer for one place in the journal.
    _sights: dict[str, Sight] = field(default_factory=dict)

    def sight_of(self, register_key: str) -> Sight:
        """Return what can be seen of a register, asked for once in a run."""
        found = self._sights.get(register_key)
        if found is None:
            found = self._sights[register_key] = look_at(register_key)
        return found

    @property
    def question(self) -> Question:
        """Return the question with its two dates."""
        return self.run.question

    @property
    def calculator(self) -> Calculator:
        """Return what computes the plan."""
        if self.run.engine is EngineKind.SPARK:
            # Only who asks for Spark loads it.
            from alatau.family.engines.spark import Spark  # noqa: PLC0415

            return Spark(scratch_folder(self.run.id))
        return InProcess()

    @property
    def hands(self) -> int:
        """Return how many buckets are computed side by side."""
        if self.run.engine is EngineKind.SPARK:
            # A cluster has hands of its own.
            return 1
        return max(1, min(settings.ALATAU_LAKE_THREADS, settings.ALATAU_LAKE_MEMORY_MB // HAND_MEMORY_MB))

    @contextmanager
    def engine(self, *, is_whole: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give an engine that spills into the run's own folder, with a hand's share of cores and memory or all."""
        folder = scratch_folder(self.run.id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hands = 1 if is_whole else self.hands
        threads, memory = settings.ALATAU_LAKE_THREADS // hands, settings.ALATAU_LAKE_MEMORY_MB // hands
        with open_engine(folder=folder, threads=threads, memory_mb=memory) as engine:
            # Each step writes many files at once: as few bytes of each are held back as can be.
            engine.execute("SET partitioned_write_max_open_files = 512")
            yield engine


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Give a draft of a folder, which takes its place when the block ends well."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = make_draft(folder)
    yield draft
    put_in_place(draft, folder)


def write_shares(engine: duckdb.DuckDBPyConnection, rows: str, folder: Path, *, of: str, codec: str = "lz4") -> None:
    """Write rows by a column that says the bucket: a folder for each, and the column itself is left out."""
    engine.execute(
        f"COPY ({rows}) TO '{folder}' (FORMAT parquet, COMPRESSION {codec}, PARTITION_BY ({of}), OVERWRITE_OR_IGNORE)"
    )


def write_table(engine: duckdb.DuckDBPyConnection, rows: pa.Table, folder: Path) -> None:
    """Write a table of this process, in its order, into a folder of its own."""
    folder.mkdir()
    engine.register("written", rows)
    options = f"FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE {GROUP_ROWS}"
    engine.execute(f"COPY written TO '{folder / 'part.parquet'}' ({options})")


def write_sorted(engine: duckdb.DuckDBPyConnection, rows: str, path: Path, *, by: str, group_rows: int) -> int:
    """Write rows in an order: who looks for one reads little of the file, and the same rows give the same file."""
    # Sorted rows reach the file in their order only while this is on.
    engine.execute("SET preserve_insertion_order = true")
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group_rows}"
    [(count,)] = engine.execute(f"COPY (SELECT * FROM ({rows}) ORDER BY {by}) TO '{path}' ({options})").fetchall()
    engine.execute("SET preserve_insertion_order = false")
    return int(count)
