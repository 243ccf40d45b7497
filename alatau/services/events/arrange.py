"""Which rows tell of the same event: pure, and the same for every order in which they came.

Rows that tell of one event make a group. A group keeps the event that most of its rows told of before, so that an event
lives on through corrections; a group without one is new; an event without a group is no more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from alatau.services.events.values import Sameness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from alatau.services.events.values import EventKind


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A row that tells of an event of one person."""

    #: Names the telling itself, by what is unique of it.
    key: tuple[str, ...]
    register: str
    row: str
    step: str
    part: str
    on_day: date
    other: UUID | None
    #: The event of which it told before.
    event: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An event as it is kept."""

    id: UUID
    identity: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows that tell of one event."""

    identity: str
    on_day: date
    other: UUID | None
    tellings: Sequence[Telling]
    #: Names the rows that lie near each other, where they may be several events.
    chain: str = ""
    #: The event that it is by now; None for a new one.
    event: UUID | None = None


@dataclass
class _Claims:
    """Which events are taken by a group."""

    events: Mapping[UUID, Standing]
    taken: set[UUID] = field(default_factory=set)

    def take(self, wanted: Iterable[UUID | None]) -> UUID | None:
        """Return the first of the events that no group has, and take it."""
        found = next((event for event in wanted if event in self.events and event not in self.taken), None)
        self.taken |= {found} if found else set()
        return found

    def voted(self, group: Group) -> list[UUID]:
        """Return the events of which the group's rows told before, those of most rows first; then the one so named."""
        votes = Counter(each.event for each in group.tellings if each.event is not None and each.event in self.events)
        named = [event.id for event in self.events.values() if event.identity == group.identity]
        return [*sorted(votes, key=lambda event: (-votes[event], self.events[event].identity)), *named]


def arrange(kind: EventKind, tellings: Iterable[Telling], events: Iterable[Standing]) -> list[Group]:
    """Return the groups of rows that stand, each with the event that it is; `tellings` are those that stand."""
    claims = _Claims({event.id: event for event in events})
    groups = [group for group in _group(kind, [*tellings]) if _is_whole(kind, group)]
    # Who has most rows that told of an event chooses first, so that the choice does not hang on their order.
    groups.sort(key=lambda group: (-sum(each.event is not None for each in group.tellings), group.identity))
    claimed = [replace(group, event=claims.take(claims.voted(group))) for group in groups]
    return [group if group.event else replace(group, event=_take_left(group, claimed, claims)) for group in claimed]


def _take_left(group: Group, groups: Sequence[Group], claims: _Claims) -> UUID | None:
    """Return an event whose rows all went to others near by: twins changed places, and there are as many as before."""
    near = [telling for other in groups if group.chain and other.chain == group.chain for telling in other.tellings]
    left = {telling.event for telling in near if telling.event in claims.events}
    return claims.take(sorted(left, key=lambda event: claims.events[event].identity if event else ""))


def _group(kind: EventKind, tellings: list[Telling]) -> Iterator[Group]:
    steps: dict[str, list[Telling]] = {}
    for telling in sorted(tellings, key=lambda each: (each.on_day, each.register, each.row, each.key)):
        steps.setdefault(telling.step, []).append(telling)
    for step, some in steps.items():
        if kind.sameness is Sameness.PERSON:
            yield _make(kind, step, some)
        elif kind.sameness is Sameness.ROW:
            rows: dict[str, list[Telling]] = {}
            for telling in some:
                rows.setdefault(telling.row, []).append(telling)
            yield from (_make(kind, _name(step, row), same) for row, same in rows.items())
        else:
            yield from _by_days(kind, step, some)


def _by_days(kind: EventKind, step: str, tellings: list[Telling]) -> Iterator[Group]:
    chains: list[list[Telling]] = []
    for telling in tellings:
        if chains and (telling.on_day - chains[-1][-1].on_day).days <= kind.within_days:
            chains[-1].append(telling)
        else:
            chains.append([telling])
    for chain in chains:
        name = _name(step, chain[0].on_day.isoformat())
        if not kind.counts_rows:
            yield _make(kind, name, chain)
            continue
        for rank, some in enumerate(_ranked(chain)):
            yield replace(_make(kind, f"{name}.{rank}" if rank else name, some), chain=name)


def _ranked(chain: list[Telling]) -> list[list[Telling]]:
    """Return the rows of a chain by their rank in each register: its first rows are one event, its second ones another.

    A register tells of a thing once: two rows of it that lie near each other are twins, not a repetition.
    """
    ranks: dict[int, list[Telling]] = {}
    counts: Counter[str] = Counter()
    for telling in chain:
        ranks.setdefault(counts[telling.register], []).append(telling)
        counts[telling.register] += 1
    return [ranks[rank] for rank in sorted(ranks)]


def _make(kind: EventKind, identity: str, tellings: list[Telling]) -> Group:
    leading = [each for each in tellings if not kind.parts or each.part == kind.parts[0]] or tellings
    other = next((each.other for each in tellings if each.other is not None), None)
    return Group(identity=identity, on_day=min(each.on_day for each in leading), other=other, tellings=tellings)


def _is_whole(kind: EventKind, group: Group) -> bool:
    return {*kind.parts} <= {each.part for each in group.tellings}


def _name(step: str, rest: str) -> str:
    return f"{step}:{rest}" if step else rest
