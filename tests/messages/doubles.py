"""Written doubles of the room's seams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.messages import claim
from alatau.messages.gateways import choose
from alatau.messages.gateways import open as opening
from alatau.messages.gateways.settings import GatewaySettings
from alatau.messages.gateways.values import Handed, Outcome
from alatau.messages.values import Channel

if TYPE_CHECKING:
    import pytest

    from alatau.messages.gateways.values import Outgoing


class GatewayDouble:
    """Gateways named one after another; each answers as it was told, else it takes the message."""

    def __init__(self, *names: str, per_second: float = 0) -> None:
        channels = frozenset({Channel.SMS, Channel.EMAIL})
        self.described = tuple(
            GatewaySettings(name=name, kind="http", channels=channels, per_second=per_second)
            for name in names or ("steppe",)
        )
        #: (gateway, outgoing) in the order they came.
        self.calls: list[tuple[str, Outgoing]] = []
        self.answers: dict[str, list[Outcome]] = {}

    def stand_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of the gateways of the settings."""
        monkeypatch.setattr(choose, "list_gateways", lambda: self.described)
        monkeypatch.setattr(claim, "wakes_people", lambda _channel: True)
        monkeypatch.setattr(opening, "PROTOCOLS", {"http": lambda described: OneGateway(described.name, self)})
        monkeypatch.setattr(opening, "_open", {})

    def will(self, gateway: str, *handed: Handed) -> None:
        """Set what a gateway answers to the next messages."""
        self.answers[gateway] = [Outcome(handed=one, failure=f"told_{one}") for one in handed]

    @property
    def texts(self) -> list[str]:
        """The texts that were handed over, in order."""
        return [outgoing.text for _, outgoing in self.calls]


class OneGateway:
    """One gateway of the double."""

    def __init__(self, name: str, book: GatewayDouble) -> None:
        self.name = name
        self.book = book

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Note the message and answer as told."""
        self.book.calls.append((self.name, outgoing))
        told = self.book.answers.get(self.name)
        return told.pop(0) if told else Outcome(handed=Handed.TAKEN, gateway_message_id=f"{self.name}-{outgoing.id}")
