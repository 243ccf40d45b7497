"""What goes between the room and a gateway, whatever protocol the gateway speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.messages.values import Channel, MessageId


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message ready to leave, secrets filled in. Lives in memory only, and never in a log."""

    id: MessageId
    channel: Channel
    address: str
    heading: str
    text: str
    language: str
    #: City time, for the sample phone.
    city_at: datetime

    def __repr__(self) -> str:
        return f"Outgoing({self.id})"


class Handed(StrEnum):
    """How an attempt to hand a message over ended."""

    TAKEN = "taken"
    REFUSED = "refused"  # this gateway will never take it
    UNREACHABLE = "unreachable"  # certainly not taken: another gateway may try at once
    UNCLEAR = "unclear"  # perhaps taken: only the same gateway, with the same key, may try again


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a gateway said to one message."""

    handed: Handed
    gateway_message_id: str = ""
    #: A short code for operators: never text of the message, never an address.
    failure: str = ""
    #: True where taking is arriving: mail servers and sample phones.
    arrived: bool = False


@dataclass(frozen=True, kw_only=True)
class Try:
    """One message handed to a gateway, and what came of it."""

    message_id: MessageId
    outcome: Outcome
    started_at: datetime

    @property
    def has_failed(self) -> bool:
        """Whether the gateway itself failed; a refusal is about the one message."""
        return self.outcome.handed in (Handed.UNREACHABLE, Handed.UNCLEAR)


class Gateway(Protocol):
    """The seam: every protocol fills it, and so do the doubles in the tests."""

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Give the message to the gateway under its id and return what came of it; never raises for the world."""
