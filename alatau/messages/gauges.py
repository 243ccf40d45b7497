"""The room's figures on `/metrics`: what waits, what was given up, and which gateways are passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from alatau.core.metrics import register_gauge
from alatau.messages.gateways.settings import list_gateways
from alatau.messages.models import GatewayState, Message, WebhookDelivery
from alatau.messages.values import MessageStatus

if TYPE_CHECKING:
    from alatau.core.metrics import Reading

#: Statuses worth an operator's look; what has arrived is not counted here.
OPEN = (MessageStatus.WAITING, MessageStatus.SENDING, MessageStatus.DEAD)


def register_gauges() -> None:
    """Put the figures on the page; the room's `AppConfig.ready` calls it."""
    register_gauge("alatau_messages_open", "Messages by channel and status", _messages, labels=("channel", "status"))
    register_gauge("alatau_webhooks_open", "Webhook deliveries by status", _webhooks, labels=("status",))
    register_gauge("alatau_gateway_passed_over", "1 while a gateway is passed over", _gateways, labels=("gateway",))


def _messages() -> Reading:
    rows = Message.objects.filter(status__in=OPEN).values_list("channel", "status").annotate(Count("id"))
    return {(channel, status): number for channel, status, number in rows}


def _webhooks() -> Reading:
    rows = WebhookDelivery.objects.exclude(status="delivered").values_list("status").annotate(Count("id"))
    return {(status,): number for status, number in rows}


def _gateways() -> Reading:
    now = timezone.now()
    paused = set(GatewayState.objects.filter(open_until__gt=now).values_list("name", flat=True))
    return {(gateway.name,): int(gateway.name in paused) for gateway in list_gateways()}
