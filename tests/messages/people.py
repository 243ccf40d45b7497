"""The people of these tests, and how they come to have a phone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from alatau.core.values import Actor, ActorKind, Moment, PersonId
from alatau.messages.choices import set_choices
from alatau.messages.contacts import set_contact_point
from alatau.messages.values import Channel, ChoicesView

AIGERIM = PersonId(UUID("00000000-0000-4000-8000-00000000a199"))
BOLAT = PersonId(UUID("00000000-0000-4000-8000-00000000b01a"))
AIGERIM_PHONE = "+77000000001"
BOLAT_PHONE = "+77000000002"


def settle(person_id: PersonId, phone: str, *, language: str, at: Moment) -> PersonId:
    """Give a person a proved phone and a language."""
    by = resident(person_id)
    set_contact_point(person_id, Channel.SMS, phone, by=by, at=at, proved=True)
    set_choices(person_id, ChoicesView(language=language, channel=None, stopped=frozenset()), by=by, at=at)
    return person_id


def resident(person_id: PersonId) -> Actor:
    """Return the person as the one who acts."""
    return Actor(kind=ActorKind.RESIDENT, person_id=person_id)


def later(at: Moment, **passed: float) -> Moment:
    """Return a later moment on both clocks."""
    return Moment(city_at=at.city_at + timedelta(**passed), wall_at=at.wall_at + timedelta(**passed))
