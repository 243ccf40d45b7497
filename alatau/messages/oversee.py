"""What operators see of messages: counts, dead letters, gateways. No text and no whole address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from alatau.messages.gateways.settings import list_gateways
from alatau.messages.models import GatewayState, Inbound, Message
from alatau.messages.values import InboundOutcome, MessageId, MessageStatus

if TYPE_CHECKING:
    from alatau.core.values import Moment

#: Dead letters on one page.
PAGE = 100
RECENT = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A message that did not arrive."""

    id: MessageId
    template: str
    channel: str
    address: str
    status: str
    failure: str
    attempts: int
    city_at: datetime
    can_resend: bool


@dataclass(frozen=True, kw_only=True)
class GatewayView:
    """How a gateway is doing."""

    name: str
    kind: str
    per_second: float
    is_open: bool
    failures_in_row: int
    last_failure: str
    last_success_at: datetime | None
    paused_until: datetime | None


def list_dead_letters() -> list[DeadLetter]:
    """Return messages that were given up or whose time passed, newest first."""
    found = Message.objects.filter(status__in=[MessageStatus.DEAD, MessageStatus.EXPIRED])
    return [
        DeadLetter(
            id=MessageId(message.id),
            template=message.template,
            channel=message.channel,
            address=mask_address(message.address),
            status=message.status,
            failure=message.failure,
            attempts=message.attempts,
            city_at=message.city_at,
            can_resend=not message.has_secret and message.text_erased_at is None,
        )
        for message in found.order_by("-written_at")[:PAGE]
    ]


def count_messages(*, at: Moment) -> dict[MessageStatus, int]:
    """Return how many messages of the last week stand where."""
    rows = Message.objects.filter(written_at__gte=at.wall_at - RECENT).values_list("status").annotate(Count("id"))
    counted = {MessageStatus(status): number for status, number in rows}
    return {status: counted.get(status, 0) for status in MessageStatus}


def count_replies(*, at: Moment) -> Counter[InboundOutcome]:
    """Return what became of the replies of the last week."""
    rows = Inbound.objects.filter(received_at__gte=at.wall_at - RECENT).values_list("outcome").annotate(Count("id"))
    return Counter({InboundOutcome(outcome): number for outcome, number in rows})


def view_gateways(*, at: Moment) -> list[GatewayView]:
    """Return every gateway of the settings with its state, in the order they are tried."""
    states = {state.name: state for state in GatewayState.objects.all()}
    views = []
    for gateway in list_gateways():
        state = states.get(gateway.name)
        paused = state.open_until if state is not None else None
        views.append(
            GatewayView(
                name=gateway.name,
                kind=gateway.kind,
                per_second=gateway.per_second,
                is_open=paused is None or paused <= at.wall_at,
                failures_in_row=state.failures_in_row if state is not None else 0,
                last_failure=state.last_failure if state is not None else "",
                last_success_at=state.last_success_at if state is not None else None,
                paused_until=paused,
            )
        )
    return views


def mask_address(address: str) -> str:
    """Return enough of an address to recognise a pattern of failures, never enough to reach the person."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at else f"{address[:5]}…{address[-2:]}" if address else ""
