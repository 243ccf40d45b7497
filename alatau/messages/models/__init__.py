"""Tables of the room, one file per aggregate. Private to the room."""

from __future__ import annotations

from alatau.messages.models.contact import ContactPoint, PersonChoices
from alatau.messages.models.conversation import Conversation, Inbound
from alatau.messages.models.gateway import GatewayState, SeenCallback
from alatau.messages.models.message import Message, SendingAttempt
from alatau.messages.models.sample import SamplePhoneLine
from alatau.messages.models.webhook import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookSecret,
)

__all__ = [
    "ContactPoint",
    "Conversation",
    "GatewayState",
    "Inbound",
    "Message",
    "PersonChoices",
    "SamplePhoneLine",
    "SeenCallback",
    "SendingAttempt",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
]
