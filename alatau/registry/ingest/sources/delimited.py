"""Delimited text to Parquet in one pass: the common road of CSV files, Excel sheets and outside tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
from pyarrow import compute, csv, parquet

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.values import BadLine, Shape, Staged, StagedColumn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Longest line in bytes: a quote that is never closed would else swallow the file.
BLOCK = 4 << 20
#: Lines with another number of fields that are kept; beyond, the file is no table of this shape.
BAD_LINES = 10_000
BAD_TEXT = 4_000
LINE = "line"


class Reader(Protocol):
    """A stream of UTF-8."""

    closed: bool

    def read(self, size: int = -1) -> bytes: ...


@dataclass(kw_only=True)
class Table:
    """How a stream is laid out: its fields in order, and what parts them."""

    delimiter: str
    #: One name a field, as the staged file shall call it.
    fields: list[str]
    #: The first field is the line itself; otherwise records are counted, the header being the first.
    has_lines: bool = False
    #: Bytes read so far, to say where something is wrong.
    position: Callable[[], int] = field(default=lambda: 0)


@dataclass(frozen=True)
class Delimited:
    """What was staged."""

    rows: int
    bad_lines: tuple[BadLine, ...]
    #: The last record lacks fields.
    last_is_short: bool = False
    #: In the last record a quote is never closed.
    last_is_open: bool = False


def stage_delimited(reader: Reader, table: Table, *, into: Path, progress: Callable[[int], None]) -> Delimited:
    """Write the records as texts into a Parquet file, with their lines; return how many, and those that do not fit.

    Raises:
        SourceUnreadableError: a line is too large, most lines do not fit the header, or a byte is no letter.
    """
    bad: list[csv.InvalidRow] = []
    names = [name for name in table.fields if name != LINE]
    schema = pa.schema([pa.field(LINE, pa.int64()), *(pa.field(name, pa.string()) for name in names)])
    rows = seen = 0
    try:
        batches = _open(reader, table, bad)
        with parquet.ParquetWriter(
            into, schema, compression="lz4", use_dictionary=False, write_statistics=False
        ) as out:
            for batch in batches:
                lines = batch.column(LINE) if table.has_lines else _number(seen, len(batch), bad)
                seen += len(batch)
                kept = _drop_empty(pa.record_batch([lines, *(batch.column(name) for name in names)], schema=schema))
                out.write_batch(kept)
                rows += len(kept)
                progress(table.position())
                _check_bad_lines(rows, bad)
    except pa.ArrowInvalid as error:
        _refuse(error, table)
    _check_bad_lines(rows, bad)
    last = bad[-1] if bad and bad[-1].number == seen + len(bad) + 1 else None
    return Delimited(
        rows=rows,
        bad_lines=tuple(BadLine(line=row.number or 0, text=row.text[:BAD_TEXT]) for row in bad),
        last_is_short=last is not None and last.actual_columns < len(table.fields),
        last_is_open=last is not None and last.text.count('"') % 2 == 1,
    )


def staged_table(done: Delimited, places: dict[str, int], *, into: Path, digest: str, name: str) -> Staged:
    """Return the staged table; one without any row is refused."""
    if not done.rows and not done.bad_lines:
        raise SourceUnreadableError(SourceProblem.EMPTY)
    return Staged(
        paths=(into,),
        offsets=(0,),
        columns={column: StagedColumn(name=column, shape=Shape.TEXT) for column in places},
        rows=done.rows,
        digest=digest,
        name=name,
        has_lines=True,
        bad_lines=done.bad_lines,
    )


def _open(reader: Reader, table: Table, bad: list[csv.InvalidRow]) -> csv.CSVStreamingReader:
    return csv.open_csv(
        pa.PythonFile(reader, "r"),
        read_options=csv.ReadOptions(
            block_size=BLOCK, column_names=table.fields, skip_rows_after_names=1, use_threads=False
        ),
        parse_options=csv.ParseOptions(
            delimiter=table.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=lambda row: _keep(row, bad),
        ),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.int64() if name == LINE else pa.string() for name in table.fields},
            strings_can_be_null=True,
            null_values=[""],
        ),
    )


def _keep(row: csv.InvalidRow, bad: list[csv.InvalidRow]) -> str:
    if len(bad) <= BAD_LINES:
        bad.append(row)
    return "skip"


def _drop_empty(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Leave out records without any value, which empty lines are."""
    columns = batch.columns[1:]
    if not all(column.null_count for column in columns):
        return batch
    has_value = columns[0].is_valid()
    for column in columns[1:]:
        has_value = compute.or_(has_value, column.is_valid())
    return batch.filter(has_value)


def _number(before: int, count: int, bad: list[csv.InvalidRow]) -> pa.Array:
    """Return the lines of a batch: records are counted from the header's 1, those that did not fit included."""
    lines = np.arange(before + 2, before + 2 + count, dtype=np.int64)
    for row in bad:
        lines[lines >= (row.number or 0)] += 1
    return pa.array(lines)


def _check_bad_lines(rows: int, bad: list[csv.InvalidRow]) -> None:
    if len(bad) > max(rows, 10) or len(bad) > BAD_LINES:
        raise SourceUnreadableError(SourceProblem.FIELD_COUNTS, line=bad[0].number)


def _refuse(error: pa.ArrowInvalid, table: Table) -> None:
    message = str(error)
    if "straddling" in message:
        limit = f"{BLOCK >> 20} MB"
        raise SourceUnreadableError(SourceProblem.LINE_TOO_LARGE, byte=table.position(), limit=limit) from error
    if "Empty CSV" in message:
        raise SourceUnreadableError(SourceProblem.EMPTY) from error
    raise SourceUnreadableError(SourceProblem.DAMAGED_TEXT, byte=table.position()) from error
