"""What changed between two cards of a family: rights gained, lost or become unknown, and the category."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.journal.values import LineKind, NewLine
from alatau.family.seam import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from uuid import UUID

    from alatau.core.values import Actor
    from alatau.family.events.touched import Touched
    from alatau.family.seam import Plan
    from alatau.family.stored import StoredFamily

BENEFIT = "benefit"


class Change(StrEnum):
    """What became of a right, or of the category; also how the journal names it."""

    GAINED = "family.entitlement.gained"
    LOST = "family.entitlement.lost"
    UNKNOWN = "family.entitlement.became_unknown"
    AMOUNT = "family.entitlement.changed"
    CATEGORY = "family.category.changed"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One difference between two cards."""

    family: UUID
    change: Change
    #: The rule's name.
    name: str
    #: Whose right it is; None for the family's.
    person: UUID | None
    before: object
    after: object


def find_differences(
    before: Mapping[UUID, StoredFamily], after: Mapping[UUID, StoredFamily], *, plan: Plan
) -> list[Difference]:
    """Return the differences between cards, family by family; a family that is no more loses what it had."""
    names = {
        level: [each.name for each in plan.outputs if each.kind == BENEFIT and each.level == level] for level in _LEVELS
    }
    found: list[Difference] = []
    for family in {*before, *after}:
        old, new = before.get(family), after.get(family)
        rows = old.row if old else {}, new.row if new else {}
        found += _of_rows(family, None, rows, names=names["family"])
        people_before, people_after = _people(old), _people(new)
        for person in {*people_before, *people_after}:
            rows = people_before.get(person, {}), people_after.get(person, {})
            found += _of_rows(family, person, rows, names=names["person"])
        found += _of_category(family, old, new)
    return found


_LEVELS = ("person", "family")


def _people(stored: StoredFamily | None) -> dict[UUID, Mapping[str, Any]]:
    return {row["person"]: row for row in stored.people} if stored else {}


def _of_rows(
    family: UUID, person: UUID | None, rows: tuple[Mapping[str, Any], Mapping[str, Any]], *, names: list[str]
) -> Iterator[Difference]:
    old, new = rows
    if old == new:
        # Most people of a family keep what they had.
        return
    for name in names:
        before, after = what_is_given(old, name), what_is_given(new, name)
        change = _judge(before, after)
        if change is not None:
            yield Difference(family=family, change=change, name=name, person=person, before=before, after=after)


def what_is_given(row: Mapping[str, Any], name: str) -> object:
    """Return the amount or the yes that a stored benefit gives, 0 for none, None where nobody knows."""
    if name not in row or row.get(name + NOT_APPLICABLE):
        return 0
    value = row[name]
    return None if value is None else value or 0


def _judge(before: object, after: object) -> Change | None:
    # Where nobody knew, a no takes nothing away.
    if before == after or (before is None and not after and after is not None):
        return None
    if after is None:
        return Change.UNKNOWN
    if not after:
        return Change.LOST
    return Change.AMOUNT if before else Change.GAINED


def _of_category(family: UUID, old: StoredFamily | None, new: StoredFamily | None) -> Iterator[Difference]:
    name = content().family_card.category
    before, after = (stored.row.get(name) if stored else None for stored in (old, new))
    if name and before != after:
        yield Difference(family=family, change=Change.CATEGORY, name=name, person=None, before=before, after=after)


def lines_of(
    differences: Iterable[Difference],
    touched: Touched,
    *,
    known_number: int,
    by: Actor,
    contested: Collection[UUID] = (),
) -> list[NewLine]:
    """Return a line of the journal for each difference: what it was, what it is, and which registers had news.

    A right that was lost by what one register alone now says must not end a payment without a person's decision.
    """
    registers = sorted(touched.people.keys() | touched.places.keys())
    return [
        NewLine(
            kind=LineKind.EVENT,
            action=each.change.value,
            actor=by,
            subject_id=each.person,
            body={
                "family": each.family,
                "name": each.name,
                "before": _plain(each.before),
                "after": _plain(each.after),
                "known": known_number,
                "registers": registers,
                "is_single_source": len(registers) == 1,
                "is_contested": each.family in contested,
            },
        )
        for each in differences
    ]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
