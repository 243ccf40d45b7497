"""Send deliveries again: one, or all of a span of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.models import WebhookDelivery
from alatau.messages.webhooks.endpoints import lock_endpoint
from alatau.messages.webhooks.errors import EndpointDisabledError

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment
    from alatau.messages.values import DeliveryId, EndpointId

#: Deliveries one replay may start.
AT_MOST = 10_000


@dataclass(frozen=True, kw_only=True)
class Span:
    """Which deliveries to send again: one by its id, or those made within a time; dead ones alone unless `all`."""

    delivery_id: DeliveryId | None = None
    made_from: datetime | None = None
    made_until: datetime | None = None
    with_delivered: bool = False


@transaction.atomic
def replay_deliveries(endpoint_id: EndpointId, span: Span, *, by: Actor, at: Moment) -> int:
    """Start a new round of tries under the same ids, oldest first; return how many.

    Raises:
        EndpointNotFoundError, EndpointDisabledError: in this order; nothing is written.
    """
    endpoint = lock_endpoint(endpoint_id)
    if endpoint.disabled_at is not None:
        raise EndpointDisabledError

    # Nothing is refused below this line.
    statuses = ["dead", "delivered"] if span.with_delivered or span.delivery_id else ["dead"]
    found = WebhookDelivery.objects.select_for_update().filter(endpoint=endpoint, status__in=statuses)
    if span.delivery_id is not None:
        found = found.filter(id=span.delivery_id)
    if span.made_from is not None:
        found = found.filter(made_at__gte=span.made_from)
    if span.made_until is not None:
        found = found.filter(made_at__lt=span.made_until)
    ids = list(found.order_by("line_number").values_list("id", flat=True)[:AT_MOST])
    WebhookDelivery.objects.filter(id__in=ids).update(
        status="waiting", attempts=0, round_began_at=at.wall_at, next_attempt_at=at.wall_at, delivered_at=None
    )
    for delivery_id in ids:
        defer("messages.call_webhook", delivery_id=str(delivery_id))
    body = {"endpoint_id": str(endpoint.id), "deliveries": len(ids)}
    append_lines([NewLine(kind=LineKind.AUDIT, action="messages.webhook.replayed", actor=by, body=body)], at=at)
    return len(ids)
