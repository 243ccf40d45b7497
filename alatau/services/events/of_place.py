"""Events of everybody who lives somewhere: a row about a place tells of them all."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from alatau.access.homes import list_people_within
from alatau.services.events.kinds import get_kind
from alatau.services.events.telling import RowNews, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from alatau.services.events.telling import ToldOfPlace

#: People of one piece of news.
SOME = 1_000


def with_people_of_places(news: Iterable[RowNews], *, today: date) -> Iterator[RowNews]:
    """Give the news, and after each what it tells of everybody who lives in a place by now."""
    for each in news:
        yield each
        for told in each.places:
            age = (today - told.on_day).days
            if 0 <= age <= get_kind(told.kind).late_days:
                yield from _of_everybody(each, told)


def _of_everybody(news: RowNews, told: ToldOfPlace) -> Iterator[RowNews]:
    people, chunk = iter(list_people_within(told.place)), 0
    while some := [*islice(people, SOME)]:
        chunk += 1
        yield RowNews(
            register=news.register,
            row=news.row,
            subject=news.subject,
            chunk=chunk,
            is_partial=True,
            told=tuple(
                Told(kind=told.kind, trigger=told.trigger, person=person, on_day=told.on_day) for person in some
            ),
        )
