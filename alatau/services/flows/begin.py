"""Begin a conversation about a life event: read once what the registers know of it, then ask the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.values import OrganisationId, PersonId
from alatau.registry.declare import get_register
from alatau.registry.read_records import read_records
from alatau.registry.values import ColumnType
from alatau.services.events.read import get_event
from alatau.services.events.values import EventStatus, LifeEventId
from alatau.services.flows.content import find_flow_of, list_flows
from alatau.services.flows.facts import facts_of
from alatau.services.flows.talk import BY, ask, end, keep, lock_talk, read_kept
from alatau.services.flows.values import TalkId, TalkStatus
from alatau.services.models.flows import Talk

if TYPE_CHECKING:
    from alatau.core.values import Moment
    from alatau.registry.records import RecordRow
    from alatau.services.events.values import LifeEvent

declare_points("services.talk.begun", "services.talk.first_asked")

PURPOSE = "social_support"
_PEOPLE = (ColumnType.PERSON_NUMBER, ColumnType.PERSON_OR_ORGANISATION_NUMBER)


def begin_talk(event: LifeEvent, *, at: Moment) -> None:
    """Begin the conversation that the content keeps for such an event, once, in the caller's transaction.

    None begins about what another register has told already: then nothing is left to ask.
    """
    flow = find_flow_of(event.kind)
    if flow is None or event.register not in {flow.register, *flow.also}:
        return
    if flow.unless & {row.register for row in event.rows}:
        return
    talk, is_new = Talk.objects.get_or_create(
        flow=flow.key,
        event_id=event.id,
        defaults={
            "person_id": event.person_id,
            "status": TalkStatus.BEGUN,
            "begun_at": at.wall_at,
            "begun_city_at": at.city_at,
        },
    )
    if is_new:
        reach("services.talk.begun")
        defer("services.begin_talk", lock=f"services.talk.{talk.id}", talk_id=talk.id)


def ask_first(talk_id: TalkId, *, at: Moment) -> None:
    """Read the rows that tell of the event, with a look, and ask the first question. A repeat changes nothing."""
    talk = Talk.objects.filter(id=talk_id, status=TalkStatus.BEGUN.value).first()
    if talk is None:
        return
    flow, event = list_flows()[talk.flow], get_event(LifeEventId(talk.event_id))
    rows = {key: read_row(PersonId(talk.person_id), key, event=event, at=at) for key in (flow.register, *flow.also)}
    with transaction.atomic():
        talk = lock_talk(talk_id)
        if talk.status != TalkStatus.BEGUN:
            return
        is_told = bool(flow.unless & {row.register for row in event.rows})
        if event.status is not EventStatus.DETECTED or is_told:
            end(talk, TalkStatus.NOT_NEEDED, at=at)
            return
        kept = read_kept(talk) | {"rows": rows}
        keep(talk, kept)
        ask(talk, flow.questions[0], flow, facts=facts_of(talk, kept), at=at)
        reach("services.talk.first_asked")


def read_row(person_id: PersonId, key: str, *, event: LifeEvent, at: Moment) -> dict[str, object]:
    """Return what a register says of a person: the row that told of the event, else the newest; empty for none."""
    register = get_register(key)
    found = read_records(person_id, by=BY, at=at, only=register, purpose=PURPOSE, case_id=uuid4()).of(register)
    told = {row.row for row in event.rows if row.register == key}
    rows = [row for row in found if str(row.key) in told or row.key.hex in told] or found
    newest = max(rows, key=lambda row: row.valid_from, default=None)
    return {} if newest is None else {name: _say(newest, name) for name in register.columns}


def _say(row: RecordRow, name: str) -> object:
    """Return a column as a new row can be given it: of a firm its number, which is public; of a person the id."""
    column, value = row.register.columns[name], row.value(row.register.columns[name])
    if column.type is ColumnType.ORGANISATION_NUMBER and isinstance(value, UUID):
        # Deferred, since few conversations ask for it.
        from alatau.access.read import find_organisation_number  # noqa: PLC0415

        return find_organisation_number(OrganisationId(value))
    return value
