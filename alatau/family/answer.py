"""What the reader answers about cards: only to looks that stand in the journal, made just now, at these very people.

The reader runs as the user who may open the cards. Whoever asks it proves nothing but that the looks were written; what
of each person is shown follows from their own look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.access.care import is_any_address_protected
from alatau.core.clock import read_clocks
from alatau.core.journal.read import find_lines
from alatau.core.journal.values import LineKind
from alatau.core.values import PersonId
from alatau.family.assemble import View, assemble_card
from alatau.family.card import PartOf, ReaderKind
from alatau.family.cliffs import find_cliffs
from alatau.family.dispute import find_contested
from alatau.family.errors import CardNotFoundError
from alatau.family.explain import explain
from alatau.family.find import find_family_of
from alatau.family.history import compare_cards
from alatau.family.law import law_of, silent_registers
from alatau.family.wire import write_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from alatau.core.journal.values import Line
    from alatau.family.find import Found

#: A look opens what it was made for, and nothing later.
LOOK_LASTS = timedelta(minutes=1)
#: Words under which looks say that a card, or a part of it, is shown.
CARD, PART = "card", "family_part"
#: Questions that are answered from measures.
WITH_MEASURES = frozenset({"explain", "compare"})
STAFF_RIGHTS = frozenset({"role", "desk_visit", "process"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request about a card."""

    what: str
    subject: UUID
    #: The look at each person whose part is to be open.
    looks: Mapping[UUID, UUID]
    on: date | None
    #: Whose value is to be explained, None for the family's, and its name.
    of: UUID | None
    name: str
    #: The earlier of two days that are compared.
    since: date | None = None


def answer_card(raw: dict[str, Any]) -> list[dict[str, object]]:
    """Return what a request about a card asks for, as the wire carries it.

    Raises:
        CardNotFoundError: no such card, or no such look. CardsNotComputedError: there are none yet.
    """
    asked = _read(raw)
    lines = _find_looks(asked.looks)
    if asked.subject not in lines:
        raise CardNotFoundError
    found = find_family_of(asked.subject, on=asked.on, with_measures=asked.what in WITH_MEASURES)
    return [{"wire": write_wire(_ANSWERS[asked.what](asked, found, lines))}]


def _read(raw: dict[str, Any]) -> Asked:
    try:
        return Asked(
            what=str(raw["card"]),
            subject=UUID(raw["subject"]),
            looks={UUID(person): UUID(look) for person, look in raw["looks"].items()},
            on=date.fromisoformat(raw["on"]) if raw.get("on") else None,
            of=UUID(raw["of"]) if raw.get("of") else None,
            name=str(raw.get("name", "")),
            since=date.fromisoformat(raw["since"]) if raw.get("since") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CardNotFoundError from error


def _find_looks(looks: Mapping[UUID, UUID]) -> dict[UUID, Line]:
    """Return the lines of looks by person, of those that are committed and of now."""
    lines, now = find_lines(looks.values()), read_clocks().wall_at
    found = {person: lines[look] for person, look in looks.items() if look in lines}
    return {person: line for person, line in found.items() if _opens(line, person, now=now)}


def _opens(line: Line, person: UUID, *, now: datetime) -> bool:
    """Tell whether a line is a look at the person, made just now, at what cards show."""
    shown = line.body.get("data")
    is_look = line.kind is LineKind.LOOK and line.subject_id == person and now - line.wall_at <= LOOK_LASTS
    return is_look and isinstance(shown, list) and not {CARD, PART}.isdisjoint(shown)


def _list_members(_asked: Asked, found: Found, _lines: Mapping[UUID, Line]) -> list[dict[str, object]]:
    return [{"person": row["person"], "role": row["role"]} for row in found.stored.people]


def _show(asked: Asked, found: Found, lines: Mapping[UUID, Line]) -> object:
    view = _view(asked, found, lines)
    return assemble_card(view, cliffs=find_cliffs(view))


def _explain(asked: Asked, found: Found, lines: Mapping[UUID, Line]) -> object:
    return explain(_view(asked, found, lines), name=asked.name, person=asked.of, known_number=found.known_number)


def _compare(asked: Asked, found: Found, lines: Mapping[UUID, Line]) -> object:
    before = find_family_of(asked.subject, on=asked.since, with_measures=True)
    return compare_cards(_view(asked, before, lines), _view(asked, found, lines), known=found.known_number)


def _view(asked: Asked, found: Found, lines: Mapping[UUID, Line]) -> View:
    people = [PersonId(row["person"]) for row in found.stored.people]
    is_staff = lines[asked.subject].body.get("right") in STAFF_RIGHTS
    return View(
        run=found.run,
        law=law_of(found.run),
        stored=found.stored,
        reader=ReaderKind.STAFF if is_staff else ReaderKind.RESIDENT,
        parts={person: _part_of(person, asked, lines) for person in people},
        has_protected=is_any_address_protected(people),
        contested=find_contested(people),
        silent=silent_registers(found.run),
    )


def _part_of(person: UUID, asked: Asked, lines: Mapping[UUID, Line]) -> PartOf:
    """Say who somebody of the family is to the reader, by the right that the look names."""
    line = lines.get(person)
    right = line.body.get("right") if line else None
    if right in STAFF_RIGHTS:
        return PartOf.SUBJECT
    if right == "consent":
        return PartOf.OPENED
    if right is None:
        return PartOf.ADULT
    return PartOf.SELF if person == asked.subject else PartOf.CHILD


_ANSWERS: Mapping[str, Callable[[Asked, Found, Mapping[UUID, Line]], object]] = {
    "members": _list_members,
    "show": _show,
    "explain": _explain,
    "compare": _compare,
}
