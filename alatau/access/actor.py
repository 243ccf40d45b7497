"""Find who acts in a request: the signed-in user, their roles today, and whom they act for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from alatau.access.models import DeskVisit, Representation, RoleGrant, User
from alatau.access.values import UserKind
from alatau.core.values import VISITOR, Actor, ActorKind, OrganisationId, PersonId, UserId

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.core.values import Moment

#: Session key of the representation a resident acts under.
ACTING_UNDER = "access.acting_under"


def find_actor(request: HttpRequest, *, at: Moment) -> Actor:
    """Return the actor of a signed-in request; a visitor when nobody is signed in.

    Cost: one query for staff's roles and one for an open visit; for a resident one while acting for another.
    """
    user = request.user
    if not isinstance(user, User):
        return VISITOR
    if user.kind == UserKind.STAFF:
        return staff_actor(user, at=at)
    return _resident_actor(user, request.session.get(ACTING_UNDER, ""), at=at)


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
    grants = RoleGrant.objects.filter(user_id=user_id, revoked_at=None, valid_from__lte=day)
    return frozenset(grants.filter(Q(valid_until=None) | Q(valid_until__gt=day)).values_list("role", flat=True))


def _resident_actor(user: User, acting_under: str, *, at: Moment) -> Actor:
    assert user.person_id is not None
    acting = _representation_in_force(acting_under, representative_id=user.person_id, at=at) if acting_under else None
    return Actor(
        kind=ActorKind.RESIDENT,
        user_id=UserId(user.id),
        person_id=PersonId(user.person_id),
        for_person_id=PersonId(acting.represented_id) if acting and acting.represented_id else None,
        for_organisation_id=OrganisationId(acting.organisation_id) if acting and acting.organisation_id else None,
        ground_id=acting.id if acting else None,
    )


def _representation_in_force(acting_under: str, *, representative_id: UUID, at: Moment) -> Representation | None:
    day = at.city_day
    standing = Representation.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=day),
        id=UUID(acting_under),
        representative_id=representative_id,
        accepted_at__isnull=False,
        ended_at=None,
        valid_from__lte=day,
    )
    return standing.first()
