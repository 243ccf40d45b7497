"""The sample city's phones and mailboxes: a gateway whose other end is a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from alatau.messages.gateways.values import Handed, Outcome
from alatau.messages.models import SamplePhoneLine

if TYPE_CHECKING:
    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outgoing


class SampleGateway:
    """Puts a message on a sample phone once, as a phone shows it."""

    def __init__(self, described: GatewaySettings) -> None:
        self.name = described.name

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Show the message; a second delivery of the same one changes nothing."""
        line = SamplePhoneLine(
            message_id=outgoing.id,
            channel=outgoing.channel,
            address=outgoing.address,
            heading=outgoing.heading,
            text=outgoing.text,
            is_from_city=True,
            city_at=outgoing.city_at,
            shown_at=timezone.now(),
        )
        SamplePhoneLine.objects.bulk_create([line], ignore_conflicts=True)
        return Outcome(handed=Handed.TAKEN, gateway_message_id=str(outgoing.id), arrived=True)
