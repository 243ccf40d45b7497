"""Every version of a register's rows with the numbers from which and until which it was believed, written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.layout import Part
from alatau.registry.lake.scan import union_sql
from alatau.registry.lake.schema import names_of, part_fields, private_columns, stored_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from alatau.registry.lake.sight import Sight
    from alatau.registry.values import Register


def timeline_sql(
    register: Register, sight: Sight, *, buckets: Collection[int] | None = None, with_private: bool = False
) -> str:
    """Return SQL for the versions in `sight.sealed_files`, in the columns of `rows`; closing marks are worked in."""
    rows = union_sql(register, Part.ROWS, (sight.sealed_files(Part.ROWS, buckets), "TRUE"))
    marks = union_sql(register, Part.MARKS, (sight.sealed_files(Part.MARKS, buckets), "TRUE"))
    loads = loads_sql(sight.known)
    closed = (
        "SELECT row_load, row_line, min(coalesce(known_until, number)) AS closed_at,"
        " arg_min(load, coalesce(known_until, number)) AS closed_by"
        f" FROM ({marks}) LEFT JOIN ({loads}) AS loads USING (load) GROUP BY ALL"
    )
    names = names_of([*part_fields(register, Part.ROWS)[:6], *stored_columns(register)], "r.")
    private = names_of(private_columns(register), "p.")
    columns = ", ".join(part for part in (names, private if with_private else "") if part)
    joined = ""
    if with_private:
        table = union_sql(register, Part.PRIVATE, (sight.sealed_files(Part.PRIVATE, buckets), "TRUE"))
        joined = f" LEFT JOIN ({table}) AS p ON p.load = r.load AND p.line = r.line"
    return (
        f"SELECT {columns}, coalesce(r.known_from, loads.number) AS known_from,"
        " least(r.known_until, m.closed_at) AS known_until,"
        " CASE WHEN m.closed_at < coalesce(r.known_until, m.closed_at + 1) THEN m.closed_by ELSE r.closed_by END"
        f" AS closed_by FROM ({rows}) AS r"
        f" LEFT JOIN ({loads}) AS loads ON loads.load = r.load"
        f" LEFT JOIN ({closed}) AS m ON m.row_load = r.load AND m.row_line = r.line{joined}"
    )


def loads_sql(known: Mapping[int, int]) -> str:
    """Return SQL for loads with their numbers in the journal."""
    values = ", ".join(f"({load}::BIGINT, {number}::BIGINT)" for load, number in known.items())
    return f"SELECT * FROM (VALUES {values or '(NULL::BIGINT, NULL::BIGINT)'}) AS t (load, number)"
