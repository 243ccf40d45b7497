"""Which affairs are an official's own: the city knows which resident they are, and who is close to whom.

Close are those who act for each other today, and those who act for the same person: parents of one child, a parent and
the child, the holder of a power of attorney and who gave it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from alatau.access.merged import resolve_person
from alatau.access.models import User
from alatau.access.representations import list_people_acted_for, list_people_acting_for
from alatau.access.values import UserKind
from alatau.core.values import PersonId, UserId

if TYPE_CHECKING:
    from alatau.core.values import Moment


def find_own_record(user_id: UserId) -> PersonId | None:
    """Return which resident a member of staff is, after merges; None while nobody has told."""
    found = User.objects.filter(id=user_id, kind=UserKind.STAFF).values_list("record_id", flat=True).first()
    return resolve_person(PersonId(found)) if found else None


def list_own_affairs(user_id: UserId, *, at: Moment) -> set[PersonId]:
    """Return the people whose affairs an official must leave to colleagues: themselves and those close to them."""
    own = find_own_record(user_id)
    return list_close_people(own, at=at) if own else set()


def list_partial_staff(person_id: PersonId, *, at: Moment) -> set[UserId]:
    """Return the officials who must not work on this person's affairs."""
    close = list_close_people(resolve_person(person_id), at=at)
    rows = User.objects.filter(Q(record_id__in=close) | Q(record__merged_into_id__in=close))
    return {UserId(user_id) for user_id in rows.values_list("id", flat=True)}


def list_close_people(person_id: PersonId, *, at: Moment) -> set[PersonId]:
    """Return the person and everybody close to them today; closeness goes both ways."""
    charges = list_people_acted_for({person_id}, at=at)
    return {person_id} | charges | list_people_acting_for({person_id} | charges, at=at)
