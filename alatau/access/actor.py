"""Find who acts in a request: the signed-in user, their roles today, and whom they act for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from alatau.access.merged import resolve_person
from alatau.access.models import DeskVisit, Organisation, Person, RoleGrant, User
from alatau.access.representations import get_representation_in_force
from alatau.access.rights import WHOLE_RIGHT, reaches
from alatau.access.values import UserKind
from alatau.core.values import VISITOR, Actor, ActorKind, OrganisationId, PersonId, UserId

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.access.models import Representation
    from alatau.core.values import Moment

#: Session key of the representation a resident acts under.
ACTING_UNDER = "access.acting_under"


def find_actor(request: HttpRequest, *, at: Moment) -> Actor:
    """Return the actor of a signed-in request; a visitor when nobody is signed in.

    Cost: two queries for staff (roles, open visit); one for a resident, and one more while acting for another.
    """
    user = request.user
    if not isinstance(user, User):
        return VISITOR
    if user.kind == UserKind.STAFF:
        return staff_actor(user, at=at)
    return _resident_actor(user, request.session.get(ACTING_UNDER, ""), at=at)


@dataclass(frozen=True, kw_only=True)
class ActingFor:
    """Whom the reader acts for, as every page shows it."""

    name: str
    is_desk_visit: bool


def find_acting_for(actor: Actor) -> ActingFor | None:
    """Return the represented person or organisation, or the person served at a desk; None for oneself."""
    if actor.for_person_id:
        name = Person.objects.filter(id=actor.for_person_id).values_list("name", flat=True).first()
    elif actor.for_organisation_id:
        name = Organisation.objects.filter(id=actor.for_organisation_id).values_list("name", flat=True).first()
    else:
        return None
    return ActingFor(name=name or "", is_desk_visit=actor.kind is ActorKind.STAFF)


def staff_actor(user: User, *, at: Moment) -> Actor:
    """Return the actor for a member of staff with the roles of the day, and the open desk visit if there is one."""
    visit = DeskVisit.objects.filter(staff=user, closed_at=None, closes_at__gt=at.wall_at).first()
    return Actor(
        kind=ActorKind.STAFF,
        user_id=UserId(user.id),
        for_person_id=PersonId(visit.person_id) if visit else None,
        ground_id=visit.id if visit else None,
        roles=roles_on(user.id, at=at),
    )


def roles_on(user_id: UUID, *, at: Moment) -> frozenset[str]:
    """Return the roles in force on the city's day."""
    day = at.city_day
    grants = RoleGrant.objects.filter(user_id=user_id, revoked_at=None, awaits_second=False, valid_from__lte=day)
    return frozenset(grants.filter(Q(valid_until=None) | Q(valid_until__gt=day)).values_list("role", flat=True))


def _resident_actor(user: User, acting_under: str, *, at: Moment) -> Actor:
    assert user.person_id is not None
    # A record that was merged goes on as the one that stands for both.
    person_id = resolve_person(PersonId(user.person_id))
    acting = _acting(acting_under, person_id, at=at)
    return Actor(
        kind=ActorKind.RESIDENT,
        user_id=UserId(user.id),
        person_id=person_id,
        for_person_id=PersonId(acting.represented_id) if acting and acting.represented_id else None,
        for_organisation_id=OrganisationId(acting.organisation_id) if acting and acting.organisation_id else None,
        ground_id=acting.id if acting else None,
        is_narrowed=_is_narrowed(acting, at=at),
    )


def _is_narrowed(acting: Representation | None, *, at: Moment) -> bool:
    if acting is None or acting.represented is None:
        return False
    return not reaches(acting, acting.represented, purpose=WHOLE_RIGHT, at=at)


def _acting(acting_under: str, person_id: UUID, *, at: Moment) -> Representation | None:
    if not acting_under:
        return None
    return get_representation_in_force(UUID(acting_under), representative_id=person_id, at=at)
