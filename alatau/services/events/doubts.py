"""Rows that contradict each other: an official looks, and nothing ends until then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from alatau.access.homes import find_regions
from alatau.core.values import PersonId
from alatau.desk.open import open_case
from alatau.services.events.kinds import list_kinds
from alatau.services.events.values import Doubt, EventStatus, Sameness
from alatau.services.models.events import LifeEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.services.events.values import EventKind
    from alatau.services.models.events import EventSource

#: Ids of cases follow from what they are about, so that none is opened twice.
CASES = UUID("a6c04b1e-3a9b-4a51-8a56-0f2b6f3a7d10")


@dataclass(frozen=True, kw_only=True)
class Doubted:
    """Something about an event that an official has to look at."""

    kind: str
    person: UUID
    doubt: Doubt
    #: The event, or the row that tells of none.
    about: UUID | str


def find_doubts(
    kind: EventKind, event: LifeEvent, rows: Sequence[EventSource], *, lost: Sequence[EventSource]
) -> Iterator[Doubted]:
    """Give what is doubtful about an event that stands: registers that differ, or one that took it back."""
    if not kind.doubt_task or event.status == EventStatus.WITHDRAWN.value or kind.sameness is Sameness.ROW:
        return
    days = {row.register_key: row.on_day for row in rows}
    if len({*days.values()}) > 1 and not kind.parts and not _is_chain(kind, rows):
        yield Doubted(kind=kind.key, person=event.person_id, doubt=Doubt.DAYS_DIFFER, about=event.id)
    standing = {row.register_key for row in rows}
    if any(row.register_key not in standing for row in lost):
        yield Doubted(kind=kind.key, person=event.person_id, doubt=Doubt.TAKEN_BACK, about=event.id)


def open_doubt_cases(doubted: Sequence[Doubted], *, by: Actor, at: Moment) -> None:
    """Open a case for each doubt of a kind that asks for one; each once."""
    asked = [each for each in doubted if list_kinds()[each.kind].doubt_task]
    regions = find_regions({PersonId(each.person) for each in asked}) if asked else {}
    for each in asked:
        case_id = open_case(
            list_kinds()[each.kind].doubt_task,
            subject_id=PersonId(each.person),
            region=regions.get(PersonId(each.person), ""),
            facts={"kind": each.kind, "doubt": each.doubt.value, "about": each.about},
            request_id=uuid5(CASES, f"{each.kind}:{each.person}:{each.doubt.value}:{each.about}"),
            by=by,
            at=at,
        )
        if isinstance(each.about, UUID):
            LifeEvent.objects.filter(id=each.about, case_id=None).update(case_id=case_id)


def _is_chain(kind: EventKind, rows: Sequence[EventSource]) -> bool:
    """Tell whether rows of one register follow each other, month by month: their days differ by nature."""
    return not kind.counts_rows and len({row.row for row in rows}) > len({row.register_key for row in rows})
