"""Compute everybody: what computations of a few leave out is counted then, faults in rows of nobody's above all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.journal.read import last_number
from alatau.registry.people.news import find_last_whole_run, has_news
from alatau.registry.people.refresh import refresh_people

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.registry.people.values import PeopleReport

#: Hours of the city's night, the last excluded: residents read least.
NIGHT = range(1, 5)
#: Cities of so many people are computed in less than a minute: they need not wait for the night.
QUICK_PEOPLE = 500_000


def is_night(at: Moment) -> bool:
    """Tell whether it is night in the city."""
    return at.city_at.hour in NIGHT


def compute_everybody(*, by: Actor, at: Moment, most_people: int | None = QUICK_PEOPLE) -> PeopleReport | None:
    """Compute everybody when registers had news since that was last done; nothing when not, or when they are too many.

    Raises:
        RegisterBusyError: another computation is under way.
    """
    last = find_last_whole_run()
    is_too_large = last is not None and most_people is not None and last.people > most_people
    if is_too_large or not has_news(last_number(), is_whole=True):
        return None
    return refresh_people(by=by, at=at, is_whole=True)
