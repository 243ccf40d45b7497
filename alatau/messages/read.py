"""Questions other rooms may ask of this room. Answers are values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.messages.contacts import view_contact_point
from alatau.messages.models import ContactPoint, Inbound, Message
from alatau.messages.values import Channel, ContactPointView, PurposeClass

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import PersonId


def find_contact_points(person_id: PersonId) -> list[ContactPointView]:
    """Return the person's phone number and e-mail address in use, SMS first."""
    points = ContactPoint.objects.filter(person_id=person_id, ended_at=None).order_by("-channel")
    return [view_contact_point(point) for point in points]


def find_contact_point(person_id: PersonId, channel: Channel) -> ContactPointView | None:
    """Return the person's address for one channel, or None."""
    point = ContactPoint.objects.filter(person_id=person_id, channel=channel, ended_at=None).first()
    return None if point is None else view_contact_point(point)


def find_own_words(reply_id: UUID) -> str:
    """Return what a person answered in words of their own; empty when it was erased, or was no such answer.

    For the room that asked the question: `messages.reply.received` names the reply.
    """
    return Inbound.objects.filter(id=reply_id, choice="").values_list("text", flat=True).first() or ""


def count_unread(person_id: PersonId) -> int:
    """Return how many messages the person has not opened in the inbox; security messages are not counted."""
    return (
        Message.objects.filter(person_id=person_id, read_at=None).exclude(purpose_class=PurposeClass.SECURITY).count()
    )
