"""How many events were detected, by kind and by day. Counts alone: nobody can be found by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from alatau.services.events.kinds import list_kinds
from alatau.services.events.values import EventStatus
from alatau.services.models.events import LifeEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment
    from alatau.services.events.values import EventKind

#: Days that a list shows.
SHOWN_DAYS = 14
#: Below this, counts of what nobody but officials may know are not told.
FEW = 10


@dataclass(frozen=True, kw_only=True)
class KindFigures:
    """How many events of a kind there are."""

    kind: EventKind
    #: How many stand, wait to be told, and were taken back.
    detected: int
    waiting: int
    withdrawn: int
    #: How many were detected on each city day, the newest first.
    by_day: Mapping[date, int]

    @property
    def newest(self) -> int:
        """How many were detected on the newest of the days."""
        return next(iter(self.by_day.values()), 0)

    @property
    def recent(self) -> int:
        """How many were detected on all of these days."""
        return sum(self.by_day.values())

    @property
    def is_hidden(self) -> bool:
        """Tell whether there are too few of a kind that only officials may know of."""
        return self.kind.is_staff_only and 0 < self.detected + self.waiting < FEW


def count_kinds(*, at: Moment, days: int = SHOWN_DAYS) -> list[KindFigures]:
    """Return the figures of every kind, those with most events first."""
    totals: dict[tuple[str, str], int] = {}
    for kind, status, count in LifeEvent.objects.values_list("kind", "status").annotate(count=Count("id")):
        totals[kind, status] = count
    by_day = _count_days(at=at, days=days)
    figures = [
        KindFigures(
            kind=kind,
            detected=totals.get((kind.key, EventStatus.DETECTED.value), 0),
            waiting=totals.get((kind.key, EventStatus.WAITING.value), 0),
            withdrawn=totals.get((kind.key, EventStatus.WITHDRAWN.value), 0),
            by_day={day: by_day.get((kind.key, day), 0) for day in list_days(at=at, days=days)},
        )
        for kind in list_kinds().values()
    ]
    return sorted(figures, key=lambda each: (-each.detected, each.kind.key))


def list_days(*, at: Moment, days: int = SHOWN_DAYS) -> list[date]:
    """Return so many city days up to today, the newest first."""
    return [at.city_day - timedelta(days=back) for back in range(days)]


def _count_days(*, at: Moment, days: int) -> dict[tuple[str, date], int]:
    recent = LifeEvent.objects.filter(detected_on__gt=at.city_day - timedelta(days=days))
    recent = recent.exclude(status=EventStatus.WITHDRAWN.value)
    rows = recent.values_list("kind", "detected_on").annotate(count=Count("id"))
    return {(kind, day): count for kind, day, count in rows}
