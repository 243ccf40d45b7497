"""Decide by what right an actor may read a person's data. One condition per line, so that tests prove each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from alatau.access.dates import age_on
from alatau.access.lookup import get_kind, rights_of
from alatau.access.models import DeskVisit, RoleGrant
from alatau.access.own_affairs import list_own_affairs
from alatau.access.regions import covers
from alatau.access.representations import get_representation_in_force
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.access.models import Person, Representation
    from alatau.core.values import Actor, Moment, PersonId

#: A representation covers the whole person only when no purposes narrow it: then it covers this one too.
WHOLE_RIGHT = "representation"
#: The right of staff who serve a person at a desk; it is named like its purpose.
VISIT_RIGHT = "desk_visit"


def find_right(
    person_id: PersonId, person: Person | None, *, by: Actor, purpose: str, case_id: UUID | None, at: Moment
) -> str | None:
    """Return the right by name ("own", "representation", "desk_visit", "role", "process"); None when there is none.

    ``person`` is None when nobody has the id: the same questions are asked all the same, so time tells nothing.
    """
    if by.kind is ActorKind.SYSTEM:
        return "process" if by.process else None
    if by.kind is ActorKind.RESIDENT:
        return _resident_right(person_id, person, by=by, purpose=purpose, at=at)
    if by.kind is ActorKind.STAFF:
        return _staff_right(person_id, person, by=by, purpose=purpose, case_id=case_id, at=at)
    return None


def _resident_right(person_id: PersonId, person: Person | None, *, by: Actor, purpose: str, at: Moment) -> str | None:
    if by.person_id == person_id:
        return "own"
    if by.for_person_id != person_id or by.ground_id is None or by.person_id is None:
        return None
    standing = get_representation_in_force(by.ground_id, representative_id=by.person_id, at=at)
    if standing is not None and standing.represented_id != person_id:
        return None
    if standing is None or person is None:
        return None
    return "representation" if reaches(standing, person, purpose=purpose, at=at) else None


def reaches(standing: Representation, person: Person, *, purpose: str, at: Moment) -> bool:
    """Tell whether a representation in force opens the represented person's data for a purpose."""
    kind = get_kind(standing.kind)
    if standing.purposes and purpose not in standing.purposes:
        return False
    if kind.purposes and purpose not in kind.purposes:
        return False
    return kind.looks_until_age is None or not _is_at_least(person, kind.looks_until_age, at=at)


def _is_at_least(person: Person, age: int, *, at: Moment) -> bool:
    # An unknown birthday never opens a child's data to anybody: it counts as grown.
    return person.born_on is None or age_on(person.born_on, at.city_day) >= age


def _staff_right(
    person_id: PersonId, person: Person | None, *, by: Actor, purpose: str, case_id: UUID | None, at: Moment
) -> str | None:
    assert by.user_id is not None, "staff have a sign-in"
    # Nobody works on the affairs of themselves or their family; one's own data open after signing in as a resident.
    if person_id in list_own_affairs(by.user_id, at=at):
        return None
    if _has_open_visit(person_id, by=by, purpose=purpose, at=at):
        return VISIT_RIGHT
    region = person.region if person else ""
    held = _roles_held_over(region, by=by, at=at)
    for right in rights_of(held & by.roles):
        if purpose in right.purposes and (case_id is not None or not right.needs_case):
            return "role"
    return None


def _has_open_visit(person_id: PersonId, *, by: Actor, purpose: str, at: Moment) -> bool:
    visits = DeskVisit.objects.filter(
        staff_id=by.user_id, person_id=person_id, purpose=purpose, closed_at=None, closes_at__gt=at.wall_at
    )
    return visits.exists()


def _roles_held_over(region: str, *, by: Actor, at: Moment) -> frozenset[str]:
    day, user_id = at.city_day, by.user_id
    assert user_id is not None, "staff have a sign-in"
    grants = RoleGrant.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=day),
        user_id=user_id,
        revoked_at=None,
        awaits_second=False,
        valid_from__lte=day,
    )
    return frozenset(role for role, scope in grants.values_list("role", "region") if covers(scope, region))
