"""Hand one message to the gateway that was chosen for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alatau.messages.errors import GatewaySettingsError
from alatau.messages.gateways.open import open_gateway
from alatau.messages.gateways.values import Handed, Outcome

if TYPE_CHECKING:
    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outgoing

log = structlog.get_logger(__name__)


def hand_over(described: GatewaySettings, outgoing: Outgoing) -> Outcome:
    """Return what came of it. A gateway whose secret is missing counts as unreachable: the next one takes its place."""
    try:
        return open_gateway(described).hand_over(outgoing)
    except GatewaySettingsError as error:
        log.warning("messages.gateway.unusable", gateway=described.name, problem=str(error.facts.get("problem")))
        return Outcome(handed=Handed.UNREACHABLE, failure="settings")
