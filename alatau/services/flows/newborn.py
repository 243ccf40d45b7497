"""Give a newborn a number and a record, and let the parent act for the child."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.access.read import find_person_by_number
from alatau.access.register import register_person
from alatau.access.represent import grant_representation
from alatau.access.values import NewRepresentation, RepresentationId, RepresentationSource
from alatau.core.content import content
from alatau.services.flows.errors import NumberNotOursError
from alatau.services.flows.talk import BY

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Moment, PersonId

#: Numbers of one day and sex that are tried.
TRIES, SERIALS = 50, 10_000


@dataclass(frozen=True, kw_only=True)
class Newborn:
    """A child as it was entered."""

    id: PersonId
    number: str
    #: Under which the parent acts for the child.
    ground_id: RepresentationId


@dataclass(frozen=True, kw_only=True)
class Birth:
    """What is known of a birth when the name is chosen."""

    name: str
    short_name: str
    born_on: date
    is_woman: bool
    region: str
    #: Kind of representation, and the record it rests on.
    kind: str
    ground: str


def enter_newborn(birth: Birth, *, parent_id: PersonId, at: Moment) -> Newborn:
    """Register a child under a new number, in the caller's transaction, and let the parent act for it.

    Raises:
        NumberNotOursError: outside a sample city numbers come from the state's own register.
    """
    if settings.ALATAU_MODE != "sample":
        raise NumberNotOursError
    number = _draw_number(birth, at=at)
    child_id = register_person(
        name=birth.name,
        short_name=birth.short_name,
        born_on=birth.born_on,
        region=birth.region,
        number=number,
        number_from=birth.born_on,
        by=BY,
        at=at,
    )
    ground_id = grant_representation(
        NewRepresentation(
            kind=birth.kind,
            representative_id=parent_id,
            represented_id=child_id,
            source=RepresentationSource.REGISTER,
            ground=birth.ground,
            valid_from=birth.born_on,
        ),
        by=BY,
        at=at,
    )
    return Newborn(id=child_id, number=number, ground_id=ground_id)


def _draw_number(birth: Birth, *, at: Moment) -> str:
    """Return a number of the birthday and sex that nobody has."""
    for _ in range(TRIES):
        number = content().person_numbers.synthesise(
            born_on=birth.born_on, woman=birth.is_woman, serial=secrets.randbelow(SERIALS)
        )
        if find_person_by_number(number, on=at.city_day) is None:
            return str(number)
    raise NumberNotOursError
