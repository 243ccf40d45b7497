"""What operators see of webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from alatau.core.jobs import defer
from alatau.messages.models import WebhookDelivery, WebhookEndpoint
from alatau.messages.values import DeliveryId, EndpointId
from alatau.messages.webhooks.errors import EndpointNotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from alatau.core.values import Moment

PAGE = 100
#: A delivery is picked up when its own job is this late.
LATE = timedelta(seconds=30)
SWEPT_MOST = 2000


@dataclass(frozen=True, kw_only=True)
class EndpointView:
    """One receiver."""

    id: EndpointId
    owner: str
    url: str
    event_types: tuple[str, ...]
    #: Whose events alone it hears; None hears everybody's.
    subject_id: UUID | None
    registered_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_why: str
    waiting: int
    dead: int


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One event on its way to one receiver."""

    id: DeliveryId
    line_number: int
    event_type: str
    status: str
    attempts: int
    failure: str
    made_at: datetime
    next_attempt_at: datetime | None
    can_replay: bool


def list_endpoints(subject_id: UUID | None = None) -> list[EndpointView]:
    """Return every receiver, by owner; with ``subject_id`` those that hear of this person or organisation alone."""
    counts = _count_deliveries()
    found = WebhookEndpoint.objects.filter(subject_id=subject_id) if subject_id else WebhookEndpoint.objects.all()
    return [_view(endpoint, counts) for endpoint in found.order_by("owner", "id")]


def list_heard_subjects(event_types: Collection[str]) -> set[UUID]:
    """Return of whom alone some receiver hears one of these events."""
    found = WebhookEndpoint.objects.filter(subject_id__isnull=False, event_types__overlap=list(event_types))
    return {subject_id for subject_id in found.values_list("subject_id", flat=True) if subject_id is not None}


def get_endpoint(endpoint_id: EndpointId) -> EndpointView:
    """Return one receiver.

    Raises:
        EndpointNotFoundError: there is no such endpoint.
    """
    endpoint = WebhookEndpoint.objects.filter(id=endpoint_id).first()
    if endpoint is None:
        raise EndpointNotFoundError
    return _view(endpoint, _count_deliveries())


def list_deliveries(endpoint_id: EndpointId, *, status: str = "") -> list[DeliveryView]:
    """Return the newest deliveries of a receiver, of one status when it is named."""
    found = WebhookDelivery.objects.filter(endpoint_id=endpoint_id)
    if status:
        found = found.filter(status=status)
    return [
        DeliveryView(
            id=DeliveryId(delivery.id),
            line_number=delivery.line_number,
            event_type=delivery.event_type,
            status=delivery.status,
            attempts=delivery.attempts,
            failure=delivery.failure,
            made_at=delivery.made_at,
            next_attempt_at=delivery.next_attempt_at,
            can_replay=delivery.status in ("dead", "delivered"),
        )
        for delivery in found.order_by("-line_number")[:PAGE]
    ]


@transaction.atomic
def requeue_late_deliveries(*, at: Moment) -> int:
    """Ask again for deliveries whose job was lost or whose worker died."""
    late = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        status__in=["waiting", "sending"], next_attempt_at__lte=at.wall_at - LATE, endpoint__disabled_at=None
    )
    # One that waits for an earlier event of its subject is asked for when that one is done.
    earlier = WebhookDelivery.objects.filter(
        endpoint=OuterRef("endpoint"),
        subject_id=OuterRef("subject_id"),
        is_ordered=True,
        status__in=["waiting", "sending"],
        line_number__lt=OuterRef("line_number"),
    )
    late = late.exclude(Q(is_ordered=True) & Exists(earlier))
    ids = list(late.order_by("next_attempt_at").values_list("id", flat=True)[:SWEPT_MOST])
    # Pushed on, so that the next sweep does not ask again while the job waits its turn.
    WebhookDelivery.objects.filter(id__in=ids).update(next_attempt_at=at.wall_at)
    for delivery_id in ids:
        defer("messages.call_webhook", delivery_id=str(delivery_id))
    return len(ids)


def _count_deliveries() -> dict[tuple[object, str], int]:
    rows = WebhookDelivery.objects.exclude(status="delivered").values_list("endpoint_id", "status")
    return {(endpoint_id, status): number for endpoint_id, status, number in rows.annotate(Count("id"))}


def _view(endpoint: WebhookEndpoint, counts: dict[tuple[object, str], int]) -> EndpointView:
    waiting = counts.get((endpoint.id, "waiting"), 0) + counts.get((endpoint.id, "sending"), 0)
    return EndpointView(
        id=EndpointId(endpoint.id),
        owner=endpoint.owner,
        url=endpoint.url,
        event_types=tuple(endpoint.event_types),
        subject_id=endpoint.subject_id,
        registered_at=endpoint.registered_at,
        failing_since=endpoint.failing_since,
        disabled_at=endpoint.disabled_at,
        disabled_why=endpoint.disabled_why,
        waiting=waiting,
        dead=counts.get((endpoint.id, "dead"), 0),
    )
