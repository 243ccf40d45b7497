"""Find every version of the rows that are one person's: their own, and those of others that name them.

Out of the stored views where these reach far enough; of a register that has moved on since, out of the lake itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from alatau.registry.lake.buckets import count_buckets
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import bucket_of_slot
from alatau.registry.lake.named import Whom, find_pointers
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.lake.sight import look_at_many
from alatau.registry.lake.stored import open_views
from alatau.registry.people.declared import KINSHIP
from alatau.registry.reader.lake import find_in_lake, find_nobodys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from alatau.registry.lake.named import Pointer
    from alatau.registry.lake.state import State
    from alatau.registry.lake.stored import LakeVersion, StoredViews
    from alatau.registry.values import Register

#: Megabytes for one request that has to go to the lake itself.
ENGINE_MB = 256


#: What the stored views hold of each, read once for all who are asked about together.
Memo = dict[tuple["StoredViews", Whom], tuple[list["LakeVersion"], list["Pointer"]]]


class FoundVersion(NamedTuple):
    """A version of a row, and whose row it is; nobody's yet when empty."""

    lake: LakeVersion
    subject: str


def find_versions(
    person_id: UUID, registers: Mapping[str, Register], *, states: Mapping[str, State], memo: Memo
) -> list[FoundVersion]:
    """Return the versions of all days of the person's rows and of those that name the person."""
    versions, pointers = _look(Whom.person(person_id), registers, states=states, memo=memo)
    found = [FoundVersion(each, str(person_id)) for each in versions]
    whose: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        whose.setdefault(pointer.row_subject or "", []).append(pointer)
    for subject, group in whose.items():
        asked = {pointer.register_key: registers[pointer.register_key] for pointer in group}
        if subject:
            rows, _pointers = _look(Whom(group[0].row_slot, subject), asked, states=states, memo=memo)
        else:
            rows = _find_nobodys(asked, group)
        lines = {(pointer.register_key, pointer.load, pointer.line) for pointer in group}
        found += [FoundVersion(row, subject) for row in rows if (row.register_key, row.load, row.line) in lines]
    return found


def find_cut_bonds(people: Collection[str], *, state: State, memo: Memo) -> dict[str, set[str]]:
    """Return of each of the people the kin whom an adoption cut off, if any: neither may see the other any more."""
    if not state.news:
        return {}
    stored = {person: _read_stored_bonds(Whom.person(UUID(person)), state=state, memo=memo) for person in people}
    unread = [UUID(person) for person, bonds in stored.items() if bonds is None]
    return {person: bonds for person, bonds in stored.items() if bonds} | _read_bonds(unread)


def _read_stored_bonds(whom: Whom, *, state: State, memo: Memo) -> set[str] | None:
    """Return the bonds that the stored views hold; None where kinship has moved on since."""
    views = open_views(_bucket_of(whom.slot))
    if views is None or views.reached.get(KINSHIP.key) != state.news:
        return None
    versions, _pointers = _find_stored(views, whom, memo=memo)
    believed = (each.row for each in versions if each.register_key == KINSHIP.key and each.version.known_until is None)
    return {str(row["relative"]) for row in believed if row["is_hidden"]}


def _read_bonds(people: Sequence[UUID]) -> dict[str, set[str]]:
    cut: dict[str, set[str]] = {}
    if people:
        rows = versions_sql(KINSHIP, wanted=Slice(subjects=people, columns=["relative", "is_hidden"]))
        with open_engine(memory_mb=ENGINE_MB, threads=1) as engine:
            query = f"SELECT DISTINCT subject, relative FROM ({rows}) WHERE is_hidden"
            for person_id, relative in engine.execute(query).fetchall():
                cut.setdefault(str(person_id), set()).add(str(relative))
    return cut


def _look(
    whom: Whom, registers: Mapping[str, Register], *, states: Mapping[str, State], memo: Memo
) -> tuple[list[LakeVersion], list[Pointer]]:
    """Return the versions of somebody's own rows, and where those lie that name them."""
    bucket = _bucket_of(whom.slot)
    views = open_views(bucket)
    reached = views.reached if views else {}
    fresh = {key for key in registers if views and reached.get(key) == states[key].news}
    stored, named = _find_stored(views, whom, memo=memo) if views and fresh else ([], [])
    versions = [each for each in stored if each.register_key in fresh]
    pointers = [each for each in named if each.register_key in fresh]
    moved = [register for key, register in registers.items() if key not in fresh]
    if moved:
        sights = look_at_many([register.key for register in moved], subjects=[])
        with open_engine(memory_mb=ENGINE_MB, threads=1) as engine:
            for register in moved:
                versions += find_in_lake(engine, register, whom, sight=sights[register.key], bucket=bucket)
                pointers += find_pointers(engine, register, whom, sight=sights[register.key], bucket=bucket)
    return versions, pointers


def _find_stored(views: StoredViews, whom: Whom, *, memo: Memo) -> tuple[list[LakeVersion], list[Pointer]]:
    if (views, whom) not in memo:
        memo[views, whom] = views.find(whom.slot, whom.name)
    return memo[views, whom]


def _find_nobodys(registers: Mapping[str, Register], pointers: Collection[Pointer]) -> list[LakeVersion]:
    sights = look_at_many([*registers], subjects=[])
    with open_engine(memory_mb=ENGINE_MB, threads=1) as engine:
        return [
            version
            for key, register in registers.items()
            for version in find_nobodys(
                engine, register, [each for each in pointers if each.register_key == key], sight=sights[key]
            )
        ]


def _bucket_of(slot: int) -> int:
    return bucket_of_slot(slot, count_buckets())
