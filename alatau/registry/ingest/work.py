"""The slices of one load, compared and written, as many at a time as there are cores."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.registry.ingest.compare import Comparison, Outcome
from alatau.registry.ingest.slices import FAULTY, NOBODYS
from alatau.registry.lake.layout import Part
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.schema import private_columns
from alatau.registry.values import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from alatau.registry.ingest.convert.rows import Conversion
    from alatau.registry.ingest.staging import Shares
    from alatau.registry.ingest.write import SliceWriter, Written
    from alatau.registry.lake.log import NewFile
    from alatau.registry.lake.sight import Sight

#: Number of the scope that is a whole register.
WHOLE_REGISTER = 1_000


@dataclass(kw_only=True)
class Done:
    """What became of the slices that are finished."""

    files: list[NewFile] = field(default_factory=list)
    accepted: int = 0
    unchanged: int = 0
    unlinked: int = 0
    closed: int = 0
    in_force: int = 0
    ended: int = 0

    def add(self, number: int, written: Written) -> None:
        """Count a slice in."""
        self.files += written.files
        self.accepted += written.accepted
        self.closed += written.closed
        self.unlinked += written.accepted if number == NOBODYS else 0


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is needed to compare and write the slices of one load."""

    engine: duckdb.DuckDBPyConnection
    conversion: Conversion
    shares: Shares
    sight: Sight
    delivery: Delivery
    writer: SliceWriter

    def do_all(self, progress: Callable[[str, float], None]) -> Done:
        """Compare and write every slice."""
        done = Done()
        self.engine.execute("CREATE OR REPLACE TABLE contradicted (line BIGINT)")
        # Sorted rows reach their file in order only while this is on.
        self.engine.execute("SET preserve_insertion_order = true")
        outcome = None if self._is_apart else self._compare_register(done)
        numbers = self._list_slices(outcome)
        with ThreadPoolExecutor(settings.ALATAU_LAKE_THREADS) as threads:
            tasks = threads.map(lambda number: (number, self._do_slice(number, outcome)), numbers)
            for place, (number, (written, found, unchanged)) in enumerate(tasks, start=1):
                done.add(number, written)
                done.unchanged += unchanged
                done.in_force, done.ended = done.in_force + found.in_force, done.ended + found.ended
                progress("write", place / len(numbers))
        return done

    @property
    def _is_apart(self) -> bool:
        """Tell whether a thing can never pass from one subject to another, so that slices are compared alone."""
        return self.conversion.register.subject in self.conversion.register.identity

    def _list_slices(self, outcome: Outcome | None) -> list[int]:
        is_all = self.delivery is Delivery.WHOLE or (outcome is not None and outcome.closed)
        present = set(self.shares.slicing) if is_all and self.sight.announced else self.shares.present
        return sorted(present - {FAULTY}, reverse=True)

    def _do_slice(self, number: int, outcome: Outcome | None) -> tuple[Written, Outcome, int]:
        with closing(self.engine.cursor()) as engine:
            if outcome is not None:
                return self.writer.write(engine, number, rows=self.shares.rows(number), outcome=outcome), Outcome(), 0
            comparison = self._comparison(number, rows=self.shares.rows(number), versions=self._versions(number))
            found = comparison.run(engine)
            unchanged = _note_dropped(engine, found)
            written = self.writer.write(engine, number, rows=self.shares.rows(number), outcome=found)
            comparison.forget(engine)
            return written, found, unchanged

    def _compare_register(self, done: Done) -> Outcome:
        versions = versions_sql(self.conversion.register, wanted=self._slice(), sight=self.sight)
        comparison = self._comparison(
            WHOLE_REGISTER, rows=self.shares.all_rows(), versions=versions if self.sight.announced else ""
        )
        outcome = comparison.run(self.engine)
        done.unchanged += _note_dropped(self.engine, outcome)
        done.in_force, done.ended = outcome.in_force, outcome.ended
        return outcome

    def _comparison(self, number: int, *, rows: str, versions: str) -> Comparison:
        return Comparison(
            register=self.conversion.register,
            as_of=self.conversion.as_of,
            delivery=self.delivery,
            rows=rows,
            versions=versions,
            faulty=self.shares.rows(FAULTY) if FAULTY in self.shares.present else "",
            number=number,
        )

    def _versions(self, number: int) -> str:
        """Return SQL for the versions of a slice that are believed now; empty where there are none."""
        bucket = self.shares.slicing.bucket_of(number)
        if not self.sight.announced_files(Part.ROWS, {bucket}):
            return ""
        first, after = self.shares.slicing.slots_of(number)
        versions = versions_sql(self.conversion.register, wanted=self._slice({bucket}), sight=self.sight)
        return f"SELECT * FROM ({versions}) WHERE slot >= {first} AND slot < {after}"

    def _slice(self, buckets: set[int] | None = None) -> Slice:
        return Slice(buckets=buckets, with_private=bool(private_columns(self.conversion.register)))


def _note_dropped(engine: duckdb.DuckDBPyConnection, outcome: Outcome) -> int:
    """Keep lines that contradict each other for the quarantine; return how many say what was said before."""
    if not outcome.dropped:
        return 0
    engine.execute(f"INSERT INTO contradicted SELECT line FROM {outcome.dropped} WHERE reason <> ''")
    [(unchanged,)] = engine.execute(f"SELECT count(*) FROM {outcome.dropped} WHERE reason = ''").fetchall()
    return int(unchanged)
