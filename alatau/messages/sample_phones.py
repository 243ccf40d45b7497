"""The sample city's phones: what is on each, and writing from one as its owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.messages.catalogue import get_template
from alatau.messages.models import ContactPoint, Conversation, SamplePhoneLine
from alatau.messages.reply import InboundReply, ReplyTaken, receive_reply
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Moment

#: Lines a phone shows.
LINES = 40


@dataclass(frozen=True, kw_only=True)
class SamplePhone:
    """A phone or mailbox of the sample city."""

    id: UUID
    person_id: PersonId
    channel: Channel
    address: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class PhoneLine:
    """One line of a phone."""

    heading: str
    text: str
    is_from_city: bool
    city_at: datetime


def require_sample() -> None:
    """Refuse outside a sample city: there these pages do not exist.

    Raises:
        NotFoundError: this is not a sample city.
    """
    if settings.ALATAU_MODE != "sample":
        raise NotFoundError


def list_phones() -> list[SamplePhone]:
    """Return every phone and mailbox in use, phones first."""
    require_sample()
    points = ContactPoint.objects.filter(ended_at=None).order_by("-channel", "address", "id")
    owners = _name_owners()
    return [_view(point, owners) for point in points[:200]]


def get_phone(phone_id: UUID) -> SamplePhone:
    """Return one phone.

    Raises:
        NotFoundError: there is none, or this is not a sample city.
    """
    require_sample()
    point = ContactPoint.objects.filter(id=phone_id, ended_at=None).first()
    if point is None:
        raise NotFoundError
    return _view(point, _name_owners())


def list_lines(phone: SamplePhone) -> list[PhoneLine]:
    """Return what the phone shows, oldest first."""
    found = SamplePhoneLine.objects.filter(address=phone.address, channel=phone.channel)
    newest = found.order_by("-shown_at", "-id")[:LINES]
    return [
        PhoneLine(heading=line.heading, text=line.text, is_from_city=line.is_from_city, city_at=line.city_at)
        for line in reversed(newest)
    ]


def list_suggestions(phone: SamplePhone, *, at: Moment) -> list[tuple[str, str]]:
    """Return (digit, word) of the choices of the newest open question on this phone."""
    question = (
        Conversation.objects.filter(address=phone.address, answered_at=None, answers_until__gt=at.wall_at)
        .select_related("message")
        .order_by("-opened_at")
        .first()
    )
    if question is None:
        return []
    template = get_template(question.template, question.version)
    return [(answer.digit, answer.label(question.message.language)) for answer in template.answers]


@transaction.atomic
def write_from_phone(phone: SamplePhone, text: str, *, at: Moment) -> ReplyTaken:
    """Write to the city as the phone's owner, through the door that every gateway's reply takes."""
    require_sample()
    line_id = uuid4()
    SamplePhoneLine.objects.create(
        id=line_id,
        channel=phone.channel,
        address=phone.address,
        text=text,
        is_from_city=False,
        city_at=at.city_at,
        shown_at=at.wall_at,
    )
    reply = InboundReply(gateway="sample", gateway_message_id=str(line_id), address=phone.address, text=text)
    return receive_reply(reply, by=Actor(kind=ActorKind.RESIDENT, person_id=phone.person_id), at=at)


def _view(point: ContactPoint, owners: dict[str, str]) -> SamplePhone:
    return SamplePhone(
        id=point.id,
        person_id=PersonId(point.person_id),
        channel=Channel(point.channel),
        address=point.address,
        owner=owners.get(point.address, ""),
    )


def _name_owners() -> dict[str, str]:
    """Return names by phone from the content's invented people: this room knows nobody's name."""
    residents = getattr(content().sample_city, "residents", ())
    return {
        content().phone_numbers.synthesise(resident.phone_serial): resident.short_name
        for resident in residents
        if resident.phone_serial is not None
    }
