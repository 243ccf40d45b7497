"""Outside OpenID providers: which are configured, and whose identity a finished sign-in proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from alatau.access.errors import SignInRefusedError
from alatau.access.merged import resolve_person
from alatau.access.models import OutsideIdentity
from alatau.access.read import find_person_by_number
from alatau.core.errors import AlatauError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId, system_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment


@dataclass(frozen=True, kw_only=True)
class OutsideProvider:
    """A provider as the sign-in page offers it."""

    key: str
    name: str


def list_outside_providers() -> list[OutsideProvider]:
    """Return the providers the settings name; none by default."""
    configured: dict[str, dict[str, Any]] = settings.SOCIALACCOUNT_PROVIDERS
    apps = configured.get("openid_connect", {}).get("APPS", [])
    return [OutsideProvider(key=app["provider_id"], name=app["name"]) for app in apps]


@transaction.atomic
def match_outside_identity(provider: str, claims: Mapping[str, object], *, at: Moment) -> PersonId:
    """Return the person an outside provider vouches for.

    The first time the claim with the person's number decides, and the provider's lasting id is bound to the person.
    Later that id decides, and a number that is then somebody else's is refused: two people never share an identity.

    Raises:
        SignInRefusedError: the claims name nobody this city knows.
    """
    outside_id = claims.get("sub")
    if not isinstance(outside_id, str) or not outside_id or len(outside_id) > 255:
        raise SignInRefusedError
    numbered = _person_by_claim(claims.get(settings.ALATAU_OPENID_NUMBER_CLAIM), at=at)
    bound = OutsideIdentity.objects.filter(provider=provider, outside_id=outside_id).first()
    if bound is None:
        return _bind(provider, outside_id, numbered, at=at)
    person_id = resolve_person(PersonId(bound.person_id))
    if numbered is not None and numbered != person_id:
        raise SignInRefusedError
    return person_id


def _person_by_claim(number: object, *, at: Moment) -> PersonId | None:
    if not isinstance(number, str):
        return None
    try:
        return find_person_by_number(number, on=at.city_day)
    except AlatauError:
        # A number of another country, or a mistake of the provider: it names nobody here.
        return None


def _bind(provider: str, outside_id: str, person_id: PersonId | None, *, at: Moment) -> PersonId:
    if person_id is None:
        raise SignInRefusedError
    try:
        with transaction.atomic():
            OutsideIdentity.objects.create(
                provider=provider, outside_id=outside_id, person_id=person_id, bound_at=at.wall_at
            )
    except IntegrityError as error:
        # Two browsers finished at once; the next try finds the identity bound.
        raise SignInRefusedError from error
    by = system_actor("access.outside_sign_in")
    body = {"provider": provider}
    line = NewLine(kind=LineKind.AUDIT, action="access.identity.bound", actor=by, subject_id=person_id, body=body)
    append_lines([line], at=at)
    return person_id
