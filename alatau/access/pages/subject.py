"""Whose affairs a resident's page shows, and the right and trace of it when they are another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.load import access_person
from alatau.access.requests import subject_of
from alatau.access.rights import WHOLE_RIGHT

if TYPE_CHECKING:
    from alatau.access.requests import CityRequest
    from alatau.core.values import PersonId


def need_subject(request: CityRequest, *, data: str) -> PersonId:
    """Return the resident, or whom they act for with the right to all of their affairs; then a look is recorded.

    A parent of a child of sixteen and the holder of a narrowed power of attorney have no such right.

    Raises:
        NotFoundError: they act for a firm, or the representation does not reach this far.
    """
    actor, subject_id = request.actor, subject_of(request.actor)
    if actor.for_person_id is not None:
        access_person(actor.for_person_id, by=actor, purpose=WHOLE_RIGHT, data=(data,))
    return subject_id
