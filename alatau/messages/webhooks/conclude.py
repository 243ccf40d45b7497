"""What becomes of a delivery after a call, and of an endpoint that keeps failing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import system_actor
from alatau.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from alatau.messages.retry import WEBHOOK_MOST, WEBHOOK_TRIES_MOST, wait_after_webhook_try

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.messages.values import DeliveryId
    from alatau.messages.webhooks.call import CallOutcome

declare_points("messages.webhook.concluded")

log = structlog.get_logger(__name__)

#: An endpoint that fails for this long without one success is switched off.
FAILING_MOST = timedelta(days=5)
#: "I am gone for good": the endpoint is switched off at once.
GONE = 410


@dataclass(frozen=True, kw_only=True)
class Called:
    """One call that was made for a delivery."""

    delivery_id: DeliveryId
    outcome: CallOutcome
    started_at: datetime


@transaction.atomic
def conclude_calls(calls: Sequence[Called], *, put_back: Sequence[DeliveryId] = (), at: Moment) -> None:
    """Record calls to one endpoint and set each delivery's next step; those not called are due again at once."""
    # In the order of ids: two workers that conclude the same rows would otherwise wait for each other.
    for call in sorted(calls, key=lambda each: each.delivery_id):
        conclude_call(call.delivery_id, call.outcome, started_at=call.started_at, at=at)
    if put_back:
        WebhookDelivery.objects.filter(id__in=put_back, status="sending").update(
            status="waiting", claimed_until=None, next_attempt_at=at.wall_at
        )
        # One job takes the others along. What falls through is picked up by the sweep.
        defer("messages.call_webhook", delivery_id=str(put_back[0]))


@transaction.atomic(savepoint=False)
def conclude_call(delivery_id: DeliveryId, outcome: CallOutcome, *, started_at: datetime, at: Moment) -> None:
    """Record a call and set the delivery's next step."""
    delivery = WebhookDelivery.objects.select_for_update().get(id=delivery_id)
    delivery.attempts += 1
    WebhookAttempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        started_at=started_at,
        milliseconds=outcome.milliseconds,
        http_status=outcome.http_status,
        failure=outcome.failure,
    )
    if delivery.status in ("delivered", "dead"):
        # A worker that was thought dead came back after another had finished its work.
        delivery.save(update_fields=["attempts"])
        return
    delivery.claimed_until = None
    delivery.failure = outcome.failure
    if outcome.failure:
        _fail(delivery, outcome, at=at)
        _note_failure(delivery.endpoint_id, outcome, at=at)
    else:
        delivery.status = "delivered"
        delivery.delivered_at = at.wall_at
        delivery.next_attempt_at = None
        _note_success(delivery.endpoint_id)
    delivery.save()
    reach("messages.webhook.concluded")
    if delivery.is_ordered and delivery.status in ("delivered", "dead"):
        _ask_for_next(delivery)


def _fail(delivery: WebhookDelivery, outcome: CallOutcome, *, at: Moment) -> None:
    if delivery.attempts >= WEBHOOK_TRIES_MOST:
        delivery.status = "dead"
        delivery.next_attempt_at = None
        log.warning("messages.webhook.given_up", delivery_id=str(delivery.id), failure=outcome.failure)
        return
    wait = wait_after_webhook_try(delivery.attempts, key=delivery.id)
    asked = min(timedelta(seconds=outcome.retry_after), WEBHOOK_MOST)
    delivery.status = "waiting"
    delivery.next_attempt_at = at.wall_at + max(wait, asked)
    defer("messages.call_webhook", schedule_at=delivery.next_attempt_at, delivery_id=str(delivery.id))


def _note_failure(endpoint_id: UUID, outcome: CallOutcome, *, at: Moment) -> None:
    endpoint = WebhookEndpoint.objects.select_for_update().get(id=endpoint_id)
    endpoint.failing_since = endpoint.failing_since or at.wall_at
    is_hopeless = outcome.http_status == GONE or at.wall_at - endpoint.failing_since >= FAILING_MOST
    if is_hopeless and endpoint.disabled_at is None:
        endpoint.disabled_at = at.wall_at
        endpoint.disabled_why = "failed_too_long"
        log.warning("messages.webhook.switched_off", endpoint_id=str(endpoint.id), failure=outcome.failure)
        line = NewLine(
            kind=LineKind.EVENT,
            action="messages.webhook.switched_off",
            actor=system_actor("messages.webhooks"),
            body={"endpoint_id": str(endpoint.id), "failure": outcome.failure},
        )
        append_lines([line], at=at)
    endpoint.save(update_fields=["failing_since", "disabled_at", "disabled_why"])


def _note_success(endpoint_id: UUID) -> None:
    # Without a lock: deliveries that go well do not wait for each other at the endpoint's row.
    WebhookEndpoint.objects.filter(id=endpoint_id, failing_since__isnull=False).update(failing_since=None)


def _ask_for_next(delivery: WebhookDelivery) -> None:
    following = (
        WebhookDelivery.objects.filter(
            endpoint_id=delivery.endpoint_id, subject_id=delivery.subject_id, is_ordered=True, status="waiting"
        )
        .order_by("line_number")
        .first()
    )
    if following is not None:
        defer("messages.call_webhook", delivery_id=str(following.id))
