"""What goes in and out of the room's use cases: ids, channels, classes of purpose, statuses. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import PersonId

MessageId = NewType("MessageId", UUID)
ConversationId = NewType("ConversationId", UUID)
ContactPointId = NewType("ContactPointId", UUID)
InboundId = NewType("InboundId", UUID)
EndpointId = NewType("EndpointId", UUID)
DeliveryId = NewType("DeliveryId", UUID)


class Channel(StrEnum):
    """How a message reaches a person."""

    SMS = "sms"
    EMAIL = "email"
    IN_APP = "in_app"


class PurposeClass(StrEnum):
    """Why a message is sent; decides quiet hours, opt-out and how long the text is kept."""

    SECURITY = "security"  # codes and warnings: at any hour, cannot be stopped, secrets erased
    SERVICE = "service"  # about the person's own affairs: waits for the morning, cannot be stopped
    REMINDER = "reminder"  # useful but not essential: waits for the morning, can be stopped


class MessageStatus(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"  # to be sent, now or at a set time
    SENDING = "sending"  # a worker has handed it, or is about to hand it, to a gateway
    SENT = "sent"  # the gateway took it; no receipt yet
    DELIVERED = "delivered"  # it reached the phone, the mail server or the inbox
    EXPIRED = "expired"  # its time passed before it could be sent
    DEAD = "dead"  # given up after every retry; an operator can send it again


#: Statuses a message does not leave by itself.
FINAL = frozenset({MessageStatus.DELIVERED, MessageStatus.EXPIRED, MessageStatus.DEAD})


class InboundOutcome(StrEnum):
    """What became of a reply."""

    ANSWERED = "answered"
    NOT_UNDERSTOOD = "not_understood"
    AMBIGUOUS = "ambiguous"
    LATE = "late"
    STOPPED = "stopped"
    STARTED = "started"
    UNKNOWN_NUMBER = "unknown_number"


@dataclass(frozen=True, kw_only=True)
class ContactPointView:
    """A phone number or e-mail address of a person."""

    id: ContactPointId
    person_id: PersonId
    channel: Channel
    address: str
    #: When the person proved that the address is theirs; None when they have not.
    proved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChoicesView:
    """How a person wants to be reached."""

    language: str
    #: None leaves the choice to the city: SMS first, then e-mail, then the inbox.
    channel: Channel | None
    #: Classes of purpose the person has stopped.
    stopped: frozenset[PurposeClass]
