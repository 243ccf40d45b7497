"""What can be seen of a register: the files of its announced loads, and the rows that came alone since.

PostgreSQL decides. Loads are announced in the order of their numbers, so one number tells which of the log's files are
seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alatau.core.journal.read import find_numbers
from alatau.registry.lake.layout import Part, register_folder
from alatau.registry.lake.log import EMPTY, LakeFile, Listing, list_files
from alatau.registry.lake.state import InboxEntry, State, read_states
from alatau.registry.models import Load
from alatau.registry.values import LoadKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from alatau.registry.lake.state import FirstLoad


UNKNOWN = State()


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One register as it can be seen now."""

    register_key: str
    listing: Listing = EMPTY
    state: State = UNKNOWN
    #: Journal numbers of announced loads; those whose line is not sealed yet are missing.
    known: Mapping[int, int] = field(default_factory=dict)
    #: Loads whose rows each carry the number of their own knowledge.
    explicit: frozenset[int] = frozenset()

    @property
    def announced(self) -> int:
        """Number of the last announced load, 0 before the first."""
        return self.state.announced

    @property
    def news(self) -> int:
        """Number of the last announced load that brought rows or marks."""
        return self.state.news

    @property
    def first(self) -> FirstLoad | None:
        """Since when anything was known from the register."""
        return self.state.first

    @property
    def inbox(self) -> Sequence[InboxEntry]:
        """The rows that came alone, or those of them that were wanted."""
        return self.state.inbox

    @property
    def is_sealed(self) -> bool:
        """Tell whether every announced load has its number in the journal."""
        return {load for load in self.listing.loads if load <= self.announced} <= self.known.keys()

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

    def has_rows_in(self, bucket: int) -> bool:
        """Tell whether a bucket has any rows that are announced and numbered."""
        return bool(self.sealed_files(Part.ROWS, [bucket]))

    def announced_files(self, part: Part, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files of every announced load, known or not yet: for the register's writer."""
        return [file for file in self.listing.of(part, buckets) if file.is_compacted or file.load <= self.announced]


def look_at(register_key: str) -> Sight:
    """Return one register as it can be seen now, with its whole inbox."""
    return look_at_many([register_key])[register_key]


def look_at_many(
    keys: Sequence[str], *, subjects: Sequence[str] | None = None, identities: Sequence[str] = ()
) -> dict[str, Sight]:
    """Return several registers as they can be seen now; with subjects or identities, only their rows of the inbox."""
    states, listings = _read_together(keys, subjects=subjects, identities=identities)
    known, explicit = _know_loads(listings, states)
    return {
        key: Sight(
            register_key=key,
            listing=listings[key],
            state=states[key],
            known=known.get(key, {}),
            explicit=frozenset(explicit.get(key, ())),
        )
        for key in keys
    }


def _read_together(
    keys: Sequence[str], *, subjects: Sequence[str] | None, identities: Sequence[str] = ()
) -> tuple[dict[str, State], dict[str, Listing]]:
    """Return inboxes and files of one moment.

    A row may be folded and its file compacted between the two readings: it would be seen twice. That has happened only
    where files are newer than what was announced before, and more was announced since; then both are read again.
    """
    while True:
        states = read_states(keys, subjects=subjects, identities=identities)
        listings = {key: _list_at_least(key, states[key].announced) for key in keys}
        ahead = [key for key in keys if listings[key].is_ahead_of(states[key].announced)]
        again = read_states(ahead, subjects=[]) if ahead else {}
        if all(again[key].announced == states[key].announced for key in ahead):
            return states, listings


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
    listings: Mapping[str, Listing], states: Mapping[str, State]
) -> tuple[dict[str, dict[int, int]], dict[str, set[int]]]:
    """Return the journal numbers of the loads that files name, and the loads whose rows have numbers of their own."""
    wanted = {key: listing.loads for key, listing in listings.items()}
    rows = Load.objects.filter(
        register_key__in=[key for key, loads in wanted.items() if loads],
        number__in=set().union(*wanted.values()),
        line_id__isnull=False,
    ).values_list("register_key", "number", "kind", "line_id")
    loads = [row for row in rows if row[1] in wanted[row[0]] and row[1] <= states[row[0]].announced]
    _known.update(find_numbers([line_id for *_, line_id in loads if line_id and line_id not in _known]))
    known: dict[str, dict[int, int]] = {}
    explicit: dict[str, set[int]] = {}
    for key, number, kind, line_id in loads:
        if kind == LoadKind.INBOX.value:
            explicit.setdefault(key, set()).add(number)
        if line_id in _known:
            known.setdefault(key, {})[number] = _known[line_id]
    return known, explicit
