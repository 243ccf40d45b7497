"""For whom a service may be asked: oneself, and those whom one may act for under a kind that the service names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.access.desk_visit import PURPOSE as VISIT
from alatau.access.representations import list_representations_held
from alatau.core.errors import NotFoundError
from alatau.core.values import ActorKind
from alatau.services.catalogue.request_values import Whose
from alatau.services.catalogue.values import SELF

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.values import RepresentationView
    from alatau.core.values import Actor, Moment, PersonId
    from alatau.services.catalogue.values import Service

#: The lawful reason under which a service reads what it needs.
SERVICE_PURPOSE = "service"


def list_whose(service: Service, *, by: Actor, at: Moment) -> list[Whose]:
    """Return for whom this actor may ask for the service; nobody when the service is not for them.

    Whoever acts for somebody at this moment asks for that one alone.
    """
    found: list[Whose] = []
    if SELF in service.who and (by.for_person_id is None or by.kind is ActorKind.STAFF) and not by.for_organisation_id:
        found.append(Whose(by=SELF, person_id=asker_of(by), organisation_id=None, name="", representation_id=None))
    if by.person_id is None:
        return found
    held = list_representations_held(by.person_id, at=at)
    return found + [_whose_of(view) for view in held if view.kind in service.who and _is_at_hand(view, by=by)]


def find_whose(service: Service, representation_id: UUID | None, *, by: Actor, at: Moment) -> Whose:
    """Return one of those for whom the actor may ask. Raises: NotFoundError: not among them."""
    for whose in list_whose(service, by=by, at=at):
        if whose.representation_id == representation_id:
            return whose
    raise NotFoundError


def asker_of(by: Actor) -> PersonId:
    """Return the person who asks: the resident, or whom an official serves at a desk. Raises: NotFoundError: nobody."""
    asker = by.for_person_id if by.kind is ActorKind.STAFF else by.person_id
    if asker is None:
        raise NotFoundError
    return asker


def purpose_of(by: Actor) -> str:
    """Return the lawful reason of a look: the service itself, or the visit at whose desk it is asked for."""
    return VISIT if by.kind is ActorKind.STAFF else SERVICE_PURPOSE


def actor_for(whose: Whose, *, by: Actor) -> Actor:
    """Return the actor as they act for somebody: a child's mother reads the child's rows under her right to them."""
    if by.kind is ActorKind.STAFF:
        return by
    return replace(
        by,
        for_person_id=None if whose.by == SELF else whose.person_id,
        for_organisation_id=whose.organisation_id,
        ground_id=whose.representation_id,
    )


def _whose_of(view: RepresentationView) -> Whose:
    return Whose(
        by=view.kind,
        person_id=view.represented_id,
        organisation_id=view.organisation_id,
        name=view.represented_name,
        representation_id=view.id,
    )


def _is_at_hand(view: RepresentationView, *, by: Actor) -> bool:
    if by.for_person_id is None and by.for_organisation_id is None:
        return True
    return view.id == by.ground_id
