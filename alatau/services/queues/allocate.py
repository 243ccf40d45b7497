"""Share out free places of one group: deterministic, in the order of the law, each award with its reasons. Pure.

The guarantee: in each line nobody gets a place that somebody before them in that line wanted and did not get; and the
lines take turns by the mix. The order in which tickets and places are handed in changes nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.services.queues.mix import whose_turn
from alatau.services.queues.values import Stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from alatau.services.queues.values import PlaceId, TicketId


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A ticket as the sharing out needs it."""

    ticket_id: TicketId
    number: str
    entered_at: datetime
    #: Rank of the best right to go first; None for the general line.
    rank: int | None
    #: Rank of a right that holds only where a brother or sister has a place, and where that is.
    sibling_rank: int | None = None
    siblings_at: frozenset[str] = frozenset()
    #: Providers, the dearest first; none means any in the zone.
    wishes: tuple[str, ...] = ()
    language: str = ""
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class Free:
    """A free place as the sharing out needs it."""

    place_id: PlaceId
    provider: str
    zone: str
    language: str
    free_from: date


@dataclass(frozen=True, kw_only=True)
class Award:
    """One place for one ticket, and why."""

    turn: int
    due: Stream
    stream: Stream
    rank: int | None
    ticket: Waiting
    place: Free
    #: Those before it in its line for whom none of the places left was right.
    passed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What one sharing out gave."""

    awards: tuple[Award, ...]
    #: Numbers of those for whom no place was right or left.
    unfit: tuple[str, ...]


@dataclass(frozen=True)
class _Standing:
    """A ticket in one of the lines; with ``only`` for places of some providers alone."""

    ticket: Waiting
    rank: int
    only: frozenset[str] | None = None

    @property
    def order(self) -> tuple[int, datetime, str]:
        return self.rank, self.ticket.entered_at, self.ticket.number


def share_out(tickets: Iterable[Waiting], places: Iterable[Free], *, turn: int, mix: int) -> Shared:
    """Share free places of one group among its tickets, from a turn on."""
    waiting = list(tickets)
    free = sorted(places, key=lambda place: (place.free_from, place.provider, place.place_id))
    lines = {
        Stream.PRIVILEGED: _Line(_list_privileged(waiting)),
        Stream.GENERAL: _Line(_list_general(waiting)),
    }
    awards: list[Award] = []
    given: set[TicketId] = set()
    while free:
        due = whose_turn(turn, mix=mix)
        order = (due, *(stream for stream in Stream if stream is not due))
        found = next(((stream, hit) for stream in order if (hit := lines[stream].next_fit(free, given=given))), None)
        if found is None:
            break
        stream, (standing, place) = found
        awards.append(
            Award(
                turn=turn,
                due=due,
                stream=stream,
                rank=standing.rank if stream is Stream.PRIVILEGED else None,
                ticket=standing.ticket,
                place=place,
                passed=tuple(lines[stream].passed),
            )
        )
        given.add(standing.ticket.ticket_id)
        free.remove(place)
        turn += 1
    unfit = sorted(ticket.number for ticket in waiting if ticket.ticket_id not in given)
    return Shared(awards=tuple(awards), unfit=tuple(unfit))


class _Line:
    """One line. Places only grow fewer, so whoever none is right for is passed for good."""

    def __init__(self, standing: Sequence[_Standing]) -> None:
        self._left = deque(standing)
        self.passed: list[str] = []

    def next_fit(self, free: Sequence[Free], *, given: Collection[TicketId]) -> tuple[_Standing, Free] | None:
        """Return the first of the line for whom a place is right, and that place; it stays until it is given one."""
        while self._left:
            first = self._left[0]
            place = None if first.ticket.ticket_id in given else choose_place(first.ticket, free, only=first.only)
            if place is not None:
                return first, place
            self._left.popleft()
            if first.ticket.ticket_id not in given:
                self.passed.append(first.ticket.number)
        return None


def choose_place(ticket: Waiting, free: Iterable[Free], *, only: frozenset[str] | None = None) -> Free | None:
    """Return the place that a ticket likes best: where a brother or sister is, then by wishes, then the earliest."""
    right = [place for place in free if _is_right(ticket, place) and (only is None or place.provider in only)]
    return min(right, key=lambda place: _liking(ticket, place), default=None)


def _is_right(ticket: Waiting, place: Free) -> bool:
    if ticket.language and place.language != ticket.language:
        return False
    if ticket.wishes:
        return place.provider in ticket.wishes
    return not ticket.zone or place.zone == ticket.zone


def _liking(ticket: Waiting, place: Free) -> tuple[bool, int, date, str, PlaceId]:
    wish = ticket.wishes.index(place.provider) if place.provider in ticket.wishes else 0
    return place.provider not in ticket.siblings_at, wish, place.free_from, place.provider, place.place_id


def _list_privileged(tickets: Iterable[Waiting]) -> list[_Standing]:
    standing = [_Standing(ticket, ticket.rank) for ticket in tickets if ticket.rank is not None]
    standing += [
        _Standing(ticket, ticket.sibling_rank, only=ticket.siblings_at)
        for ticket in tickets
        if ticket.sibling_rank is not None and ticket.siblings_at
    ]
    return sorted(standing, key=lambda each: each.order)


def _list_general(tickets: Iterable[Waiting]) -> list[_Standing]:
    # Who goes first everywhere has no need of the general line.
    return sorted((_Standing(ticket, 0) for ticket in tickets if ticket.rank is None), key=lambda each: each.order)
