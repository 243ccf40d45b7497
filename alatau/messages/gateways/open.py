"""Which code speaks which protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.messages.gateways.http import HttpGateway
from alatau.messages.gateways.sample import SampleGateway
from alatau.messages.gateways.smpp.gateway import SmppGateway
from alatau.messages.gateways.smtp import SmtpGateway

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Gateway

PROTOCOLS: dict[str, Callable[[GatewaySettings], Gateway]] = {
    "http": HttpGateway,
    "smpp": SmppGateway,
    "smtp": SmtpGateway,
    "sample": SampleGateway,
}
_open: dict[str, Gateway] = {}


def open_gateway(described: GatewaySettings) -> Gateway:
    """Return the gateway, the same object while its settings stay the same, so that connections are kept."""
    settings = repr(described)
    if settings not in _open:
        # Two threads may both come here first: the loser's object is dropped before it has opened anything.
        _open.setdefault(settings, PROTOCOLS[described.kind](described))
    return _open[settings]
