"""What the lake tells of some people, and of everybody on a day of the city. Only the worker may ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.journal.read import last_number
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.identity import is_identity_private
from alatau.registry.lake.inbox import versions_known
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import Slice
from alatau.registry.lake.sight import look_at
from alatau.services.events.kinds import triggers_by_register
from alatau.services.events.lake_rows import FRESH, LakeRows, recent, subjects_of
from alatau.services.events.narrow import may_tell
from alatau.services.events.of_place import with_people_of_places
from alatau.services.events.settle import settle_many
from alatau.services.models.events import EventDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register
    from alatau.services.events.values import Trigger

declare_points("services.event_day.looked", "services.event_day.done")


def read_people(key: str, subjects: Sequence[str], *, by: Actor, at: Moment) -> int:
    """Settle what all rows of some subjects tell, the lone ones included, and return how many events were detected."""
    return _read(get_lake_register(key), triggers_by_register()[key], subjects=subjects, by=by, at=at)


def read_day_of_events(*, by: Actor, at: Moment) -> int:
    """Settle what comes with time up to today: ages reached, terms that end, days that were named before.

    Does nothing when today is done. Killed anywhere, the same call does the rest.
    """
    today = at.city_day
    if EventDay.objects.filter(day=today).exists():
        return 0
    last = EventDay.objects.order_by("-day").values_list("day", flat=True).first()
    # The day before is looked at again: a row of it may have been on its way.
    since = last - timedelta(days=1) if last else today - FRESH
    detected = 0
    for key, triggers in triggers_by_register().items():
        register = get_lake_register(key)
        waited = [trigger for trigger in triggers if comes_later(trigger, register)]
        if waited and look_at(key).first is not None:
            detected += _read(register, waited, since=since, by=by, at=at)
            reach("services.event_day.looked")
    EventDay.objects.get_or_create(day=today, defaults={"done_at": at.wall_at})
    reach("services.event_day.done")
    return detected


def comes_later(trigger: Trigger, register: Register) -> bool:
    """Tell whether the day of an event may come after its row."""
    column = register.columns.get(trigger.day.column)
    return trigger.day.comes_with_time or (column is not None and not column.is_past)


def _read(
    register: Register,
    triggers: Sequence[Trigger],
    *,
    subjects: Sequence[str] | None = None,
    since: date | None = None,
    by: Actor,
    at: Moment,
) -> int:
    """Settle what rows tell that are known by now, of some subjects or of all."""
    some = None if subjects is None else subjects_of(register, subjects)
    wanted = Slice(subjects=some, with_private=is_identity_private(register))
    with open_engine() as engine:
        rows = versions_known(engine, register, last_number(), wanted=wanted, sight=look_at(register.key))
        read = LakeRows(
            engine=engine,
            register=register,
            triggers=triggers,
            rows=rows,
            known=rows,
            condition=may_tell(triggers, today=at.city_day, since=since),
        )
        news = read.news(told_on=at.city_day)
        news = news if since is None else recent(news, since=since)
        return settle_many(with_people_of_places(news, today=at.city_day), by=by, at=at)
