"""What can be seen of a register: the files of its announced loads, and the rows that came alone since.

PostgreSQL decides. Loads are announced in the order of their numbers, so one number tells which of the log's files are
seen, and it is read in the same statement as the inbox: a row that moves from there into the lake is seen once, in the
one place or in the other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from alatau.core.journal.read import find_numbers
from alatau.registry.lake.layout import register_folder
from alatau.registry.lake.log import EMPTY, LakeFile, Listing, list_files
from alatau.registry.models import Load
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from alatau.registry.lake.layout import Part

_STATE = """
WITH wanted AS (SELECT unnest(%(keys)s::text[]) AS key)
SELECT wanted.key,
       (SELECT number FROM registry_load WHERE register_key = wanted.key AND state = 'announced'
        ORDER BY number DESC LIMIT 1),
       first.line_id, first.as_of,
       inbox.id, inbox.subject, inbox.columns, inbox.sealed, inbox.valid_from, inbox.valid_until, inbox.line_id,
       inbox.identity
FROM wanted
LEFT JOIN LATERAL (SELECT line_id, as_of FROM registry_load WHERE register_key = wanted.key AND state = 'announced'
                   ORDER BY number LIMIT 1) AS first ON TRUE
LEFT JOIN registry_inboxrow AS inbox ON inbox.register_key = wanted.key AND ({condition})
ORDER BY wanted.key, inbox.id
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


@dataclass(frozen=True, kw_only=True)
class FirstLoad:
    """Since when anything was known from a register."""

    #: Journal number of its announcement; None until that is sealed.
    known_from: int | None
    as_of: date


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One register as it can be seen now."""

    register_key: str
    listing: Listing = EMPTY
    #: Number of the last announced load, 0 before the first.
    announced: int = 0
    first: FirstLoad | None = None
    #: Journal numbers of announced loads; those whose line is not sealed yet are missing.
    known: Mapping[int, int] = field(default_factory=dict)
    #: Loads whose rows each carry the number of their own knowledge.
    explicit: frozenset[int] = frozenset()
    inbox: Sequence[InboxEntry] = ()

    @property
    def is_sealed(self) -> bool:
        """Tell whether every announced load has its number in the journal."""
        loads = {file.load for file in self.listing.files if not file.is_compacted and file.load <= self.announced}
        return loads <= self.known.keys()

    def files(self, part: Part, *, number: int, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files all of whose rows without numbers of their own were known at the number."""
        return [
            file
            for file in self.listing.of(part, buckets)
            if file.is_compacted or self.known.get(file.load, number + 1) <= number
        ]

    def earlier_files(self, part: Part, *, number: int, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files of later loads that hold rows which were known at the number already."""
        return [
            file
            for file in self.listing.of(part, buckets)
            if not file.is_compacted
            and file.load in self.explicit
            and file.load <= self.announced
            and self.known.get(file.load, number + 1) > number
        ]

    def sealed_files(self, part: Part, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files of loads whose number in the journal is known: those that may be rewritten."""
        return [file for file in self.listing.of(part, buckets) if file.is_compacted or file.load in self.known]

    def announced_files(self, part: Part, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files of every announced load, known or not yet: for the register's writer."""
        return [file for file in self.listing.of(part, buckets) if file.is_compacted or file.load <= self.announced]


def look_at(register_key: str) -> Sight:
    """Return one register as it can be seen now, with its whole inbox."""
    return look_at_many([register_key])[register_key]


def look_at_many(
    keys: Sequence[str], *, subjects: Sequence[str] | None = None, identities: Sequence[str] = ()
) -> dict[str, Sight]:
    """Return several registers as they can be seen now; with subjects, only their inbox rows or those so named."""
    rows, listings = _read_together(keys, subjects=subjects, identities=identities)
    lines = {line_id for row in rows for line_id in (row.first_line_id, row.line_id) if line_id}
    numbers = find_numbers(lines)
    announced = {row.key: row.announced or 0 for row in rows}
    firsts = {row.key: _first_of(row, numbers) for row in rows}
    inbox: dict[str, list[InboxEntry]] = {key: [] for key in keys}
    for row in rows:
        if row.id is not None:
            inbox[row.key].append(_entry_of(row, numbers))
    known, explicit = _know_loads(listings, announced)
    return {
        key: Sight(
            register_key=key,
            listing=listings[key],
            announced=announced[key],
            first=firsts[key],
            known=known.get(key, {}),
            explicit=frozenset(explicit.get(key, ())),
            inbox=inbox[key],
        )
        for key in keys
    }


def _read_together(
    keys: Sequence[str], *, subjects: Sequence[str] | None, identities: Sequence[str]
) -> tuple[list[_Row], dict[str, Listing]]:
    """Return inboxes and files of one moment.

    A row may be folded and its file compacted between the two readings: it would be seen twice. That has happened only
    where files are newer than what was announced before, and more was announced since; then both are read again.
    """
    while True:
        rows = _read_state(keys, subjects=subjects, identities=identities)
        announced = {row.key: row.announced or 0 for row in rows}
        listings = {key: _list_at_least(key, announced[key]) for key in keys}
        ahead = [key for key in keys if listings[key].is_ahead_of(announced[key])]
        if not ahead:
            return rows, listings
        again = {row.key: row.announced or 0 for row in _read_state(ahead, subjects=[], identities=())}
        if all(again[key] == announced[key] for key in ahead):
            return rows, listings


class _Row(NamedTuple):
    key: str
    announced: int | None
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


def _read_state(keys: Sequence[str], *, subjects: Sequence[str] | None, identities: Sequence[str]) -> list[_Row]:
    condition = (
        "TRUE" if subjects is None else "inbox.subject = ANY(%(subjects)s) OR inbox.identity = ANY(%(identities)s)"
    )
    facts = {"keys": [*keys], "subjects": [*(subjects or ())], "identities": [*identities]}
    with connection.cursor() as cursor:
        cursor.execute(_STATE.format(condition=condition), facts)
        return [_Row(*row) for row in cursor.fetchall()]


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
    )


#: Log folders that were read, with the time of their last change: reading 93 logs anew takes longer than a question.
_read: dict[Path, tuple[int, Listing]] = {}


def _list_at_least(register_key: str, announced: int) -> Listing:
    """Return the files, read anew when the log changed; it holds all that is announced."""
    if not announced:
        return EMPTY
    folder = register_folder(register_key) / "_delta_log"
    changed = folder.stat().st_mtime_ns
    at, listing = _read.get(folder, (0, EMPTY))
    if at != changed or listing.reached < announced:
        listing = list_files(register_key)
        _read[folder] = changed, listing
    assert listing.reached >= announced, f"the log of {register_key} lacks loads that are announced"
    return listing


#: Journal numbers and kinds of announced loads, by load: neither ever changes.
_known: dict[UUID, int] = {}


def _know_loads(
    listings: Mapping[str, Listing], announced: Mapping[str, int]
) -> tuple[dict[str, dict[int, int]], dict[str, set[int]]]:
    """Return the journal numbers of the loads that files name, and the loads whose rows have numbers of their own."""
    wanted = {key: {file.load for file in listing.files if not file.is_compacted} for key, listing in listings.items()}
    rows = Load.objects.filter(
        register_key__in=[key for key, loads in wanted.items() if loads],
        number__in=set().union(*wanted.values()),
        line_id__isnull=False,
    ).values_list("register_key", "number", "kind", "line_id")
    loads = [row for row in rows if row[1] in wanted[row[0]] and row[1] <= announced[row[0]]]
    _known.update(find_numbers([line_id for *_, line_id in loads if line_id and line_id not in _known]))
    known: dict[str, dict[int, int]] = {}
    explicit: dict[str, set[int]] = {}
    for key, number, kind, line_id in loads:
        if kind == LoadKind.INBOX.value:
            explicit.setdefault(key, set()).add(number)
        if line_id in _known:
            known.setdefault(key, {})[number] = _known[line_id]
    return known, explicit
