"""The rows that tell of events, as they are kept: what of them is new, other than before, or taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q

from alatau.services.events.kinds import list_kinds
from alatau.services.models.events import EventSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.services.events.telling import RowNews, Told

#: Kind, trigger and person.
Key: TypeAlias = "tuple[str, str, UUID]"


@dataclass
class SourceChanges:
    """What news changed among the rows that tell."""

    new: list[EventSource] = field(default_factory=list)
    other: list[EventSource] = field(default_factory=list)
    #: Those of `other` that do not stand any more.
    gone: list[EventSource] = field(default_factory=list)

    @property
    def people(self) -> set[tuple[str, UUID]]:
        """Return whose events have to be looked at, each with the kind."""
        return {(source.kind, source.person_id) for source in [*self.new, *self.other]}


def find_changes(news: Sequence[RowNews], *, at: Moment) -> SourceChanges:
    """Return what the news changes; the same news again change nothing."""
    # Of one row the last news counts.
    newest = {(each.register, each.row, each.chunk): each for each in news}
    kept = _kept([*newest.values()])
    changes = SourceChanges()
    for each in newest.values():
        known = kept.get((each.register, each.row), {})
        for key, told in _timely(each, known, today=at.city_day):
            _take(changes, each, told, source=known.get(key), at=at)
        for source in _denied(each, known, today=at.city_day):
            source.is_standing, source.told_at = False, at.wall_at
            changes.other.append(source)
            changes.gone.append(source)
    return changes


def _kept(news: Sequence[RowNews]) -> dict[tuple[str, str], dict[Key, EventSource]]:
    by_register: dict[str, list[str]] = {}
    for each in news:
        by_register.setdefault(each.register, []).append(each.row)
    wanted = Q(pk__in=[])
    for register, rows in by_register.items():
        wanted |= Q(register_key=register, row__in=rows)
    kept: dict[tuple[str, str], dict[Key, EventSource]] = {}
    for source in EventSource.objects.filter(wanted):
        kept.setdefault((source.register_key, source.row), {})[_key_of(source)] = source
    return kept


def _key_of(source: EventSource) -> Key:
    return source.kind, source.trigger, source.person_id


def _timely(news: RowNews, known: dict[Key, EventSource], *, today: date) -> Iterator[tuple[Key, Told]]:
    """Give what has happened by now, and not so long ago that it is history; what was told before is never history."""
    for told in news.told:
        key = (told.kind, told.trigger, told.person)
        age = (today - told.on_day).days
        if age >= 0 and (key in known or age <= list_kinds()[told.kind].late_days):
            yield key, told


def _take(changes: SourceChanges, news: RowNews, told: Told, *, source: EventSource | None, at: Moment) -> None:
    if source is None:
        changes.new.append(
            EventSource(
                kind=told.kind,
                trigger=told.trigger,
                register_key=news.register,
                row=news.row,
                subject=news.subject,
                person_id=told.person,
                other_id=told.other,
                on_day=told.on_day,
                told_at=at.wall_at,
            )
        )
        return
    # What has no day of its own happened when it was first told.
    trigger = list_kinds()[told.kind].find_trigger(told.trigger)
    has_day = trigger is not None and bool(trigger.day.column)
    on_day = told.on_day if has_day or not source.is_standing else source.on_day
    if (source.on_day, source.other_id, source.is_standing) == (on_day, told.other, True):
        return
    source.on_day, source.other_id, source.is_standing = on_day, told.other, True
    source.told_at, source.subject = at.wall_at, news.subject
    changes.other.append(source)


def _denied(news: RowNews, known: dict[Key, EventSource], *, today: date) -> list[EventSource]:
    """Return what the row told before and does not tell any more: taken back, somebody else's, or yet to come."""
    told = {(each.kind, each.trigger, each.person): each.on_day for each in news.told}
    now = {key for key, on_day in told.items() if on_day <= today}
    later = told.keys() - now
    return [
        source
        for key, source in known.items()
        if source.is_standing
        and key not in now
        and (key in later or (source.kind, source.trigger) in news.taken_back or _is_anothers(news, source))
    ]


def _is_anothers(news: RowNews, source: EventSource) -> bool:
    """Tell whether the row tells the same thing of others by now: it was corrected."""
    return any((each.kind, each.trigger) == (source.kind, source.trigger) for each in news.told) and not news.is_partial
