"""Take rows that came alone out of the inbox into the lake. No answer changes, for any date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.core.faults import declare_points, reach
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.clip import Version, clip
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.identity import identity_fits, is_identity_private
from alatau.registry.lake.inbox import arrival_of, group_by_identity, lay_out, version_of
from alatau.registry.lake.layout import Part, bucket_sql
from alatau.registry.lake.named import write_named
from alatau.registry.lake.protocol import announce_load, commit_files, plan_load
from alatau.registry.lake.schema import names_of, private_columns, stored_columns
from alatau.registry.lake.sight import look_at
from alatau.registry.lake.timeline import timeline_sql
from alatau.registry.lake.values import Counts, LoadRef
from alatau.registry.lake.write import write_part
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.clip import Arrival
    from alatau.registry.lake.log import NewFile
    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.state import InboxEntry
    from alatau.registry.values import Register

declare_points("registry.fold.planned", "registry.fold.files_written")

#: Most rows of one load; what is left waits for the next.
MOST_ROWS = 50_000


def fold_inbox(register: Register, *, by: Actor, at: Moment) -> LoadRef | None:
    """Write the register's inbox into the lake as one load, and return it; nothing when there is nothing to fold.

    The caller is the register's writer. Rows whose journal line has no number yet stay for the next time.
    """
    sight = look_at(register.key)
    numbered = [entry for entry in sight.inbox if entry.known_from is not None]
    entries = sorted(numbered, key=lambda entry: entry.known_from or 0)[:MOST_ROWS]
    if not entries or not sight.is_sealed:
        return None
    load = plan_load(register, kind=LoadKind.INBOX, as_of=at.city_day, at=at, inbox=[entry.id for entry in entries])
    reach("registry.fold.planned")
    with open_engine() as engine:
        lay_out(engine, register, entries, buckets=count_buckets())
        plan = _Plan(*_find_pieces(engine, register, entries, sight=sight))
        files = [*_write(engine, register, plan, sight=sight, load=load.number)]
        files += write_named(engine, register, files, load=load.number)
    reach("registry.fold.files_written")
    unlinked = sum(1 for entry in entries if not entry.subject)
    counts = Counts(read=len(entries), accepted=len(entries), unlinked=unlinked, closed=len(plan.marks))
    commit_files(load, files, counts, register=register)
    announce_load(load, by=by, at=at)
    return load


@dataclass(frozen=True)
class _Plan:
    """What a fold writes: pieces of versions, each a copy of a row of the lake or of the inbox, and closing marks."""

    pieces: Sequence[dict[str, object]]
    marks: Sequence[dict[str, object]]


def _find_pieces(
    engine: duckdb.DuckDBPyConnection, register: Register, entries: Sequence[InboxEntry], *, sight: Sight
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    groups = group_by_identity(entries)
    arrivals = {identity: [arrival_of(register, entry) for entry in group] for identity, group in groups.items()}
    pieces: list[dict[str, object]] = []
    marks: list[dict[str, object]] = []
    for (load, line), identity, version in _affected(engine, register, sight):
        left, added = clip(version, arrivals[identity])
        if left == version:
            continue
        closed_at = left.known_until if left else version.known_from
        row: dict[str, object] = {"row_load": load, "row_line": line, "inbox_id": None}
        marks.append({"row_load": load, "row_line": line, "known_until": closed_at})
        pieces += [row | _facts(piece) for piece in added]
    for identity, group in groups.items():
        for place, entry in enumerate(group):
            own: dict[str, object] = {"row_load": None, "row_line": None, "inbox_id": str(entry.id)}
            pieces += [own | _facts(piece) for piece in _left(entry, arrivals[identity][place + 1 :])]
    return pieces, marks


def _affected(
    engine: duckdb.DuckDBPyConnection, register: Register, sight: Sight
) -> Iterator[tuple[tuple[int, int], str, Version]]:
    """Give the lake's versions that have the identity of a row in the inbox and were still believed when it came."""
    lake = timeline_sql(register, sight, with_private=is_identity_private(register))
    found = engine.execute(
        "SELECT DISTINCT t.load, t.line, i.identity, t.valid_from, t.valid_until, t.known_from, t.known_until"
        f" FROM ({lake}) AS t JOIN inbox_{register.key} AS i ON {identity_fits(register, 't', 'i')}"
        " WHERE t.known_until IS NULL OR t.known_until > i.known_from"
    ).fetchall()
    for load, line, identity, *version in found:
        yield (load, line), identity, Version(*version)


def _left(entry: InboxEntry, arrivals: Sequence[Arrival]) -> list[Version]:
    left, added = clip(version_of(entry), arrivals)
    return [left, *added] if left else added


def _facts(piece: Version) -> dict[str, object]:
    return {
        "valid_from": piece.valid_from,
        "valid_until": piece.valid_until,
        "known_from": piece.known_from,
        "known_until": piece.known_until,
    }


_PIECES = pa.schema(
    [
        ("line", pa.int64()),
        ("row_load", pa.int64()),
        ("row_line", pa.int64()),
        ("inbox_id", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_until", pa.date32()),
        ("known_from", pa.int64()),
        ("known_until", pa.int64()),
    ]
)
_MARKS = pa.schema([("row_load", pa.int64()), ("row_line", pa.int64()), ("known_until", pa.int64())])


def _write(
    engine: duckdb.DuckDBPyConnection, register: Register, plan: _Plan, *, sight: Sight, load: int
) -> Iterator[NewFile]:
    lines = [{"line": line} | piece for line, piece in enumerate(plan.pieces, 1)]
    engine.register("pieces", pa.Table.from_pylist(lines, schema=_PIECES))
    engine.register("closings", pa.Table.from_pylist([*plan.marks], schema=_MARKS))
    stored, private = names_of(stored_columns(register), "s."), names_of(private_columns(register), "s.")
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT * FROM ({timeline_sql(register, sight, with_private=True)})"
        " SEMI JOIN (SELECT row_load, row_line FROM pieces UNION SELECT row_load, row_line FROM closings) AS t"
        " ON t.row_load = load AND t.row_line = line"
    )
    bucket = bucket_sql("s.slot", count_buckets())
    first = f"SELECT {load} AS load, p.line, s.slot, s.subject, {bucket} AS bucket"
    from_lake = "FROM pieces AS p JOIN touched AS s ON s.load = p.row_load AND s.line = p.row_line"
    from_inbox = f"FROM pieces AS p JOIN inbox_{register.key} AS s ON s.inbox_id = p.inbox_id"
    dates = "p.valid_from, p.valid_until, p.known_from, p.known_until"
    for part, columns in ((Part.ROWS, f"{dates}, {stored}"), (Part.PRIVATE, private)):
        if columns:
            query = f"{first}, {columns} {from_lake} UNION ALL {first}, {columns} {from_inbox}"
            yield from write_part(engine, query, register=register, part=part, load=load)
    marks = f"SELECT {load} AS load, s.slot, s.subject, {bucket} AS bucket, c.* FROM closings AS c JOIN touched AS s"
    yield from write_part(
        engine,
        f"{marks} ON s.load = c.row_load AND s.line = c.row_line",
        register=register,
        part=Part.MARKS,
        load=load,
    )
