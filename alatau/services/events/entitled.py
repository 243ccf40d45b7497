"""Events that a family's card tells of: a right gained, where the right itself is what happened."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.family.find import find_changed
from alatau.family.runs import find_current_run
from alatau.services.events.kinds import kinds_by_right
from alatau.services.events.settle import settle
from alatau.services.events.telling import RowNews, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Actor, Moment
    from alatau.family.stored import StoredFamily
    from alatau.services.events.lives import Settled

GAINED, LOST = "family.entitlement.gained", "family.entitlement.lost"
#: Stands where a register's key does.
CARD = "_card"
#: Roles in a family by who is told of its affairs first.
FIRST_ROLES = ("single", "spouse")


def follow_rights(lines: Sequence[SealedLine], *, by: Actor, at: Moment) -> Settled:
    """Settle what rights that were gained or lost tell, in the caller's transaction. Safe to repeat."""
    wanted = [line for line in lines if line.body.get("name") in kinds_by_right()]
    families = {UUID(str(line.body["family"])) for line in wanted if line.subject_id is None}
    run = find_current_run() if families else None
    cards = find_changed(families, run) if run else {}
    return settle([*_read(wanted, cards, at=at)], by=by, at=at)


def _read(lines: Iterable[SealedLine], cards: Mapping[UUID, StoredFamily], *, at: Moment) -> Iterator[RowNews]:
    for line in lines:
        family, name = UUID(str(line.body["family"])), str(line.body["name"])
        person = line.subject_id or _choose_person(cards.get(family))
        kinds = kinds_by_right()[name]
        told = [
            Told(kind=kind, trigger=CARD, person=person, on_day=at.city_day)
            for kind in kinds
            if person is not None and line.action == GAINED
        ]
        yield RowNews(
            register=CARD,
            row=_digest(f"{name}:{line.subject_id or family}"),
            subject=str(family),
            told=tuple(told),
            taken_back=frozenset((kind, CARD) for kind in kinds if line.action == LOST),
        )


def _choose_person(family: StoredFamily | None) -> UUID | None:
    """Return who is told of what a whole family gained: by their part in it, and always the same one."""
    if family is None:
        return None
    ranks = {role: rank for rank, role in enumerate(FIRST_ROLES)}
    people = sorted(family.people, key=lambda row: (ranks.get(str(row["role"]), len(ranks)), str(row["person"])))
    grown = [row for row in people if row["role"] not in ("child", "ward")]
    return next((row["person"] for row in grown or people), None)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
