"""Which channel, address and language a message takes: the person's choice first, then what the template offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.messages.errors import ChannelNotOfferedError, NoWayToReachError
from alatau.messages.models import ContactPoint
from alatau.messages.values import Channel

if TYPE_CHECKING:
    from alatau.core.values import PersonId
    from alatau.messages.values import ChoicesView
    from alatau.messages.wording import MessageTemplate

#: The city's own order where the person chose none.
ORDER = (Channel.SMS, Channel.EMAIL, Channel.IN_APP)


@dataclass(frozen=True, kw_only=True)
class Route:
    """The way one message takes."""

    channel: Channel
    address: str
    language: str


def choose_route(
    template: MessageTemplate,
    person_id: PersonId,
    *,
    choices: ChoicesView,
    channel: Channel | None,
) -> Route:
    """Return the way to this person.

    A channel the caller names is used or refused. Otherwise: the person's own channel, then SMS, e-mail and the inbox,
    whichever the template offers and the person can be reached by. A stopped class goes to the inbox.

    Raises:
        ChannelNotOfferedError, NoWayToReachError: in this order.
    """
    if channel is not None and channel not in template.wordings:
        raise ChannelNotOfferedError(template=template.key, channel=channel.value)
    addresses = _addresses(person_id)
    for candidate in _candidates(template, choices=choices, channel=channel):
        address = addresses.get(candidate)
        if address is not None:
            wordings = template.wordings[candidate]
            language = choices.language if choices.language in wordings else next(iter(wordings))
            return Route(channel=candidate, address=address, language=language)
    raise NoWayToReachError(template=template.key)


def _candidates(template: MessageTemplate, *, choices: ChoicesView, channel: Channel | None) -> list[Channel]:
    if template.purpose_class in choices.stopped:
        return [Channel.IN_APP] if Channel.IN_APP in template.wordings else []
    if channel is not None:
        return [channel]
    wanted = [choices.channel, *ORDER] if choices.channel is not None else list(ORDER)
    return [candidate for candidate in wanted if candidate in template.wordings]


def _addresses(person_id: PersonId) -> dict[Channel, str]:
    points = ContactPoint.objects.filter(person_id=person_id, ended_at=None).values_list("channel", "address")
    return {Channel(channel): address for channel, address in points} | {Channel.IN_APP: ""}
