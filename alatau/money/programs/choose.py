"""What an operator types to admit a program, read into ids and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.read import find_organisation_by_number
from alatau.money.models import Holder
from alatau.money.programs.errors import HolderNotFoundError, RightUnknownError
from alatau.money.programs.values import Right
from alatau.money.values import HolderId, HolderKind

if TYPE_CHECKING:
    from datetime import date


def choose_holder(*, organisation: str, public: str, on: date) -> tuple[HolderId, HolderKind]:
    """Return whose money a program is to handle: a firm by its number, or a public body by its id.

    Raises:
        NumberNotValidError: the firm's number is mistyped.
        HolderNotFoundError: none of them is known, or both or neither is named.
    """
    if bool(organisation) == bool(public):
        raise HolderNotFoundError
    if organisation:
        found = find_organisation_by_number(organisation, on=on)
        if found is None:
            raise HolderNotFoundError
        return HolderId(found), HolderKind.ORGANISATION
    try:
        body_id = HolderId(UUID(public))
    except ValueError as error:
        raise HolderNotFoundError from error
    if not Holder.objects.filter(id=body_id, kind=HolderKind.PUBLIC.value).exists():
        raise HolderNotFoundError
    return body_id, HolderKind.PUBLIC


def read_rights(words: str) -> frozenset[Right]:
    """Return the rights that are named, parted by commas. Raises: RightUnknownError: one is none, or none is named."""
    try:
        found = frozenset(Right(word.strip()) for word in words.split(",") if word.strip())
    except ValueError as error:
        raise RightUnknownError(rights=", ".join(Right)) from error
    if not found:
        raise RightUnknownError(rights=", ".join(Right))
    return found
