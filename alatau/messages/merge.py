"""Carry what was said to a person, and how to reach them, over to the record that stands for them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.messages.contacts import end_contact_point
from alatau.messages.models import ContactPoint, Conversation, Inbound, Message, PersonChoices
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment, PersonId


@transaction.atomic
def carry_messages(absorbed: PersonId, *, to: PersonId, by: Actor, at: Moment) -> None:
    """Give the kept record the inbox, the open questions, and the addresses and choices that it lacks.

    Where both have an address for a channel, or choices, those of the kept record stand and the other address ends.
    Repeats change nothing.
    """
    assert absorbed != to, "a record is not merged into itself"
    for table in (Message, Conversation, Inbound):
        table.objects.filter(person_id=absorbed).update(person_id=to)
    _carry_addresses(absorbed, to=to, by=by, at=at)
    if PersonChoices.objects.filter(person_id=to).exists():
        PersonChoices.objects.filter(person_id=absorbed).delete()
    else:
        PersonChoices.objects.filter(person_id=absorbed).update(person_id=to)


def _carry_addresses(absorbed: PersonId, *, to: PersonId, by: Actor, at: Moment) -> None:
    in_use = ContactPoint.objects.select_for_update().filter(person_id__in=[absorbed, to], ended_at=None)
    points = list(in_use.order_by("id"))
    kept = {point.channel for point in points if point.person_id == to}
    for point in points:
        if point.person_id == absorbed and point.channel in kept:
            end_contact_point(absorbed, Channel(point.channel), by=by, at=at)
    # Ended ones go along: the record that stands now tells the whole history.
    ContactPoint.objects.filter(person_id=absorbed).update(person_id=to)
