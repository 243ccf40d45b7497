"""One wide row for everybody, put together from the measures of each register without joining them.

Sixty joins that each carry all columns of those before took two thirds of a run's time. Here each register's measures
come with the number of their person, and each column is filled in at once by these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    from numpy.typing import NDArray

#: Everybody of the table `people` with their place in the wide table, and the order that gives it.
NUMBERED = "numbered"
#: The number under which a register's measures hold what is true of everybody whom they do not name.
NOBODY = -1
#: Types whose values lie one after the other, each in so many bytes, and move as they are.
_WIDTHS: Mapping[pa.DataType, np.dtype[Any]] = {
    pa.int64(): np.dtype("i8"),
    pa.date32(): np.dtype("i4"),
    pa.bool8(): np.dtype("i1"),
}
_WIDE_DECIMAL = np.dtype("V16")
#: Rows that one thread of the engine reads together.
_BATCH_ROWS = 61_440


@dataclass(frozen=True)
class Measured:
    """The measures of a register by the numbers of people, with those of nobody."""

    table: pa.Table

    def places(self, count: int) -> NDArray[np.int32]:
        """Return for each number of a person the place of the row that tells of them."""
        numbers = self.table.column("number").to_numpy()
        [nobody] = np.flatnonzero(numbers == NOBODY)
        # Nobody's number is minus one: it falls into the last place, which is cut off.
        found = np.full(count + 1, nobody, dtype=np.int32)
        found[numbers] = np.arange(len(numbers), dtype=np.int32)
        return found[:count]


def number_people(engine: duckdb.DuckDBPyConnection, *, order: str) -> pa.Table:
    """Number everybody of the table `people` in an order, and return who they are in it."""
    # Ids and flags come out of the engine as they lie in it, not as texts and bits.
    engine.execute("SET arrow_lossless_conversion = true")
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE {NUMBERED} AS"
        f" SELECT *, (row_number() OVER (ORDER BY {order}) - 1)::INTEGER AS number FROM people"
    )
    people = engine.execute(f"SELECT person, family, role FROM {NUMBERED} ORDER BY number")
    return people.to_arrow_table().combine_chunks()


def take_measured(engine: duckdb.DuckDBPyConnection, query: str, *, of_nobody: str) -> Measured:
    """Return what a SELECT with the column `number` gives, and what is true of everybody else.

    Args:
        engine: what computes it.
        query: the SELECT; empty where nobody has anything.
        of_nobody: the same columns as SQL literals, without the number.
    """
    parts = [*([query] if query else []), f"SELECT {NOBODY}::INTEGER AS number, {of_nobody}"]
    return Measured(engine.execute(" UNION ALL ".join(parts)).to_arrow_table().combine_chunks())


def widen(people: pa.Table, measured: Sequence[Measured]) -> pa.Table:
    """Return a row for each of the people, in their order, with the columns of all measures."""
    count = len(people)
    columns = {name: people.column(name) for name in people.column_names}
    for each in measured:
        columns |= _spread(each, count)
    table = pa.table(columns)
    return pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH_ROWS), schema=table.schema)


def _spread(measured: Measured, count: int) -> dict[str, pa.Array]:
    places = measured.places(count)
    names = [name for name in measured.table.column_names if name != "number"]
    return {name: _take(measured.table.column(name), places) for name in names}


def _take(column: pa.ChunkedArray, places: NDArray[np.int32]) -> pa.Array:
    """Return the values at some places."""
    [values] = column.chunks
    width = _WIDE_DECIMAL if pa.types.is_decimal128(values.type) else _WIDTHS.get(values.type)
    if width is None:
        return values.take(pa.array(places))
    valid, data = (values.storage if isinstance(values, pa.ExtensionArray) else values).buffers()
    taken = np.frombuffer(data, width)[values.offset :][places]
    there = _bits(valid, values)[places] if values.null_count else None
    return _made(values.type, taken, there)


def _bits(valid: pa.Buffer, values: pa.Array) -> NDArray[np.uint8]:
    bits = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")
    return bits[values.offset : values.offset + len(values)]


def _made(type_: pa.DataType, taken: NDArray[Any], there: NDArray[np.uint8] | None) -> pa.Array:
    valid = None if there is None else pa.py_buffer(np.packbits(there, bitorder="little"))
    storage = type_.storage_type if isinstance(type_, pa.BaseExtensionType) else type_
    array = pa.Array.from_buffers(storage, len(taken), [valid, pa.py_buffer(taken)])
    return pa.ExtensionArray.from_storage(type_, array) if storage is not type_ else array
