"""Find what the content package says about purposes, roles, representation and consents, by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.access.errors import ConsentTextUnknownError, KindUnknownError, PurposeUnknownError, RoleUnknownError
from alatau.core.content import content

if TYPE_CHECKING:
    from datetime import date

    from alatau.access.kinds import ConsentText, Office, RepresentationKind, StaffRight
    from alatau.core.content import Purpose, Role


def get_purpose(key: str) -> Purpose:
    """Return the purpose with its legal ground. Raises: PurposeUnknownError."""
    for purpose in content().purposes:
        if purpose.key == key:
            return purpose
    raise PurposeUnknownError(purpose=key)


def get_role(key: str) -> Role:
    """Return the role. Raises: RoleUnknownError."""
    for role in content().roles:
        if role.key == key:
            return role
    raise RoleUnknownError(role=key)


def get_kind(key: str) -> RepresentationKind:
    """Return the kind of representation. Raises: KindUnknownError."""
    kinds: tuple[RepresentationKind, ...] = content().representation_kinds
    for kind in kinds:
        if kind.key == key:
            return kind
    raise KindUnknownError(kind=key)


def list_kinds() -> list[str]:
    """Return the keys of the kinds of representation that the content knows today: no other gives a right."""
    return [kind.key for kind in content().representation_kinds]


def name_kind(key: str) -> str:
    """Return what people call a kind of representation; of one that has left the content, that it gives no right."""
    kinds: tuple[RepresentationKind, ...] = content().representation_kinds
    found = next((kind.name.say() for kind in kinds if kind.key == key), "")
    return found or _("A kind of representation the city no longer knows: it gives no right.")


def get_consent_text(key: str, *, on: date) -> ConsentText:
    """Return the newest version of a consent's text that is in use on the day. Raises: ConsentTextUnknownError."""
    in_use = [text for text in _consent_texts() if text.key == key and text.valid_from <= on]
    if not in_use:
        raise ConsentTextUnknownError(text=key)
    return max(in_use, key=lambda text: text.version)


def find_consent_text(key: str, version: int) -> ConsentText | None:
    """Return one version of a text; None when the content no longer keeps it."""
    return next((text for text in _consent_texts() if (text.key, text.version) == (key, version)), None)


def list_consent_texts(*, on: date) -> list[ConsentText]:
    """Return the texts in use on the day, one version each, in the content's order."""
    keys = dict.fromkeys(text.key for text in _consent_texts() if text.valid_from <= on)
    return [get_consent_text(key, on=on) for key in keys]


def name_office(key: str) -> str:
    """Return what people call an office, in the reader's language; an office the content does not list as it stands."""
    offices: tuple[Office, ...] = content().offices
    return next((office.name.say() for office in offices if office.key == key), key)


def rights_of(roles: frozenset[str]) -> list[StaffRight]:
    """Return what the roles let their holder read."""
    rights: tuple[StaffRight, ...] = content().staff_rights
    return [right for right in rights if right.role in roles]


def _consent_texts() -> tuple[ConsentText, ...]:
    return content().consent_texts
