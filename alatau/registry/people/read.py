"""Questions about kin, homes and families. Each names its two dates; answers are values.

They tell ids, not names, and leave no look: who shows them to anybody asks `access` for each person first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.core.values import PersonId
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.scan import Slice, rows_sql
from alatau.registry.models import PeopleRun
from alatau.registry.people.declared import FAMILIES, KINSHIP, MEMBERSHIP, RELATIONS, RESIDENCE
from alatau.registry.people.values import Family, FamilyId, FaultCount, Home, Kinsman, Member, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.registry.lake.values import Question
    from alatau.registry.values import Register

#: Engines for one person's rows are small.
MEMORY_MB, THREADS = 256, 1


def find_family(person_id: PersonId, question: Question) -> Family | None:
    """Return the family of a person on the day; none for who does not live here then.

    Raises: BeforeFirstLoadError.
    """
    own = _rows(MEMBERSHIP, question, [person_id])
    if not own:
        return None
    family = own[0]["family"]
    members = (
        Member(person_id=PersonId(row["person"]), role=row["role"], **_dated(row))
        for row in _rows(FAMILIES, question, [family])
    )
    return Family(id=FamilyId(UUID(family)), members=tuple(sorted(members, key=lambda one: one.person_id)))


def list_kin(person_id: PersonId, question: Question, *, sees_adoptions: bool = False) -> list[Kinsman]:
    """Return a person's kin on the day.

    ``sees_adoptions`` is for who has the right to know of adoptions: bonds that one cut are told to nobody else, on
    whatever date.

    Raises: BeforeFirstLoadError.
    """
    kin = [
        Kinsman(
            person_id=PersonId(row["relative"]),
            kin=row["kin"],
            seen_as=row["seen_as"],
            is_hidden=row["is_hidden"],
            **_dated(row),
        )
        for row in _rows(KINSHIP, question, [person_id])
    ]
    return sorted((one for one in kin if sees_adoptions or not one.is_hidden), key=lambda one: (one.kin, one.person_id))


def find_residence(person_id: PersonId, question: Question) -> Home | None:
    """Return where a person is registered on the day. Raises: BeforeFirstLoadError."""
    rows = _rows(RESIDENCE, question, [person_id])
    return next((Home(place=row["place"], is_temporary=row["is_temporary"], **_dated(row)) for row in rows), None)


def list_related(person_id: PersonId, relation: str, question: Question) -> list[PersonId]:
    """Return the people to whom a person stands in one of the content's relations. Raises: BeforeFirstLoadError."""
    rows = _rows(RELATIONS, question, [person_id])
    return sorted(PersonId(row["other"]) for row in rows if row["relation"] == relation)


def list_fault_counts() -> list[FaultCount]:
    """Return the faults that the last computation found, by code and load; empty before the first."""
    faults = PeopleRun.objects.order_by("-known_number", "-finished_at").values_list("faults", flat=True).first()
    return [FaultCount(*fault) for fault in faults or ()]


def _rows(register: Register, question: Question, subjects: Sequence[UUID | str]) -> list[dict[str, Any]]:
    query = rows_sql(register, question, wanted=Slice(subjects=subjects))
    with open_engine(memory_mb=MEMORY_MB, threads=THREADS) as engine:
        found = engine.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "valid_from": row["valid_from"],
        "valid_until": row["valid_until"],
        "confidence": row["confidence"],
        "record": Record(row["source"], row["source_load"], row["source_line"]),
    }
