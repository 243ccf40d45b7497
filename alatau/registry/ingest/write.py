"""Write a slice of a load into the lake's folders, sorted; the log does not know the files yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.ingest.convert.literals import name, text
from alatau.registry.ingest.convert.rows import stored_names
from alatau.registry.ingest.slices import NOBODYS, Slicing
from alatau.registry.lake.layout import UNLINKED, Part, file_stem
from alatau.registry.lake.log import NewFile, place_of
from alatau.registry.lake.schema import private_columns, written_fields
from alatau.registry.lake.write import ROW_GROUP_ROWS

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from alatau.registry.ingest.compare import Outcome
    from alatau.registry.values import Register

#: The lightest setting takes a fifth less time than the usual one, and the files are as small.
_OPTIONS = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {ROW_GROUP_ROWS}"


@dataclass(frozen=True, kw_only=True)
class Written:
    """The files of one slice, and how many rows of the source they hold."""

    files: list[NewFile]
    #: Rows of the source that are new, or take the place of others.
    accepted: int = 0
    closed: int = 0


@dataclass(frozen=True, kw_only=True)
class SliceWriter:
    """Writes slices of one load."""

    register: Register
    load: int
    as_of: date
    slicing: Slicing

    def write(self, engine: duckdb.DuckDBPyConnection, number: int, *, rows: str, outcome: Outcome) -> Written:
        """Write rows, their private halves and the marks of one slice. Empty files are not kept."""
        taken = self._taken(number, rows=rows, outcome=outcome)
        files = [self._copy(engine, taken, part=Part.ROWS, number=number)]
        restated = _count(engine, self._within(number, outcome.restated)) if outcome.restated else 0
        if files[0].rows:
            values = " OR ".join(f"{name(field.name)} IS NOT NULL" for field in private_columns(self.register))
            if values and self._has(engine, f"SELECT 1 FROM ({taken}) WHERE {values} LIMIT 1"):
                files.append(
                    self._copy(engine, f"SELECT * FROM ({taken}) WHERE {values}", part=Part.PRIVATE, number=number)
                )
        closed = 0
        if outcome.closed:
            marks = (
                f"SELECT {self.load} AS load, slot, subject, load AS row_load, line AS row_line, "
                f"NULL::BIGINT AS known_until FROM ({self._within(number, outcome.closed)})"
            )
            files.append(self._copy(engine, marks, part=Part.MARKS, number=number))
            closed = files[-1].rows
        return Written(
            files=[file for file in files if self._keep(file)], accepted=files[0].rows - restated, closed=closed
        )

    def write_quarantine(self, engine: duckdb.DuckDBPyConnection, query: str) -> list[NewFile]:
        """Write the faults of a load; there is nothing to write when there are none."""
        file = self._copy(engine, f"SELECT {self.load} AS load, * FROM ({query})", part=Part.QUARANTINE, number=NOBODYS)
        return [file] if self._keep(file) else []

    def _taken(self, number: int, *, rows: str, outcome: Outcome) -> str:
        stored = ", ".join(f"r.{name(each)}" for each in stored_names(self.register))
        known = f"{self.load}::BIGINT AS load, r.line, r.slot, r.subject"
        unknown = "NULL::BIGINT AS known_from, NULL::BIGINT AS known_until"
        source, starts, ends = f"({rows}) AS r", "r._valid_from", "r._valid_until"
        if outcome.dropped:
            source += f" ANTI JOIN {outcome.dropped} AS x ON x.line = r.line"
        if outcome.dated:
            source += f" LEFT JOIN {outcome.dated} AS d ON d.line = r.line"
            starts = f"coalesce(d.valid_from, {starts})"
            ends = f"CASE WHEN d.line IS NULL THEN {ends} ELSE d.valid_until END"
        starts = f"coalesce({starts}, DATE '{self.as_of.isoformat()}') AS valid_from"
        taken = f"SELECT {known}, {starts}, {ends} AS valid_until, {unknown}, {stored} FROM {source}"
        if outcome.restated:
            again = f"{known}, r.valid_from, r.valid_until, {unknown}, {stored}"
            taken += f" UNION ALL SELECT {again} FROM ({self._within(number, outcome.restated)}) AS r"
        return taken

    def _within(self, number: int, table: str) -> str:
        return f"SELECT * FROM {table} WHERE {self.slicing.slice_sql('slot')} = {number}"

    def _copy(self, engine: duckdb.DuckDBPyConnection, query: str, *, part: Part, number: int) -> NewFile:
        bucket = UNLINKED if part is Part.QUARANTINE else self.slicing.bucket_of(number)
        which = "nobodys" if number == NOBODYS else str(number)
        path = place_of(self.register.key, part, bucket) / f"{file_stem(self.load)}{which}.parquet"
        columns = ", ".join(
            f"{name(field.name)}::{field.type} AS {name(field.name)}" for field in written_fields(self.register, part)
        )
        order = "load, line" if part is Part.QUARANTINE else "slot, subject"
        copy = f"COPY (SELECT {columns} FROM ({query}) ORDER BY {order}) TO {text(path)} ({_OPTIONS})"
        [(rows,)] = engine.execute(copy).fetchall()
        return NewFile(part=part, bucket=bucket, path=path, rows=rows)

    def _keep(self, file: NewFile) -> bool:
        if not file.rows:
            file.path.unlink(missing_ok=True)
        return bool(file.rows)

    def _has(self, engine: duckdb.DuckDBPyConnection, query: str) -> bool:
        return bool(engine.execute(query).fetchall())


def _count(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    [(count,)] = engine.execute(f"SELECT count(*) FROM ({query})").fetchall()
    return int(count)
