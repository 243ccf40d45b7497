"""Background work of the room: thin, named, and safe to run twice.

What speaks to gateways is imported by the work itself: its libraries cost 0.1 s, and every process reads this.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from alatau.core.clock import read_clocks
from alatau.messages.errors import GatewaySettingsError
from alatau.messages.gateways.settings import list_gateways
from alatau.messages.sweep import erase_old_secrets, requeue_late_messages
from alatau.messages.values import DeliveryId, MessageId
from alatau.messages.webhooks.oversee import requeue_late_deliveries

log = structlog.get_logger(__name__)


# Not tried again by the queue: the row says when, and the sweep picks up what fell.
@app.task(name="messages.deliver", queue="messages", retry=0)
def deliver(message_id: str) -> None:
    """Try once to send a message. Its own row says when to try again, so the queue does not retry."""
    from alatau.messages.deliver import deliver_message

    deliver_message(MessageId(UUID(message_id)), at=read_clocks())


# Not tried again by the queue, for the same reason.
@app.task(name="messages.call_webhook", queue="webhooks", retry=0)
def call_webhook(delivery_id: str) -> None:
    """Try once to deliver an event to a partner."""
    from alatau.messages.webhooks.deliver import deliver_webhook

    deliver_webhook(DeliveryId(UUID(delivery_id)), at=read_clocks())


# Not tried again: the next minute brings the next one.
@app.periodic(cron="* * * * *")
@app.task(name="messages.sweep", queue="messages", retry=0)
def sweep(timestamp: int) -> None:
    """Pick up messages that fell, and forget codes past their use."""
    at = read_clocks()
    requeued = requeue_late_messages(at=at) + requeue_late_deliveries(at=at)
    erased = erase_old_secrets(at=at)
    if requeued or erased:
        log.info("messages.sweep.finished", requeued=requeued, erased=erased)


# Not tried again: the next minute brings the next one.
@app.periodic(cron="* * * * *")
@app.task(name="messages.keep_sessions", queue="messages", retry=0)
def keep_sessions(timestamp: int) -> None:
    """Keep the SMPP sessions of this process open: replies arrive through them."""
    from alatau.messages.gateways.open import open_gateway
    from alatau.messages.gateways.smpp.gateway import SmppGateway
    from alatau.messages.gateways.smpp.session import BindRefusedError, SessionClosedError

    for described in list_gateways():
        gateway = open_gateway(described)
        if isinstance(gateway, SmppGateway):
            try:
                gateway.keep_bound()
            except (OSError, SessionClosedError, BindRefusedError, GatewaySettingsError) as error:
                log.warning("messages.smpp_session.failed", gateway=described.name, error=type(error).__name__)
