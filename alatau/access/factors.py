"""Second factors and passkeys, kept and checked by django-allauth. The one file that opens its inner parts.

allauth keeps the used TOTP codes in a cache of one process; here the last used step is kept with the factor, under a
lock, so that a code works once in all processes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from alatau.access.adapters import FactorAdapter
from alatau.access.errors import LastFactorError, SignInRefusedError
from alatau.access.models import User
from alatau.access.values import Proof, UserKind
from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, UserId

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment

#: Where the step of the last accepted code is kept beside the secret.
LAST_STEP = "last_step"


class FactorKind(StrEnum):
    """What a user can prove themselves with, besides a password or a code to the phone."""

    TOTP = "totp"
    PASSKEY = "webauthn"
    RECOVERY_CODES = "recovery_codes"


@dataclass(frozen=True, kw_only=True)
class FactorView:
    """One factor as its owner sees it."""

    id: int
    kind: FactorKind
    name: str
    added_at: datetime
    used_at: datetime | None


def list_factors(user_id: UserId) -> list[FactorView]:
    """Return the user's factors, oldest first."""
    rows = Authenticator.objects.filter(user_id=user_id).order_by("created_at", "id")
    return [
        FactorView(
            id=row.pk,
            kind=FactorKind(row.type),
            name=row.data.get("name", ""),
            added_at=row.created_at,
            used_at=row.last_used_at,
        )
        for row in rows
    ]


def has_second_factor(user_id: UserId) -> bool:
    """Tell whether the user can give a second factor; recovery codes alone are not one."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=[FactorKind.TOTP, FactorKind.PASSKEY]).exists())


def make_totp_secret() -> str:
    """Return a new secret for a code generator."""
    return str(totp.generate_totp_secret())


def totp_address(user_id: UserId, secret: str) -> str:
    """Return the ``otpauth`` address that an authenticator app reads from a QR code."""
    return str(FactorAdapter().build_totp_url(User.objects.get(id=user_id), secret))


def totp_code(secret: str, *, at: Moment) -> str:
    """Return the code a generator with this secret shows at the moment; the sample city prints it."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(at.wall_at.timestamp()) // 30)))


@transaction.atomic
def add_totp(user_id: UserId, *, secret: str, code: str, by: Actor, at: Moment) -> None:
    """Add a code generator once the user has shown that it works. Raises: SignInRefusedError."""
    step = _find_step(secret, code, at=at)
    if step is None:
        raise SignInRefusedError
    keep_totp(user_id, secret, last_step=step, by=by, at=at)


def keep_totp(user_id: UserId, secret: str, *, last_step: int = 0, by: Actor, at: Moment) -> None:
    """Keep a generator's secret in place of an earlier one. Pages use `add_totp`, which asks for a code first."""
    Authenticator.objects.filter(user_id=user_id, type=FactorKind.TOTP).delete()
    factor = totp.TOTP.activate(User.objects.get(id=user_id), secret).instance
    factor.data[LAST_STEP] = last_step
    factor.save(update_fields=["data"])
    _note("access.factor.added", FactorKind.TOTP, by=by, at=at)


@transaction.atomic
def check_totp(user_id: UserId, code: str, *, at: Moment) -> Proof | None:
    """Return the proof when the code is right and newer than the last one accepted; else None."""
    row = Authenticator.objects.select_for_update().filter(user_id=user_id, type=FactorKind.TOTP).first()
    if row is None:
        return None
    step = _find_step(decrypt(row.data["secret"]), code, at=at)
    if step is None or step <= row.data.get(LAST_STEP, 0):
        return None
    row.data[LAST_STEP] = step
    row.last_used_at = at.wall_at
    row.save(update_fields=["data", "last_used_at"])
    return Proof.TOTP


def check_recovery_code(user_id: UserId, code: str, *, at: Moment) -> Proof | None:
    """Return the proof when it is one of the user's unused recovery codes, and use it up; else None."""
    row = Authenticator.objects.filter(user_id=user_id, type=FactorKind.RECOVERY_CODES).first()
    if row is None or not RecoveryCodes(row).validate_code(code):
        return None
    Authenticator.objects.filter(id=row.pk).update(last_used_at=at.wall_at)
    return Proof.RECOVERY_CODE


@transaction.atomic
def make_recovery_codes(user_id: UserId, *, by: Actor, at: Moment) -> list[str]:
    """Return new recovery codes in place of the earlier ones; they are shown this once."""
    Authenticator.objects.filter(user_id=user_id, type=FactorKind.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(User.objects.get(id=user_id)).generate_codes()
    _note("access.recovery_codes.made", FactorKind.RECOVERY_CODES, by=by, at=at)
    return list(codes)


def begin_adding_passkey(user_id: UserId) -> dict[str, object]:
    """Return what the browser asks the authenticator for; the session keeps the challenge."""
    user = User.objects.select_related("person").get(id=user_id)
    return dict(webauthn.begin_registration(user, passwordless=True))


@transaction.atomic
def add_passkey(user_id: UserId, *, name: str, credential: str, by: Actor, at: Moment) -> None:
    """Keep a new passkey under the name the user gives it. Raises: SignInRefusedError."""
    try:
        given = json.loads(credential)
        webauthn.parse_registration_response(given)
        is_verified = webauthn.complete_registration(given).is_user_verified()
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        # The credential is whatever a browser sent; the library reports its faults in several ways.
        raise SignInRefusedError from error
    if not is_verified:
        raise SignInRefusedError
    webauthn.WebAuthn.add(User.objects.get(id=user_id), name, given)
    _note("access.factor.added", FactorKind.PASSKEY, by=by, at=at)


def begin_passkey(user_id: UserId | None = None) -> dict[str, object]:
    """Return the challenge for a passkey: of one user, or of whoever holds one for this city."""
    user = User.objects.get(id=user_id) if user_id else None
    return dict(webauthn.begin_authentication(user))


def check_passkey(credential: str, *, user_id: UserId | None = None, at: Moment) -> UserId:
    """Return the user whose passkey answered the challenge. Raises: SignInRefusedError."""
    try:
        given = json.loads(credential)
        webauthn.parse_authentication_response(given)
        user = webauthn.extract_user_from_response(given) if user_id is None else User.objects.get(id=user_id)
        factor = webauthn.complete_authentication(user, given)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignInRefusedError from error
    if not user.is_active:
        raise SignInRefusedError
    Authenticator.objects.filter(id=factor.pk).update(last_used_at=at.wall_at)
    return UserId(user.pk)


@transaction.atomic
def rename_passkey(factor_id: int, name: str, *, by: Actor, at: Moment) -> None:
    """Give a passkey another name. Raises: NotFoundError."""
    row = (
        Authenticator.objects.select_for_update()
        .filter(id=factor_id, user_id=by.user_id, type=FactorKind.PASSKEY)
        .first()
    )
    if row is None:
        raise NotFoundError
    row.data["name"] = name
    row.save(update_fields=["data"])
    _note("access.factor.renamed", FactorKind.PASSKEY, by=by, at=at)


@transaction.atomic
def remove_factor(factor_id: int, *, by: Actor, at: Moment) -> None:
    """Remove one of the actor's own factors. Raises: NotFoundError, LastFactorError: in this order."""
    # The user's row is the lock: two removals at once could otherwise leave staff without any.
    assert by.user_id is not None
    user = User.objects.select_for_update().get(id=by.user_id)
    row = Authenticator.objects.filter(id=factor_id, user=user).first()
    if row is None:
        raise NotFoundError
    kind = FactorKind(row.type)
    row.delete()
    if user.kind == UserKind.STAFF and not has_second_factor(UserId(user.id)):
        raise LastFactorError
    _note("access.factor.removed", kind, by=by, at=at)


def _find_step(secret: str, code: str, *, at: Moment) -> int | None:
    now = int(at.wall_at.timestamp()) // 30
    for step in (now, now - 1, now + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, step))
        if compare_user_code(actual=code, expected=expected):
            return step
    return None


def _note(action: str, kind: FactorKind, *, by: Actor, at: Moment) -> None:
    body = {"factor": kind.value}
    subject = PersonId(by.person_id) if by.person_id else None
    append_lines([NewLine(kind=LineKind.AUDIT, action=action, actor=by, subject_id=subject, body=body)], at=at)
