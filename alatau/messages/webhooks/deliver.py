"""Deliver one event to one endpoint: claim, call, conclude. At least once; the id lets the receiver drop doubles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.messages.models import WebhookDelivery
from alatau.messages.webhooks.call import call_endpoint, draw_body, sign_headers
from alatau.messages.webhooks.conclude import conclude_call
from alatau.messages.webhooks.endpoints import list_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment
    from alatau.messages.values import DeliveryId

declare_points("messages.webhook.claimed", "messages.webhook.called")

#: A claim outlives the slowest call.
CLAIM = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class _Claim:
    url: str
    headers: Mapping[str, str]
    body: bytes


def deliver_webhook(delivery_id: DeliveryId, *, at: Moment) -> None:
    """Try once. Nothing happens while it is not due, an earlier event of its subject is on its way, or it is done."""
    claim = _claim(delivery_id, at=at)
    if claim is None:
        return
    reach("messages.webhook.claimed")
    outcome = call_endpoint(claim.url, headers=claim.headers, body=claim.body)
    reach("messages.webhook.called")
    conclude_call(delivery_id, outcome, started_at=at.wall_at, at=read_clocks())


@transaction.atomic
def _claim(delivery_id: DeliveryId, *, at: Moment) -> _Claim | None:
    found = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint")
    delivery = found.filter(id=delivery_id).first()
    if delivery is None or not _is_due(delivery, at=at) or delivery.endpoint.disabled_at is not None:
        return None
    if delivery.is_ordered and _has_earlier(delivery):
        return None  # the earlier one asks for this one when it is done
    delivery.status = "sending"
    delivery.claimed_until = delivery.next_attempt_at = at.wall_at + CLAIM
    delivery.save(update_fields=["status", "claimed_until", "next_attempt_at"])
    body = draw_body(delivery.body)
    secrets = list_secrets(delivery.endpoint, now=at.wall_at)
    headers = sign_headers(secrets, delivery_id=delivery.id, sent_at=at.wall_at, body=body)
    return _Claim(url=delivery.endpoint.url, headers=headers, body=body)


def _is_due(delivery: WebhookDelivery, *, at: Moment) -> bool:
    if delivery.status == "sending":
        return delivery.claimed_until is not None and delivery.claimed_until <= at.wall_at
    is_time = delivery.next_attempt_at is None or delivery.next_attempt_at <= at.wall_at
    return delivery.status == "waiting" and is_time


def _has_earlier(delivery: WebhookDelivery) -> bool:
    return WebhookDelivery.objects.filter(
        endpoint=delivery.endpoint,
        subject_id=delivery.subject_id,
        is_ordered=True,
        status__in=["waiting", "sending"],
        line_number__lt=delivery.line_number,
    ).exists()
