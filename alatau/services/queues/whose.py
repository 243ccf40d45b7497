"""Who may act on a ticket: the person it belongs to, and whoever acts for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.access.care import list_children_in_care
from alatau.access.load import access_person
from alatau.core.errors import NotFoundError
from alatau.core.values import ActorKind, PersonId

if TYPE_CHECKING:
    from alatau.access.values import PersonView
    from alatau.core.values import Actor, Moment
    from alatau.services.models.queues import Ticket


def act_for(person_id: PersonId, *, by: Actor, at: Moment) -> Actor:
    """Return the actor as they act for a person: themselves, a child in their care, or whom they act for anyway.

    Raises:
        NotFoundError: absent, or not theirs.
    """
    if by.kind is ActorKind.SYSTEM or by.subject_id == person_id:
        return by
    if by.kind is ActorKind.RESIDENT and by.person_id is not None and by.for_person_id is None:
        for child in list_children_in_care(by.person_id, at=at):
            if child.person_id == person_id:
                return replace(by, for_person_id=person_id, ground_id=child.ground_id)
    raise NotFoundError


def check_whose(ticket: Ticket, *, by: Actor, at: Moment) -> None:
    """Refuse whoever has nothing to do with a ticket. Raises: NotFoundError."""
    is_asker = by.kind is ActorKind.RESIDENT and by.for_person_id is None and by.person_id == ticket.asked_by
    if not is_asker:
        act_for(PersonId(ticket.person_id), by=by, at=at)


def read_person(person_id: PersonId, *, by: Actor, at: Moment, data: tuple[str, ...]) -> PersonView:
    """Return a person to whoever acts for them; the look is kept. Raises: NotFoundError."""
    acting = act_for(person_id, by=by, at=at)
    return access_person(person_id, by=acting, purpose=_purpose_of(acting, person_id), data=data, at=at)


def _purpose_of(by: Actor, person_id: PersonId) -> str:
    if by.kind is ActorKind.SYSTEM:
        return "service"
    if by.kind is ActorKind.STAFF:
        return "desk_visit"
    return "own" if by.person_id == person_id else "representation"
