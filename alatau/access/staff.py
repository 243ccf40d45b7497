"""Members of staff: make, check the password, change it, disable. Their second factor is in `factors`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from alatau.access.errors import LoginTakenError, PasswordWeakError, SignInRefusedError, StaffUnknownError
from alatau.access.models import SignIn, User
from alatau.access.staff_lock import begin_try
from alatau.access.throttle import TRY_PER_ADDRESS, spend
from alatau.access.values import UserKind
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import UserId

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment


@transaction.atomic
def create_staff(*, login: str, name: str, office: str, password: str, by: Actor, at: Moment) -> UserId:
    """Make a sign-in for a member of staff, who enrols a second factor at the first one.

    Raises:
        LoginTakenError, PasswordWeakError: in this order; nothing is written.
    """
    normal = normal_login(login)
    assert normal
    assert name
    if User.objects.filter(login=normal).exists():
        raise LoginTakenError
    user = User(kind=UserKind.STAFF, login=normal, name=name, office=office, created_at=at.wall_at)
    _check_strength(password, user)
    user.password = make_password(password)
    user.save(force_insert=True)
    _note("access.staff.created", user, by=by, at=at)
    return UserId(user.id)


def check_staff_password(login: str, password: str, *, address: str, at: Moment) -> UserId:
    """Return the user whose name and password these are; a second factor has still to follow.

    Takes the same time whether or not the name exists.

    Raises:
        TooManyTriesError: from this address, or the name is locked for a while.
        SignInRefusedError: the pair is wrong; which part, is not told.
    """
    spend(TRY_PER_ADDRESS, address, at=at)
    normal = normal_login(login)
    begin_try(normal, address=address, at=at)
    user = User.objects.filter(login=normal, kind=UserKind.STAFF).first()
    if user is None:
        # Hash all the same: an answer that comes sooner would tell that nobody has this name.
        make_password(password)
        raise SignInRefusedError
    if not check_password(password, user.password) or not user.is_active:
        raise SignInRefusedError
    return UserId(user.id)


@transaction.atomic
def change_password(user_id: UserId, *, old: str, new: str, by: Actor, at: Moment) -> None:
    """Replace the password, and end every sign-in: the browser that asked begins a new one.

    Raises:
        SignInRefusedError, PasswordWeakError: in this order.
    """
    user = User.objects.select_for_update().get(id=user_id)
    if not check_password(old, user.password):
        raise SignInRefusedError
    _check_strength(new, user)
    user.password = make_password(new)
    user.save(update_fields=["password"])
    SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at.wall_at)
    _note("access.password.changed", user, by=by, at=at)


@transaction.atomic
def disable_staff(login: str, *, by: Actor, at: Moment) -> None:
    """Close a sign-in for good; open browsers notice at their next request. Raises: StaffUnknownError."""
    user = User.objects.select_for_update().filter(login=normal_login(login), is_active=True).first()
    if user is None:
        raise StaffUnknownError
    user.is_active = False
    user.save(update_fields=["is_active"])
    SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at.wall_at)
    _note("access.staff.disabled", user, by=by, at=at)


def find_staff(login: str) -> UserId | None:
    """Return the active member of staff who signs in under this name."""
    user_id = User.objects.filter(login=normal_login(login), is_active=True).values_list("id", flat=True).first()
    return UserId(user_id) if user_id else None


def normal_login(login: str) -> str:
    """Return the one written form of a sign-in name."""
    return login.strip().casefold()


def make_first_password() -> str:
    """Return a password that a person can type once: five groups of four letters and digits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def _check_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordWeakError from error


def _note(action: str, user: User, *, by: Actor, at: Moment) -> None:
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, body={"user_id": user.id})], at=at)
