"""Parquet: one file, or a folder of parts. It is read where it lies."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.sources.excel_files import digest_file
from alatau.registry.ingest.sources.header import match_header
from alatau.registry.ingest.values import Shape, Staged, StagedColumn
from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from alatau.registry.values import Register

MARK = b"PAR1"
#: Rows that no honest file packs into a byte, each with a number and a content of its own.
ROWS_IN_A_BYTE = 20
MANY_ROWS = 1_000_000

#: Shapes in which a type's values may come; texts are read everywhere.
_READABLE: dict[ColumnType, frozenset[Shape]] = {
    ColumnType.DAY: frozenset({Shape.DAY, Shape.MOMENT, Shape.LOCAL_MOMENT}),
    ColumnType.MONTH: frozenset({Shape.DAY}),
    ColumnType.YEAR: frozenset({Shape.WHOLE, Shape.DAY}),
    ColumnType.MOMENT: frozenset({Shape.MOMENT, Shape.LOCAL_MOMENT, Shape.DAY}),
    ColumnType.WHOLE_NUMBER: frozenset({Shape.WHOLE, Shape.DECIMAL}),
    ColumnType.DECIMAL: frozenset({Shape.WHOLE, Shape.DECIMAL, Shape.FLOAT}),
    # Binary fractions never touch money.
    ColumnType.AMOUNT: frozenset({Shape.WHOLE, Shape.DECIMAL}),
    ColumnType.YES_NO: frozenset({Shape.YES_NO, Shape.WHOLE}),
}
#: Texts may come as whole numbers; the numbers of people and firms may not, which begin with zeros.
_TEXTS = {ColumnType.TEXT: frozenset({Shape.WHOLE}), ColumnType.CHOICE: frozenset({Shape.WHOLE})}
_ALL = _READABLE | _TEXTS
_NOTHING: frozenset[Shape] = frozenset()


def stage_parquet(path: Path, register: Register, *, progress: Callable[[float], None]) -> Staged:
    """Check a Parquet file, or the parts of a folder in order of their names.

    Raises:
        SourceUnreadableError: breaks off, damaged, parts that differ, header, a column of another type.
    """
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not parts:
        raise SourceUnreadableError(SourceProblem.EMPTY)
    first, rows, offsets = _read_schema(parts[0]), 0, []
    for part in parts:
        schema, count = _read_schema(part)
        if schema != first[0]:
            raise SourceUnreadableError(SourceProblem.PARTS_DIFFER, part=part.name)
        offsets.append(rows)
        rows += count
    _check_size(parts, rows)
    columns = _match_columns(first[0], register)
    if not rows:
        raise SourceUnreadableError(SourceProblem.EMPTY)
    digest = _digest(parts, progress)
    return Staged(paths=tuple(parts), offsets=tuple(offsets), columns=columns, rows=rows, digest=digest, name=path.name)


def _read_schema(part: Path) -> tuple[dict[str, pa.DataType], int]:
    with part.open("rb") as stream:
        begins = stream.read(len(MARK)) == MARK
        size = stream.seek(0, 2)
        stream.seek(max(size - len(MARK), 0))
        if not begins or stream.read(len(MARK)) != MARK or size < len(MARK) * 3:
            raise SourceUnreadableError(SourceProblem.TRUNCATED, byte=size)
    try:
        with parquet.ParquetFile(part) as file:
            schema, names = file.schema_arrow, file.schema_arrow.names
            if len({*names}) < len(names):
                twice = next(name for name in names if names.count(name) > 1)
                raise SourceUnreadableError(SourceProblem.COLUMN_TWICE, column=twice)
            return {field.name: field.type for field in schema}, file.metadata.num_rows
    except (pa.ArrowException, OSError, MemoryError, ValueError) as error:
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE) from error


def _check_size(parts: list[Path], rows: int) -> None:
    """A few bytes can claim billions of equal rows: a file that does so was made to fill the disk."""
    size = sum(part.stat().st_size for part in parts)
    if rows > MANY_ROWS and rows > size * ROWS_IN_A_BYTE:
        raise SourceUnreadableError(SourceProblem.DAMAGED_FILE)


def _match_columns(schema: dict[str, pa.DataType], register: Register) -> dict[str, StagedColumn]:
    titles = [*schema]
    places = match_header(titles, register)
    columns = {}
    for name, place in places.items():
        column, kind = register.columns[name], schema[titles[place]]
        shape = _shape_of(kind)
        if shape is not Shape.TEXT and (shape is None or shape not in _ALL.get(column.type, _NOTHING)):
            raise SourceUnreadableError(
                SourceProblem.COLUMN_TYPE, column=titles[place], found=str(kind)[:60], wanted=column.type.value
            )
        columns[name] = StagedColumn(name=titles[place], shape=shape)
    return columns


def _shape_of(kind: pa.DataType) -> Shape | None:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    checks = (
        (lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind), Shape.TEXT),
        (pa.types.is_boolean, Shape.YES_NO),
        (pa.types.is_integer, Shape.WHOLE),
        (pa.types.is_decimal, Shape.DECIMAL),
        (pa.types.is_floating, Shape.FLOAT),
        (pa.types.is_date, Shape.DAY),
        (lambda kind: pa.types.is_timestamp(kind) and kind.tz is not None, Shape.MOMENT),
        (pa.types.is_timestamp, Shape.LOCAL_MOMENT),
    )
    return next((shape for check, shape in checks if check(kind)), None)


def _digest(parts: list[Path], progress: Callable[[float], None]) -> str:
    digest = hashlib.sha256()
    for place, part in enumerate(parts):
        digest.update(digest_file(part).encode())
        progress((place + 1) / len(parts))
    return digest.hexdigest()
