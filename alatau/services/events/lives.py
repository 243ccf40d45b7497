"""One person's events of one kind, as the rows that stand tell them: what is new, what changed, what is no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from alatau.services.events.arrange import Standing, Telling, arrange
from alatau.services.events.doubts import find_doubts
from alatau.services.events.kinds import get_kind
from alatau.services.events.lines import Act, line_of
from alatau.services.events.values import HAPPENED, NOT_HAPPENED, EventStatus
from alatau.services.models.events import LifeEvent

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.journal.values import NewLine
    from alatau.core.values import Actor, Moment
    from alatau.services.events.arrange import Group
    from alatau.services.events.doubts import Doubted
    from alatau.services.events.values import EventKind
    from alatau.services.models.events import EventSource

_WITHDRAWN, _DETECTED, _WAITING = (
    each.value for each in (EventStatus.WITHDRAWN, EventStatus.DETECTED, EventStatus.WAITING)
)


@dataclass
class Life:
    """What is kept of one person's events of one kind."""

    kind: str
    person: UUID
    sources: list[EventSource] = field(default_factory=list)
    events: list[LifeEvent] = field(default_factory=list)
    #: Sources that were taken back just now.
    gone: set[int] = field(default_factory=set)

    def find(self, event_id: UUID | None) -> LifeEvent | None:
        """Return the event of that id."""
        return next((event for event in self.events if event.id == event_id), None)

    def free(self, identity: str) -> str:
        """Return the identity, with a mark where an event of that name became another one meanwhile."""
        used = {event.identity for event in self.events}
        marks = (identity, *(f"{identity}+{number}" for number in range(2, len(used) + 3)))
        return next(name for name in marks if name not in used)


@dataclass
class Settled:
    """What became of news, and what of it is to be written."""

    by: Actor
    at: Moment
    detected: list[LifeEvent] = field(default_factory=list)
    withdrawn: list[LifeEvent] = field(default_factory=list)
    changed: list[LifeEvent] = field(default_factory=list)
    lines: list[NewLine] = field(default_factory=list)
    doubted: list[Doubted] = field(default_factory=list)
    new: list[LifeEvent] = field(default_factory=list)
    kept: list[LifeEvent] = field(default_factory=list)
    moved: list[EventSource] = field(default_factory=list)

    def tell(self, event: LifeEvent, act: Act) -> None:
        """Note a line of the journal."""
        self.lines.append(line_of(event, act, by=self.by))


def arrange_life(life: Life, settled: Settled) -> None:
    """Find out which events a person's rows tell of by now, and note what is other than before."""
    kind = get_kind(life.kind)
    by_key = {_name(source): source for source in life.sources}
    standing = [_telling_of(kind, source) for source in life.sources if source.is_standing]
    kept = [Standing(id=event.id, identity=event.identity) for event in life.events]
    alive: set[UUID] = set()
    for group in arrange(kind, standing, kept):
        event = _take(group, life, settled, kind=kind)
        alive.add(event.id)
        rows = [by_key[telling.key] for telling in group.tellings]
        settled.moved += [row for row in rows if row.event_id != event.id]
        for row in rows:
            row.event_id = event.id
        lost = [each for each in life.sources if each.pk in life.gone and each.event_id == event.id]
        settled.doubted += find_doubts(kind, event, rows, lost=lost)
    for event in life.events:
        if event.id not in alive:
            _withdraw(event, settled)


def _name(source: EventSource) -> tuple[str, ...]:
    return source.register_key, source.row, source.trigger


def _telling_of(kind: EventKind, source: EventSource) -> Telling:
    trigger = kind.find_trigger(source.trigger)
    return Telling(
        key=_name(source),
        register=source.register_key,
        row=source.row,
        step=trigger.step if trigger else "",
        part=trigger.part if trigger else "",
        on_day=source.on_day,
        other=source.other_id,
        event=source.event_id,
    )


def _take(group: Group, life: Life, settled: Settled, *, kind: EventKind) -> LifeEvent:
    """Return the group's event: a new one, one that is told of again, or the same, perhaps on another day."""
    event, at = life.find(group.event), settled.at
    if event is not None and event.status != _WITHDRAWN:
        _change(event, group, settled)
        return event
    if event is not None and event.ruling == NOT_HAPPENED:
        return event
    if event is None:
        event = LifeEvent(kind=life.kind, person_id=life.person, identity=life.free(group.identity))
        event.detected_at, event.detected_on = at.wall_at, at.city_day
        life.events.append(event)
        settled.new.append(event)
    else:
        settled.kept.append(event)
    event.on_day, event.other_id, event.changed_at = group.on_day, group.other, at.wall_at
    event.ripe_on = max(at.city_day, group.on_day + timedelta(days=kind.delay_days))
    event.status = _WAITING if event.ripe_on > at.city_day else _DETECTED
    if event.status == _DETECTED:
        settled.detected.append(event)
        settled.tell(event, Act.DETECTED)
    return event


def _change(event: LifeEvent, group: Group, settled: Settled) -> None:
    if (event.on_day, event.other_id) == (group.on_day, group.other):
        return
    event.on_day, event.other_id, event.changed_at = group.on_day, group.other, settled.at.wall_at
    settled.kept.append(event)
    settled.changed.append(event)
    if event.status == _DETECTED:
        settled.tell(event, Act.CHANGED)


def _withdraw(event: LifeEvent, settled: Settled) -> None:
    """Take an event back, unless an official found that it happened."""
    if event.status == _WITHDRAWN or event.ruling == HAPPENED:
        return
    if event.status == _DETECTED:
        settled.tell(event, Act.WITHDRAWN)
    event.status, event.changed_at = _WITHDRAWN, settled.at.wall_at
    settled.kept.append(event)
    settled.withdrawn.append(event)
