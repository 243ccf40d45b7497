"""Register an endpoint, give it new secrets, switch it off and on."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from alatau.messages.sealing import seal, unseal
from alatau.messages.values import EndpointId
from alatau.messages.webhooks.errors import EndpointNotFoundError, EventTypesUnknownError
from alatau.messages.webhooks.event_types import find_event_type
from alatau.messages.webhooks.guard import check_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Actor, Moment

SEALED_FOR = "messages.webhook_secret"
#: Both secrets sign for this long after a rotation.
OVERLAP = timedelta(hours=24)
SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class NewSecret:
    """A secret, told once: it cannot be shown again."""

    endpoint_id: EndpointId
    secret: str

    def __repr__(self) -> str:
        return f"NewSecret({self.endpoint_id})"


@transaction.atomic
def register_endpoint(
    owner: str,
    *,
    url: str,
    event_types: Sequence[str],
    endpoint_id: EndpointId | None = None,
    subject_id: UUID | None = None,
    by: Actor,
    at: Moment,
) -> NewSecret:
    """Let a partner hear of the events from now on, and return the secret that signs them.

    With ``subject_id`` it hears of events about this person or organisation alone.

    Raises:
        UrlNotUsableError, EventTypesUnknownError: in this order; nothing is written.
    """
    checked = check_url(url)
    if not event_types or any(find_event_type(key) is None for key in event_types):
        raise EventTypesUnknownError

    # Nothing is refused below this line.
    endpoint = WebhookEndpoint.objects.create(
        id=endpoint_id or uuid4(),
        owner=owner,
        url=checked,
        event_types=sorted(set(event_types)),
        subject_id=subject_id,
        registered_at=at.wall_at,
    )
    _record("messages.webhook.registered", endpoint, by=by, at=at)
    return _make_secret(endpoint, at=at)


@transaction.atomic
def rotate_secret(endpoint_id: EndpointId, *, by: Actor, at: Moment) -> NewSecret:
    """Return a new secret; for a day the old one signs beside it, so that the receiver can change over.

    Raises:
        EndpointNotFoundError: there is no such endpoint.
    """
    endpoint = lock_endpoint(endpoint_id)
    endpoint.secrets.filter(valid_until=None).update(valid_until=at.wall_at + OVERLAP)
    _record("messages.webhook.secret_rotated", endpoint, by=by, at=at)
    return _make_secret(endpoint, at=at)


@transaction.atomic
def switch_endpoint(endpoint_id: EndpointId, *, on: bool, by: Actor, at: Moment) -> None:
    """Switch an endpoint on or off. While it is off its events are kept; switched on, they are sent.

    Raises:
        EndpointNotFoundError: there is no such endpoint.
    """
    endpoint = lock_endpoint(endpoint_id)
    if on == (endpoint.disabled_at is None):
        return
    endpoint.disabled_at = None if on else at.wall_at
    endpoint.disabled_why = "" if on else "by_operator"
    endpoint.failing_since = None
    endpoint.save()
    _record("messages.webhook.switched_on" if on else "messages.webhook.switched_off", endpoint, by=by, at=at)
    if on:
        requeue_waiting(endpoint, at=at)


def requeue_waiting(endpoint: WebhookEndpoint, *, at: Moment) -> None:
    """Ask again for every delivery that waited for this endpoint."""
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, status="waiting")
    waiting.update(next_attempt_at=at.wall_at)
    for delivery_id in waiting.order_by("line_number").values_list("id", flat=True):
        defer("messages.call_webhook", delivery_id=str(delivery_id))


def list_secrets(endpoint: WebhookEndpoint, *, now: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    valid = endpoint.secrets.filter(Q(valid_until=None) | Q(valid_until__gt=now)).order_by("-made_at")
    return [str(unseal(secret.sealed, purpose=SEALED_FOR)["secret"]) for secret in valid]


def lock_endpoint(endpoint_id: EndpointId) -> WebhookEndpoint:
    """Return the endpoint, locked until the transaction ends.

    Raises:
        EndpointNotFoundError: there is no such endpoint.
    """
    endpoint = WebhookEndpoint.objects.select_for_update().filter(id=endpoint_id).first()
    if endpoint is None:
        raise EndpointNotFoundError
    return endpoint


def _make_secret(endpoint: WebhookEndpoint, *, at: Moment) -> NewSecret:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    sealed = seal({"secret": secret}, purpose=SEALED_FOR)
    WebhookSecret.objects.create(endpoint=endpoint, sealed=sealed, made_at=at.wall_at)
    return NewSecret(endpoint_id=EndpointId(endpoint.id), secret=secret)


def _record(action: str, endpoint: WebhookEndpoint, *, by: Actor, at: Moment) -> None:
    line = NewLine(kind=LineKind.AUDIT, action=action, actor=by, body={"endpoint_id": str(endpoint.id)})
    append_lines([line], at=at)
