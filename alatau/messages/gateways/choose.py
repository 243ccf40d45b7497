"""Which gateway a message goes to next: the operator's order, past failures of this message, and open circuits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.messages.gateways.circuit import is_closed, view_state
from alatau.messages.gateways.settings import list_gateways
from alatau.messages.gateways.values import Handed
from alatau.messages.values import MessageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.models import GatewayState, Message

#: Unclear ends at one gateway before another may try: a double is then less bad than silence.
UNCLEAR_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What is left for a message: gateways that have not refused it, and among them those never asked."""

    willing: int
    fresh: int


def choose_gateway(message: Message, *, now: datetime) -> tuple[GatewaySettings, GatewayState] | None:
    """Return the gateway for the next try with its state, or None when none can be used now."""
    failures = _count_tries(message)
    for gateway in sorted(_list_willing(message), key=lambda gateway: _rank(gateway, message, failures)):
        state = view_state(gateway, now=now)
        if is_closed(state, now=now):
            return gateway, state
    return None


def count_remaining(message: Message) -> Remaining:
    """Return how many gateways may still take the message."""
    failures = _count_tries(message)
    willing = _list_willing(message)
    return Remaining(willing=len(willing), fresh=sum(not failures[gateway.name] for gateway in willing))


def _list_willing(message: Message) -> list[GatewaySettings]:
    refused = {gateway for gateway, outcome in _list_tries(message) if outcome == Handed.REFUSED}
    return [
        gateway for gateway in list_gateways() if message.channel in gateway.channels and gateway.name not in refused
    ]


def _count_tries(message: Message) -> Counter[str]:
    return Counter(gateway for gateway, _ in _list_tries(message))


def _list_tries(message: Message) -> list[tuple[str, str]]:
    """Return gateway and outcome of each try of this round; the usual first try asks nothing."""
    if not message.attempts:
        return []
    tries = message.tries.filter(started_at__gte=message.round_began_at)
    return list(tries.order_by("number").values_list("gateway", "outcome"))


def _rank(gateway: GatewaySettings, message: Message, failures: Counter[str]) -> tuple[bool, int]:
    """Sort first the gateway that may already hold the message, then those with the fewest failures."""
    return not _may_hold_it(gateway, message, failures), failures[gateway.name]


def _may_hold_it(gateway: GatewaySettings, message: Message, failures: Counter[str]) -> bool:
    if gateway.name != message.gateway:
        return False
    # A worker died while it was sending: nobody knows how far it came.
    if message.status == MessageStatus.SENDING:
        return True
    tries = _list_tries(message)
    return bool(tries) and tries[-1][1] == Handed.UNCLEAR and failures[gateway.name] < UNCLEAR_MOST
