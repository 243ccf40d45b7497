"""The people of a request, read for the service: one look at each, kept in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.load import access_person
from alatau.access.read import find_organisation_name
from alatau.core.errors import NotFoundError
from alatau.core.values import ActorKind, PersonId
from alatau.services.catalogue.known import People
from alatau.services.catalogue.store import whose_of
from alatau.services.catalogue.values import SELF
from alatau.services.catalogue.whose import actor_for, purpose_of

if TYPE_CHECKING:
    from alatau.access.values import PersonView
    from alatau.core.values import Actor, Moment
    from alatau.services.models import ServiceRequest


def load_people(row: ServiceRequest, *, by: Actor, at: Moment) -> People:
    """Return whom a request is about and who asked, as far as the actor may read them."""
    whose = whose_of(row)
    is_system = by.kind is ActorKind.SYSTEM
    about = by if is_system or whose.by == SELF else actor_for(whose, by=by)
    person = _read(whose.person_id, by=about, at=at) if whose.person_id else None
    asker_id = PersonId(row.asker_id)
    asker = person if asker_id == whose.person_id else _read(asker_id, by=by, at=at)
    firm = find_organisation_name(whose.organisation_id) if whose.organisation_id else ""
    return People(person=person, asker=asker, organisation=firm)


def _read(person_id: PersonId, *, by: Actor, at: Moment) -> PersonView | None:
    try:
        return access_person(person_id, by=by, purpose=purpose_of(by), at=at)
    except NotFoundError:
        # Closed to this actor: what the service draws on is then unknown, and an official looks.
        return None
