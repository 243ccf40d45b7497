"""Rows that came alone, seen together with the lake's until they are folded into it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.seal import unseal
from alatau.registry.lake.clip import Arrival, Version, clip, cut_of
from alatau.registry.lake.identity import identity_fits, is_identity_private
from alatau.registry.lake.layout import bucket_of_slot, is_about_people, slot_of_subject
from alatau.registry.lake.scan import EVERYTHING, Slice, check_dates, in_force_sql, known_sql
from alatau.registry.lake.schema import PERSON_TYPES, Field, names_of, person_name, private_columns, stored_columns
from alatau.registry.lake.sight import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from alatau.registry.lake.sight import Sight
    from alatau.registry.lake.state import InboxEntry
    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

_OWN = [
    Field("inbox_id", "VARCHAR"),
    Field("slot", "INTEGER"),
    Field("subject", ""),
    Field("bucket", "INTEGER"),
    Field("valid_from", "DATE"),
    Field("valid_until", "DATE"),
    Field("known_from", "BIGINT"),
    Field("cut", "DATE"),
    Field("identity", "VARCHAR"),
]


def with_inbox(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    question: Question,
    *,
    wanted: Slice = EVERYTHING,
    sight: Sight | None = None,
) -> str:
    """Return SQL for the rows in force and known, those that came alone included.

    The columns are those of `scan.rows_sql` and `inbox_id`, which names a row that has no load and line yet. The engine
    gets a temporary table.

    Raises:
        BeforeFirstLoadError: nothing was known from this register on one of the dates.
    """
    sight = sight or look_at(register.key)
    check_dates(register, question, sight=sight)
    versions = versions_known(engine, register, question.known.number, wanted=wanted, sight=sight)
    return in_force_sql(versions, question.in_force)


def versions_known(
    engine: duckdb.DuckDBPyConnection, register: Register, number: int, *, wanted: Slice = EVERYTHING, sight: Sight
) -> str:
    """Return SQL for the versions of all days as known at a number, those that came alone included."""
    entries = [entry for entry in sight.inbox if entry.known_from is not None and entry.known_from <= number]
    if not entries:
        known = known_sql(register, number, sight=sight, wanted=wanted)
        return f"SELECT *, NULL::VARCHAR AS inbox_id FROM ({known})"
    table = lay_out(engine, register, entries, ends=_ends(register, entries))
    return _union(register, table, number=number, sight=sight, wanted=wanted)


def _union(register: Register, table: str, *, number: int, sight: Sight, wanted: Slice) -> str:
    """Return SQL for the lake's versions, cut short by the inbox, and the inbox' own."""
    lake = known_sql(register, number, sight=sight, wanted=wanted)
    whole = Slice(buckets=wanted.buckets, subjects=wanted.subjects, with_private=is_identity_private(register))
    named = known_sql(register, number, sight=sight, wanted=whole)
    cuts = (
        f"SELECT n.load, n.line, min(i.cut) AS cut FROM ({named}) AS n JOIN {table} AS i"
        f" ON {identity_fits(register, 'n', 'i')} GROUP BY ALL"
    )
    stored = [field for field in stored_columns(register) if wanted.columns is None or field.name in wanted.columns]
    fields = [*stored, *(private_columns(register) if wanted.with_private else []), Field("inbox_id", "VARCHAR")]
    names = names_of(fields)
    from_lake = (
        "SELECT l.load, l.line, slot, subject, valid_from, least(valid_until, c.cut) AS valid_until, known_from,"
        f" {names} FROM (SELECT *, NULL::VARCHAR AS inbox_id FROM ({lake})) AS l"
        f" LEFT JOIN ({cuts}) AS c ON c.load = l.load AND c.line = l.line"
        " WHERE c.cut IS NULL OR valid_from < c.cut"
    )
    from_inbox = (
        "SELECT NULL::BIGINT AS load, NULL::BIGINT AS line, slot, subject, valid_from, valid_until, known_from,"
        f" {names} FROM {table} WHERE is_seen AND {wanted.condition()}"
    )
    return f"{from_lake} UNION ALL {from_inbox}"


def lay_out(
    engine: duckdb.DuckDBPyConnection,
    register: Register,
    entries: Sequence[InboxEntry],
    *,
    buckets: int = 1,
    ends: Mapping[UUID, Version | None] | None = None,
) -> str:
    """Make a temporary table of the entries with their names and numbers, and return its name.

    `ends` tells how others of the same identity left a row; nothing stands there for one that is not seen any more.
    """
    import pyarrow as pa

    fields = [*_OWN, Field("is_seen", "BOOLEAN"), *stored_columns(register), *private_columns(register)]
    rows = [_values(register, entry, buckets=buckets, ends=ends or {}) for entry in entries]
    texts = pa.table({field.name: pa.array([row.get(field.name) for row in rows], pa.string()) for field in fields})
    kinds = {"subject": "UUID" if is_about_people(register) else "VARCHAR"}
    casts = ", ".join(f'"{field.name}"::{kinds.get(field.name, field.type)} AS "{field.name}"' for field in fields)
    table = f"inbox_{register.key}"
    engine.register("inbox_texts", texts)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {casts} FROM inbox_texts")
    engine.unregister("inbox_texts")
    return table


def _ends(register: Register, entries: Sequence[InboxEntry]) -> dict[UUID, Version | None]:
    """Return each entry as the later ones of its identity leave it now; nothing where they take its place."""
    left: dict[UUID, Version | None] = {}
    for group in group_by_identity(entries).values():
        arrivals = [arrival_of(register, entry) for entry in group]
        for place, entry in enumerate(group):
            whole, pieces = clip(version_of(entry), arrivals[place + 1 :])
            last = pieces[-1] if pieces else whole
            left[entry.id] = last if last and last.known_until is None else None
    return left


def group_by_identity(entries: Sequence[InboxEntry]) -> dict[str, list[InboxEntry]]:
    """Return the entries of each identity in the order in which they became known."""
    groups: dict[str, list[InboxEntry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.known_from or 0):
        groups.setdefault(entry.identity, []).append(entry)
    return groups


def version_of(entry: InboxEntry) -> Version:
    """Return when a row that came alone is true and known."""
    assert entry.known_from is not None, "only numbered rows are read"
    return Version(entry.valid_from, entry.valid_until, entry.known_from)


def arrival_of(register: Register, entry: InboxEntry) -> Arrival:
    """Return what a row that came alone does to others of its identity."""
    assert entry.known_from is not None, "only numbered rows are read"
    return Arrival(entry.known_from, cut_of(register.history, entry.valid_from))


def subject_of(register: Register, entry: InboxEntry) -> UUID | str | None:
    """Return the subject of an inbox row: a person's id, an organisation's number, a place's code, or nobody."""
    if not entry.subject:
        return None
    column = register.columns[register.subject]
    is_person = is_about_people(register) or entry.columns.get(person_name(column)) is not None
    return UUID(entry.subject) if is_person and column.type in PERSON_TYPES else entry.subject


def _values(
    register: Register, entry: InboxEntry, *, buckets: int, ends: Mapping[UUID, Version | None]
) -> dict[str, str | None]:
    slot = slot_of_subject(subject_of(register, entry))
    version = ends.get(entry.id, version_of(entry))
    seen = version or version_of(entry)
    own: dict[str, object] = {
        "inbox_id": entry.id,
        "slot": slot,
        "subject": entry.subject or None,
        "bucket": bucket_of_slot(slot, buckets),
        "valid_from": seen.valid_from,
        "valid_until": seen.valid_until,
        "known_from": entry.known_from,
        "cut": cut_of(register.history, entry.valid_from),
        "identity": entry.identity,
        "is_seen": version is not None,
    }
    stored = json.loads(unseal(entry.sealed)) if entry.sealed else {}
    return {name: None if value is None else str(value) for name, value in (own | dict(entry.columns) | stored).items()}
