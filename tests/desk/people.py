"""The people of this room's tests, as rows: enough for rights, without passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from alatau.access.models import Person, RoleGrant, User
from alatau.core.values import Actor, ActorKind, PersonId, UserId

if TYPE_CHECKING:
    from alatau.core.values import Moment

#: Place code of the city's first district in the tests.
REGION = "191110000"


def make_resident(*, name: str, at: Moment) -> Actor:
    """Return a new resident of the region, acting for themselves."""
    person = Person.objects.create(name=name, short_name=name, region=REGION, registered_at=at.wall_at)
    return Actor(kind=ActorKind.RESIDENT, user_id=UserId(uuid4()), person_id=PersonId(person.id))


def make_official(*roles: str, name: str, at: Moment, region: str = "") -> Actor:
    """Return a new member of staff who holds the roles, over the region or the whole city."""
    user = User.objects.create(kind="staff", login=name.lower(), name=name, created_at=at.wall_at)
    for role in roles:
        RoleGrant.objects.create(
            user=user, role=role, region=region, ground="test", valid_from=at.city_day, granted_at=at.wall_at
        )
    return official(user.id, *roles)


def official(user_id: UUID, *roles: str) -> Actor:
    """Return a member of staff who acts with the roles."""
    return Actor(kind=ActorKind.STAFF, user_id=UserId(user_id), roles=frozenset(roles))
