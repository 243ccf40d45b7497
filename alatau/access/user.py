"""The sign-in of a resident: made at the first one, when they proved to hold the number."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from alatau.access.errors import SignInRefusedError
from alatau.access.models import User
from alatau.access.values import UserKind
from alatau.core.values import UserId

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


def open_resident_user(person_id: PersonId, *, at: Moment) -> UserId:
    """Return the person's sign-in, making it when it is their first. Raises: SignInRefusedError when it was closed."""
    user, _is_new = User.objects.get_or_create(
        person_id=person_id,
        defaults={"id": uuid4(), "kind": UserKind.RESIDENT, "password": make_password(None), "created_at": at.wall_at},
    )
    if not user.is_active:
        raise SignInRefusedError
    return UserId(user.id)
