"""A message written by hand: which templates a member of staff may send, and to whom a number belongs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alatau.core.content import content
from alatau.core.values import PersonId
from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.contacts import normalise_address
from alatau.messages.errors import ReceiverNotFoundError, ReceiverNotOneError, TemplateUnknownError
from alatau.messages.models import ContactPoint
from alatau.messages.send import send_message
from alatau.messages.values import Channel, MessageId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.messages.wording import FactType, MessageTemplate


def list_sendable() -> list[MessageTemplate]:
    """Return the templates that staff may send by hand: nothing that the city sends by itself."""
    return [template for template in catalogue().newest() if template.by_hand]


def get_sendable(key: str) -> MessageTemplate:
    """Return one of them.

    Raises:
        TemplateUnknownError: there is none under this key, or it is not for sending by hand.
    """
    template = get_template(key)
    if not template.by_hand:
        raise TemplateUnknownError(template=key)
    return template


def find_receiver(address: str) -> PersonId:
    """Return the one person whom a phone number or e-mail address belongs to.

    Raises:
        AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError: in this order.
    """
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    normal = normalise_address(channel, address)
    found = ContactPoint.objects.filter(channel=channel, address=normal, ended_at=None)
    people = [PersonId(person_id) for person_id in found.values_list("person_id", flat=True)[:2]]
    if not people:
        raise ReceiverNotFoundError
    if len(people) > 1:
        raise ReceiverNotOneError
    return people[0]


def compose_message(
    template: str, address: str, *, facts: Mapping[str, str], by: Actor, at: Moment, key: str
) -> MessageId:
    """Send a template by hand to whom the address belongs; `key` makes a doubled form one message.

    Raises:
        TemplateUnknownError, AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError, MessageKeyReusedError,
            NoWayToReachError, TemplateFactsError: in this order; nothing is written.
    """
    wanted = get_sendable(template)
    receiver = find_receiver(address)
    read = {name: read_fact(fact, facts.get(name, "")) for name, fact in wanted.facts.items()}
    return send_message(template, to=receiver, facts=read, by=by, at=at, key=key)


def read_fact(fact: FactType, written: str) -> object:
    """Return a fact as its type, from what was typed; what cannot be read is refused when the message is drawn."""
    try:
        match fact.type:
            case "number":
                return int(written)
            case "day":
                return date.fromisoformat(written)
            case "moment":
                return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(content().time_zone))
            case _:
                return written
    except ValueError:
        return None
