"""Deliver events to an endpoint: claim, call, conclude. At least once; the id lets the receiver drop doubles.

Deliveries to one endpoint share the two commits, as messages of one gateway do. A worker that dies leaves its claims;
when they end, each is called again under the same id.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alatau.core.clock import read_clocks
from alatau.core.faults import declare_points, reach
from alatau.messages.models import WebhookDelivery
from alatau.messages.values import DeliveryId
from alatau.messages.webhooks.call import call_endpoint, draw_body, sign_headers
from alatau.messages.webhooks.conclude import Called, conclude_calls
from alatau.messages.webhooks.endpoints import list_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment

declare_points("messages.webhook.claimed", "messages.webhook.called")

#: A claim outlives a whole batch and its slowest call.
CLAIM = timedelta(seconds=60)
#: Deliveries that one claim takes along: what a dead worker leaves is called twice.
BATCH = 25
#: What was not called in this time is put back.
CALL_SECONDS = 8.0


@dataclass(frozen=True, kw_only=True)
class _Claim:
    id: DeliveryId
    url: str
    headers: Mapping[str, str]
    body: bytes


def deliver_webhook(delivery_id: DeliveryId, *, at: Moment) -> None:
    """Try once. Nothing happens while it is not due, an earlier event of its subject is on its way, or it is done.

    Other deliveries to the same endpoint that are due are taken along, each tried once. One that fails ends the batch.
    """
    waiting = deque(_claim(delivery_id, at=at))
    if not waiting:
        return
    reach("messages.webhook.claimed")
    calls = _call_some(waiting, at=at)
    conclude_calls(calls, put_back=[claim.id for claim in waiting], at=read_clocks())


def _call_some(waiting: deque[_Claim], *, at: Moment) -> list[Called]:
    """Call for one claim after the other until all are called, one fails, or the time is over."""
    calls: list[Called] = []
    began = time.monotonic()
    passed = 0.0
    while waiting and passed < CALL_SECONDS:
        claim = waiting.popleft()
        outcome = call_endpoint(claim.url, headers=claim.headers, body=claim.body)
        reach("messages.webhook.called")
        calls.append(Called(delivery_id=claim.id, outcome=outcome, started_at=at.wall_at + timedelta(seconds=passed)))
        if outcome.failure:
            break
        passed = time.monotonic() - began
    return calls


@transaction.atomic
def _claim(delivery_id: DeliveryId, *, at: Moment) -> list[_Claim]:
    found = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint")
    delivery = found.filter(id=delivery_id).first()
    if delivery is None or not _is_due(delivery, at=at) or delivery.endpoint.disabled_at is not None:
        return []
    if not WebhookDelivery.objects.filter(_waits_for_none(), id=delivery.id).exists():
        return []  # the earlier one asks for this one when it is done
    claimed = [delivery, *_list_others(delivery, at=at)]
    claimed_until = at.wall_at + CLAIM
    WebhookDelivery.objects.filter(id__in=[each.id for each in claimed]).update(
        status="sending", claimed_until=claimed_until, next_attempt_at=claimed_until
    )
    secrets = list_secrets(delivery.endpoint, now=at.wall_at)
    return [_draw(each, url=delivery.endpoint.url, secrets=secrets, at=at) for each in claimed]


def _draw(delivery: WebhookDelivery, *, url: str, secrets: list[str], at: Moment) -> _Claim:
    body = draw_body(delivery.body)
    headers = sign_headers(secrets, delivery_id=delivery.id, sent_at=at.wall_at, body=body)
    return _Claim(id=DeliveryId(delivery.id), url=url, headers=headers, body=body)


def _list_others(delivery: WebhookDelivery, *, at: Moment) -> list[WebhookDelivery]:
    """Lock other deliveries to the endpoint that are due and wait for no earlier one, oldest events first."""
    is_time = Q(next_attempt_at=None) | Q(next_attempt_at__lte=at.wall_at)
    others = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).exclude(id=delivery.id)
    due = others.filter(is_time, _waits_for_none(), endpoint=delivery.endpoint_id, status="waiting")
    return list(due.order_by("line_number")[: BATCH - 1])


def _is_due(delivery: WebhookDelivery, *, at: Moment) -> bool:
    if delivery.status == "sending":
        return delivery.claimed_until is not None and delivery.claimed_until <= at.wall_at
    is_time = delivery.next_attempt_at is None or delivery.next_attempt_at <= at.wall_at
    return delivery.status == "waiting" and is_time


def _waits_for_none() -> Q:
    """Choose deliveries that wait for none of an earlier event of their subject."""
    open_before = WebhookDelivery.objects.filter(
        endpoint=OuterRef("endpoint"),
        subject_id=OuterRef("subject_id"),
        is_ordered=True,
        status__in=["waiting", "sending"],
        line_number__lt=OuterRef("line_number"),
    )
    return Q(is_ordered=False) | Q(~Exists(open_before))
