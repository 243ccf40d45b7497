"""Fetch what the state knows already: rows of registers after the look is in the journal, and events of life.

Not inside a transaction: the process that reads rows looks for a committed line of the look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.core.journal.canonical import plain
from alatau.registry.contest import list_contests
from alatau.registry.coverage import Known, judge_silence
from alatau.registry.errors import ReaderAwayError
from alatau.registry.lake.knowledge import ask
from alatau.registry.read_records import read_records
from alatau.services.catalogue.names import find_register, list_needed_columns
from alatau.services.catalogue.request_values import Answered, Whose
from alatau.services.catalogue.values import SELF, Found
from alatau.services.catalogue.whose import actor_for, purpose_of
from alatau.services.events.read import list_events_of
from alatau.services.events.values import EventStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.registry.read_records import PersonRecords
    from alatau.registry.records import RecordRow
    from alatau.registry.values import Register
    from alatau.services.catalogue.values import Evidence, Service

#: Name under which a row carries its own key beside its columns.
ROW_KEY = "row_key"
#: A row that its person says is wrong decides nothing by itself: an official looks.
CONTESTED = "is_contested"


def fetch_evidence(service: Service, whose: Whose, *, asker_id: PersonId, by: Actor, at: Moment) -> dict[str, Answered]:
    """Return what registers and events say about each piece of evidence of a service, as known now.

    What cannot be read, because it is closed to this actor or the reader is away, is unknown: the form asks instead.
    """
    asked: dict[bool, list[Evidence]] = {False: [], True: []}
    for each in service.evidence.values():
        asked[each.of_asker].append(each)
    own = Whose(by=SELF, person_id=asker_id, organisation_id=None, name="", representation_id=None)
    found = _fetch(service, asked[False], whose.person_id, by=actor_for(whose, by=by), at=at)
    return found | _fetch(service, asked[True], asker_id, by=actor_for(own, by=by), at=at)


def _fetch(
    service: Service, wanted: list[Evidence], person_id: PersonId | None, *, by: Actor, at: Moment
) -> dict[str, Answered]:
    if person_id is None:
        return {each.key: Answered(found=Found.UNKNOWN) for each in wanted}
    events = {each.key: _find_event(each, person_id) for each in wanted if each.event}
    rows = [each for each in wanted if each.register]
    registers = {each.key: register for each in rows if (register := find_register(each))}
    if not registers:
        return events
    records = _read(registers.values(), person_id, by=by, at=at)
    if records is None:
        return events | {each.key: Answered(found=Found.UNKNOWN) for each in rows}
    silences = judge_silence([*registers.values()], ask(at))
    contested = {contest.row_key for contest in list_contests(person_id) if contest.answer is None}
    answers = dict(events)
    for each in rows:
        register = registers[each.key]
        kept = [
            _keep(row, list_needed_columns(service, each.key), is_contested=row.key in contested)
            for row in _list_counting(each, records.of(register))
        ]
        silent = Found.ABSENT if silences[register.key].known is Known.NONE else Found.UNKNOWN
        answers[each.key] = Answered(
            found=Found.FOUND if kept else silent,
            rows=tuple(kept),
            register=register.key,
            looked_on=at.city_day.isoformat(),
        )
    return answers


def _read(registers: Iterable[Register], person_id: PersonId, *, by: Actor, at: Moment) -> PersonRecords | None:
    """Return the person's rows in one look; nothing where they are closed to the actor, or cannot be read now."""
    among = tuple({register.key: register for register in registers}.values())
    try:
        return read_records(person_id, by=by, at=at, among=among, purpose=purpose_of(by))
    except (NotFoundError, ReaderAwayError):
        return None


def _list_counting(evidence: Evidence, rows: list[RecordRow]) -> list[RecordRow]:
    counting = [row for row in rows if all(row.values.get(name) in one_of for name, one_of in evidence.where.items())]
    return sorted(counting, key=lambda row: (row.valid_from, str(row.key)), reverse=True)


def _keep(row: RecordRow, columns: frozenset[str], *, is_contested: bool) -> dict[str, object]:
    """Return what a request keeps of a row: what the service draws on, and nobody's number but the person's own."""
    kept: dict[str, object] = {
        name: plain(row.values.get(name))
        for name in sorted(columns)
        if name in row.register.columns and row.person_in(row.register.columns[name]) is None and name not in row.hidden
    }
    return kept | {ROW_KEY: str(row.key), CONTESTED: is_contested}


def _find_event(evidence: Evidence, person_id: PersonId) -> Answered:
    standing = [
        event
        for event in list_events_of(person_id, kinds=[evidence.event])
        if event.status in {EventStatus.DETECTED, EventStatus.WAITING}
    ]
    rows = tuple({ROW_KEY: str(event.id), "on_day": event.on_day.isoformat()} for event in standing)
    return Answered(found=Found.FOUND if rows else Found.ABSENT, rows=rows)
