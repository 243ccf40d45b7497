"""What one row tells: of which events, of whom, and what of it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.registry.values import History
from alatau.services.events.days import happens_on
from alatau.services.events.kinds import triggers_by_register
from alatau.services.events.values import Doubt, Takes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from alatau.registry.values import Register
    from alatau.services.events.values import Trigger


@dataclass(frozen=True, kw_only=True)
class Told:
    """A row tells of one event of one person."""

    kind: str
    #: Key of the kind's trigger.
    trigger: str
    person: UUID
    on_day: date
    other: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ToldOfPlace:
    """A row tells of one event of everybody who lives in a place."""

    kind: str
    trigger: str
    place: str
    on_day: date


@dataclass(frozen=True, kw_only=True)
class RowNews:
    """What is known from one row by now, by the digest of its identity."""

    register: str
    row: str
    #: Whose row it is, as the lake names it.
    subject: str = ""
    told: tuple[Told, ...] = ()
    places: tuple[ToldOfPlace, ...] = ()
    #: News about many people come in several pieces.
    chunk: int = 0
    #: Who is not told of now is not denied: a state was another before, and a place has its people told of in turn.
    is_partial: bool = False
    #: Kinds and keys of triggers of which the row says by now that nothing of the kind is so.
    taken_back: frozenset[tuple[str, str]] = frozenset()
    #: Of whom it says what cannot be, with the kind of event that it would have told.
    doubted: tuple[tuple[str, UUID, Doubt], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RowSeen:
    """A row as it stands, with the columns that `rows` of the lake keep."""

    register: Register
    row: str
    subject: str
    columns: Mapping[str, object]
    #: The day on which the city heard of it.
    told_on: date
    triggers: Sequence[Trigger]


def read_row(seen: RowSeen) -> RowNews:
    """Return what the row tells by some triggers of its register."""
    told: list[Told] = []
    places: list[ToldOfPlace] = []
    back: set[tuple[str, str]] = set()
    doubted: list[tuple[str, UUID, Doubt]] = []
    for trigger in seen.triggers:
        places += tell_of_place(trigger, seen.columns, told_on=seen.told_on)
        found = [*tell(trigger, seen.columns, told_on=seen.told_on)]
        if found and names_one_twice(trigger, seen.columns):
            doubted += [(trigger.kind, each.person, Doubt.SAME_PERSON) for each in found[:1]]
            found = []
        told += found
        if not found and _is_taken_back(trigger, seen):
            back.add((trigger.kind, trigger.key))
    return RowNews(
        register=seen.register.key,
        row=seen.row,
        subject=seen.subject,
        told=tuple(told),
        places=tuple(places),
        is_partial=seen.register.history is History.STATES,
        taken_back=frozenset(back),
        doubted=tuple(doubted),
    )


def close_row(register: Register, *, row: str, subject: str) -> RowNews:
    """Return what it means that a row is gone without another in its place: a fact that never was, or a state's end."""
    triggers = triggers_by_register().get(register.key, ()) if register.history is History.FACTS else ()
    back = frozenset((trigger.kind, trigger.key) for trigger in triggers)
    return RowNews(register=register.key, row=row, subject=subject, taken_back=back)


def tell(trigger: Trigger, row: Mapping[str, object], *, told_on: date) -> Iterator[Told]:
    """Give the events of which a row tells by one trigger, one for each person."""
    if not fits(trigger, row):
        return
    day = happens_on(trigger.day, row, told_on=told_on)
    if day is None:
        return
    other = read_person(row.get(trigger.other)) if trigger.other else None
    people = [person for name in trigger.whose if (person := read_person(row.get(name))) is not None]
    for person in dict.fromkeys(people[:1] if trigger.takes is Takes.FIRST else people):
        yield Told(kind=trigger.kind, trigger=trigger.key, person=person, on_day=day, other=other)


def tell_of_place(trigger: Trigger, row: Mapping[str, object], *, told_on: date) -> Iterator[ToldOfPlace]:
    """Give the place of whose people a row tells by one trigger."""
    place = row.get(trigger.lives_in) if trigger.lives_in else None
    day = happens_on(trigger.day, row, told_on=told_on) if place and fits(trigger, row) else None
    if day is not None:
        yield ToldOfPlace(kind=trigger.kind, trigger=trigger.key, place=str(place), on_day=day)


def fits(trigger: Trigger, row: Mapping[str, object]) -> bool:
    """Tell whether the row's values are those that the trigger asks for."""
    return (
        all(row.get(name) in values for name, values in trigger.when.items())
        and not any(row.get(name) in values for name, values in trigger.unless.items())
        and all(str(row.get(name) or "").startswith(signs) for name, signs in trigger.begins.items())
        and all(_number(row.get(name)) > bound for name, bound in trigger.above.items())
    )


def names_one_twice(trigger: Trigger, row: Mapping[str, object]) -> bool:
    """Tell whether the row names one person in parts that nobody can both play."""
    named = [person for name in trigger.apart if (person := read_person(row.get(name))) is not None]
    return len({*named}) < len(named)


def read_person(value: object) -> UUID | None:
    """Return the id of the person whom a value names; None where nobody could be linked."""
    if value is None or value == "":
        return None
    return value if isinstance(value, UUID) else UUID(str(value))


def _number(value: object) -> int:
    return value if isinstance(value, int) else int(str(value or 0))


def _is_taken_back(trigger: Trigger, seen: RowSeen) -> bool:
    """Tell whether a row that does not tell of the event says that it never was; a later state does not."""
    if seen.register.history is History.FACTS:
        return True
    is_said = any(seen.columns.get(name) in values for name, values in trigger.taken_back.items())
    return is_said or (bool(trigger.day.column) and seen.columns.get(trigger.day.column) in (None, ""))
