"""What a program's holder hears of its accounts by webhook, through the receivers that `messages` keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.messages.values import EndpointId
from alatau.messages.webhooks.endpoints import register_endpoint, rotate_secret, switch_endpoint
from alatau.messages.webhooks.errors import EndpointNotFoundError
from alatau.messages.webhooks.oversee import get_endpoint, list_deliveries, list_endpoints
from alatau.messages.webhooks.replay import Span, replay_deliveries
from alatau.money.models import Account, Told
from alatau.money.programs.errors import HookIdReusedError
from alatau.money.programs.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.messages.webhooks.endpoints import NewSecret
    from alatau.messages.webhooks.oversee import DeliveryView, EndpointView
    from alatau.money.programs.values import ProgramView

declare_points("money.hear.registered")


@transaction.atomic
def register_hook(
    hook_id: UUID, *, url: str, event_types: Sequence[str], by: ProgramView, at: Moment
) -> tuple[EndpointView, str]:
    """Let the holder hear of its accounts from now on; return the receiver, and its secret the first time.

    The same request again returns the same receiver without the secret, which is told once.

    Raises:
        HookIdReusedError: the id belongs to a receiver with another address or other events.
        UrlNotUsableError, EventTypesUnknownError: in this order; nothing is written.
    """
    known = _find(hook_id)
    if known is not None:
        asked = (by.holder_id, tuple(sorted(set(event_types))), url)
        if (known.subject_id, tuple(sorted(known.event_types)), known.url) != asked:
            raise HookIdReusedError
        return known, ""
    _begin_telling(by)
    made = register_endpoint(
        by.name,
        url=url,
        # One that is not money's own is unknown here: it might tell of somebody else's affairs.
        event_types=[each if each in EVENTS else "" for each in event_types],
        endpoint_id=EndpointId(hook_id),
        subject_id=by.holder_id,
        by=by.actor,
        at=at,
    )
    reach("money.hear.registered")
    return get_endpoint(made.endpoint_id), made.secret


def see_hook(hook_id: UUID, *, by: ProgramView) -> EndpointView:
    """Return one of the holder's receivers. Raises: NotFoundError: absent, or somebody else's."""
    known = _find(hook_id)
    if known is None or known.subject_id != by.holder_id:
        raise NotFoundError
    return known


def list_hooks(*, by: ProgramView) -> list[EndpointView]:
    """Return the holder's receivers."""
    return list_endpoints(by.holder_id)


def rotate_hook(hook_id: UUID, *, by: ProgramView, at: Moment) -> NewSecret:
    """Return a new secret; for a day the old one signs beside it. Raises: NotFoundError: absent, or not its own."""
    return rotate_secret(see_hook(hook_id, by=by).id, by=by.actor, at=at)


def switch_hook(hook_id: UUID, *, on: bool, by: ProgramView, at: Moment) -> EndpointView:
    """Switch a receiver on or off; what happens meanwhile is kept. Raises: NotFoundError: absent, or not its own."""
    endpoint = see_hook(hook_id, by=by)
    switch_endpoint(endpoint.id, on=on, by=by.actor, at=at)
    return get_endpoint(endpoint.id)


def list_hook_deliveries(hook_id: UUID, *, status: str = "", by: ProgramView) -> list[DeliveryView]:
    """Return the newest deliveries of a receiver. Raises: NotFoundError: absent, or not its own."""
    return list_deliveries(see_hook(hook_id, by=by).id, status=status)


def replay_hook(hook_id: UUID, span: Span, *, by: ProgramView, at: Moment) -> int:
    """Send deliveries again under the same ids, and return how many.

    Raises:
        NotFoundError, EndpointDisabledError: in this order; nothing is written.
    """
    return replay_deliveries(see_hook(hook_id, by=by).id, span, by=by.actor, at=at)


def _find(hook_id: UUID) -> EndpointView | None:
    try:
        return get_endpoint(EndpointId(hook_id))
    except EndpointNotFoundError:
        return None


def _begin_telling(by: ProgramView) -> None:
    """Note where the holder's accounts stand: what was before is no news."""
    stand = Account.objects.filter(holder_id=by.holder_id).values_list("id", "entries")
    rows = [Told(account_id=each, holder_id=by.holder_id, entries=entries) for each, entries in stand]
    Told.objects.bulk_create(rows, ignore_conflicts=True)
