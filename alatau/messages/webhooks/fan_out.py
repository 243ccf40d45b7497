"""Turn sealed journal lines into deliveries, one for each endpoint that listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.messages.models import WebhookDelivery, WebhookEndpoint
from alatau.messages.webhooks.event_types import draw_payload, find_event_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment

declare_points("messages.fan_out.written")


def fan_out(lines: Sequence[SealedLine], *, at: Moment) -> int:
    """Write the deliveries that the lines cause and ask for them; return how many are new.

    Runs in the listener's transaction. The same line again causes nothing.
    """
    heard = [line for line in lines if find_event_type(line.action) is not None]
    if not heard:
        return 0
    endpoints = list(WebhookEndpoint.objects.all())
    wanted = [_draw(line, endpoint, at=at) for line in heard for endpoint in endpoints if _hears(endpoint, line)]
    known = set(
        WebhookDelivery.objects.filter(event_id__in=[line.id for line in heard]).values_list("endpoint_id", "event_id")
    )
    fresh = [delivery for delivery in wanted if (delivery.endpoint_id, delivery.event_id) not in known]
    WebhookDelivery.objects.bulk_create(fresh)
    reach("messages.fan_out.written")
    for delivery in fresh:
        defer("messages.call_webhook", delivery_id=str(delivery.id))
    return len(fresh)


def _hears(endpoint: WebhookEndpoint, line: SealedLine) -> bool:
    is_about = endpoint.subject_id is None or endpoint.subject_id == line.subject_id
    return is_about and line.action in endpoint.event_types


def _draw(line: SealedLine, endpoint: WebhookEndpoint, *, at: Moment) -> WebhookDelivery:
    declared = find_event_type(line.action)
    assert declared is not None, "only declared events leave the city"
    return WebhookDelivery(
        endpoint=endpoint,
        event_id=line.id,
        line_number=line.number,
        event_type=line.action,
        subject_id=line.subject_id,
        is_ordered=declared.ordered and line.subject_id is not None,
        body=draw_payload(line, declared),
        status="waiting",
        made_at=at.wall_at,
        round_began_at=at.wall_at,
        next_attempt_at=at.wall_at,
    )
