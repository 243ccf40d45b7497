"""What PostgreSQL says of registers at one moment: how far they are announced, and what lies in their inboxes.

Both are read in one statement: a row that moves from the inbox into the lake is seen once, in the one place or in the
other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from alatau.core.journal.read import find_numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

_STATE = """
WITH wanted AS (SELECT unnest(%(keys)s::text[]) AS key)
SELECT wanted.key, last.number, last.named,
       (SELECT number FROM registry_load WHERE register_key = wanted.key AND state = 'announced'
        AND kind <> 'compaction' ORDER BY number DESC LIMIT 1),
       first.line_id, first.as_of,
       inbox.id, inbox.subject, inbox.columns, inbox.sealed, inbox.valid_from, inbox.valid_until, inbox.line_id,
       inbox.identity, inbox.named
FROM wanted
LEFT JOIN LATERAL (SELECT number, named FROM registry_load WHERE register_key = wanted.key AND state = 'announced'
                   ORDER BY number DESC LIMIT 1) AS last ON TRUE
LEFT JOIN LATERAL (SELECT line_id, as_of FROM registry_load WHERE register_key = wanted.key AND state = 'announced'
                   ORDER BY number LIMIT 1) AS first ON TRUE
LEFT JOIN registry_inboxrow AS inbox ON inbox.register_key = wanted.key AND ({condition})
ORDER BY wanted.key, inbox.id
"""
#: The subjects' rows and those that name them, and all that have an identity of these: they may take their place.
_SOME = """
inbox.subject = ANY(%(subjects)s) OR inbox.named && %(subjects)s::text[] OR inbox.identity = ANY(%(identities)s)
OR inbox.identity IN (SELECT own.identity FROM registry_inboxrow AS own
                      WHERE own.subject = ANY(%(subjects)s) OR own.named && %(subjects)s::text[])
"""


@dataclass(frozen=True, kw_only=True)
class InboxEntry:
    """A row that came alone, as the inbox keeps it."""

    id: UUID
    subject: str
    columns: Mapping[str, object]
    sealed: bytes
    valid_from: date
    valid_until: date | None
    #: Journal number from which the row is known; None until its line is sealed, up to a moment after its commit.
    known_from: int | None
    identity: str
    #: Ids of people whose row it is too, because a column names them.
    named: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class FirstLoad:
    """Since when anything was known from a register."""

    #: Journal number of its announcement; None until that is sealed.
    known_from: int | None
    as_of: date


@dataclass(frozen=True, kw_only=True)
class State:
    """How far one register is announced, and its inbox or the wanted part of it."""

    #: Number of the last announced load, 0 before the first.
    announced: int = 0
    #: Number of the last announced load that brought rows or marks.
    news: int = 0
    #: Columns by which all its rows are found by those whom they name.
    named: str = ""
    first: FirstLoad | None = None
    inbox: Sequence[InboxEntry] = ()


def read_states(
    keys: Sequence[str], *, subjects: Sequence[str] | None = None, identities: Sequence[str] = ()
) -> dict[str, State]:
    """Return the states of registers, all at one moment; with subjects, only their inbox rows or those so named."""
    facts = {"keys": [*keys], "subjects": [*(subjects or ())], "identities": [*identities]}
    with connection.cursor() as cursor:
        cursor.execute(_STATE.format(condition="TRUE" if subjects is None else _SOME), facts)
        rows = [_Row(*row) for row in cursor.fetchall()]
    lines = {line_id for row in rows for line_id in (row.first_line_id, row.line_id) if line_id}
    numbers = find_numbers(lines) if lines else {}
    inboxes: dict[str, list[InboxEntry]] = {}
    for row in rows:
        if row.id is not None:
            inboxes.setdefault(row.key, []).append(_entry_of(row, numbers))
    return {
        row.key: State(
            announced=row.announced or 0,
            news=row.news or 0,
            named=row.last_named or "",
            first=_first_of(row, numbers),
            inbox=inboxes.get(row.key, ()),
        )
        for row in rows
    }


def list_named(row_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return whose each of some rows in the inbox is, its subject first; those that were folded are left out."""
    query = "SELECT id, subject, named FROM registry_inboxrow WHERE id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(query, [[*row_ids]])
        return {row_id: tuple(filter(None, (subject, *(named or ())))) for row_id, subject, named in cursor.fetchall()}


class _Row(NamedTuple):
    key: str
    announced: int | None
    last_named: str | None
    news: int | None
    first_line_id: UUID | None
    first_as_of: date | None
    id: UUID | None
    subject: str
    columns: str | dict[str, object]
    sealed: bytes
    valid_from: date
    valid_until: date | None
    line_id: UUID | None
    identity: str
    named: list[str] | None


def _first_of(row: _Row, numbers: Mapping[UUID, int]) -> FirstLoad | None:
    if row.first_line_id is None or row.first_as_of is None:
        return None
    return FirstLoad(known_from=numbers.get(row.first_line_id), as_of=row.first_as_of)


def _entry_of(row: _Row, numbers: Mapping[UUID, int]) -> InboxEntry:
    assert row.id is not None
    assert row.line_id is not None
    return InboxEntry(
        id=row.id,
        subject=row.subject,
        columns=json.loads(row.columns) if isinstance(row.columns, str) else row.columns,
        sealed=bytes(row.sealed),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        known_from=numbers.get(row.line_id),
        identity=row.identity,
        named=tuple(row.named or ()),
    )
