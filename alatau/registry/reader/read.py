"""Answer what registers hold about one person: in force on a day, as known at a moment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from alatau.access.seal import unseal
from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.clip import clip
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.identity import identity_digest
from alatau.registry.lake.inbox import arrival_of, group_by_identity, version_of
from alatau.registry.lake.layout import bucket_of_slot, slot_of_person
from alatau.registry.lake.scan import is_before_first_load
from alatau.registry.lake.sight import look_at_many
from alatau.registry.lake.state import read_states
from alatau.registry.lake.stored import open_views
from alatau.registry.reader.lake import find_in_lake
from alatau.registry.reader.values import RowView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from alatau.registry.lake.clip import Arrival, Version
    from alatau.registry.lake.state import InboxEntry, State
    from alatau.registry.lake.stored import LakeVersion
    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

#: Megabytes for one request that has to go to the lake itself.
ENGINE_MB = 256


def read_rows(person_id: UUID, registers: Sequence[Register], question: Question) -> list[RowView]:
    """Return the person's rows, by register; of a register of which nothing was known on a date, none.

    The values are texts where JSON has no type for them: `values.read_values` gives them back their own.
    """
    return read_rows_of([person_id], registers, question)[person_id]


def read_rows_of(
    people: Sequence[UUID], registers: Sequence[Register], question: Question
) -> dict[UUID, list[RowView]]:
    """Return the rows of several people, such as a family, all as of one moment."""
    subjects = [str(person_id) for person_id in people]
    while True:
        states = read_states([register.key for register in registers], subjects=subjects)
        asked = {
            register.key: register
            for register in registers
            if not is_before_first_load(register, question, first=states[register.key].first)
        }
        versions = {person_id: _find_versions(person_id, asked, states=states) for person_id in people}
        named = {
            person_id: [(each, identity_digest(asked[each.register_key], each.row)) for each in found]
            for person_id, found in versions.items()
        }
        identities = [identity for found in named.values() for _version, identity in found]
        again = read_states([*asked], subjects=subjects, identities=identities) if asked else {}
        if all(again[key].news == states[key].news for key in asked):
            break
        # A load was announced meanwhile: rows may have moved from the inbox into files that were not read.
    return {
        person_id: [
            row
            for key, register in asked.items()
            for row in _in_force(
                register,
                [each for each in found if each[0].register_key == key],
                again[key].inbox,
                person_id=person_id,
                question=question,
            )
        ]
        for person_id, found in named.items()
    }


def _find_versions(
    person_id: UUID, registers: Mapping[str, Register], *, states: Mapping[str, State]
) -> list[LakeVersion]:
    """Return the versions out of the stored views; of a register that has moved on since, out of the lake."""
    bucket = bucket_of_slot(slot_of_person(person_id), count_buckets())
    stored = open_views(bucket)
    reached = stored.reached if stored else {}
    moved = [key for key in registers if reached.get(key) != states[key].news]
    fresh = registers.keys() - set(moved)
    found = [each for each in stored.find(person_id) if each.register_key in fresh] if stored and fresh else []
    if moved:
        sights = look_at_many(moved, subjects=[])
        with open_engine(memory_mb=ENGINE_MB, threads=1) as engine:
            for key in moved:
                found += find_in_lake(engine, registers[key], person_id, sight=sights[key], bucket=bucket)
    return found


def _in_force(
    register: Register,
    versions: Sequence[tuple[LakeVersion, str]],
    inbox: Sequence[InboxEntry],
    *,
    person_id: UUID,
    question: Question,
) -> Iterator[RowView]:
    number = question.known.number
    known = [entry for entry in inbox if entry.known_from is not None and entry.known_from <= number]
    groups = group_by_identity(known)
    arrivals = {identity: [arrival_of(register, entry) for entry in group] for identity, group in groups.items()}
    for lake, identity in versions:
        seen = _as_known(lake.version, arrivals.get(identity, ()), number)
        if seen and _is_in_force(seen, question):
            yield _view(register, seen, lake.row, name=(lake.load, lake.line, None))
    for identity, group in groups.items():
        for place, entry in enumerate(group):
            seen = _as_known(version_of(entry), arrivals[identity][place + 1 :], number)
            if entry.subject == str(person_id) and seen and _is_in_force(seen, question):
                yield _view(register, seen, _row_of(entry), name=(None, None, entry.id))


def _as_known(version: Version, arrivals: Sequence[Arrival], number: int) -> Version | None:
    """Return the version as it was believed at a number; nothing when it was not."""
    left, added = clip(version, arrivals)
    pieces = [left, *added] if left else added
    return next(
        (
            piece
            for piece in pieces
            if piece.known_from <= number and (piece.known_until is None or number < piece.known_until)
        ),
        None,
    )


def _is_in_force(version: Version, question: Question) -> bool:
    day = question.in_force
    return version.valid_from <= day and (version.valid_until is None or day < version.valid_until)


def _row_of(entry: InboxEntry) -> dict[str, object]:
    private = json.loads(unseal(entry.sealed)) if entry.sealed else {}
    return {**entry.columns, **private}


def _view(
    register: Register, seen: Version, row: Mapping[str, object], *, name: tuple[int | None, int | None, UUID | None]
) -> RowView:
    load, line, inbox_id = name
    return RowView(
        register_key=register.key,
        load=load,
        line=line,
        inbox_id=inbox_id,
        valid_from=seen.valid_from,
        valid_until=seen.valid_until,
        known_from=seen.known_from,
        values=row,
    )
