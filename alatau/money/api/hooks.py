"""Webhooks over HTTP: what happens on the holder's accounts is sent to an address of theirs, signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.messages.values import DeliveryId
from alatau.messages.webhooks.replay import Span
from alatau.money.api.shapes import Strict
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.hear import (
    list_hook_deliveries,
    list_hooks,
    register_hook,
    replay_hook,
    rotate_hook,
    see_hook,
    switch_hook,
)
from alatau.money.programs.values import Right

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.messages.webhooks.oversee import DeliveryView, EndpointView

router = Router()

REGISTER: dict[str, object] = {
    "requestBody": {
        "content": {
            "application/json": {
                "examples": {
                    "received": {
                        "summary": "Hear of money that comes",
                        "value": {"url": "https://shop.example/alatau", "event_types": ["money.payment.received"]},
                    }
                }
            }
        }
    }
}


class HookIn(Strict):
    """An address that is to hear of events."""

    url: Annotated[str, Field(max_length=500)]
    event_types: Annotated[list[Annotated[str, Field(max_length=80)]], Field(min_length=1, max_length=20)]


class HookOut(Schema):
    """An address that hears of events."""

    id: UUID
    url: str
    event_types: list[str]
    is_on: bool
    failing_since: datetime | None
    waiting: int
    dead: int
    #: What signs the events: told the first time alone. One that was lost is made anew by `rotate`.
    secret: str = ""


class SecretOut(Schema):
    """A new secret; for a day the old one signs beside it."""

    secret: str


class DeliveryOut(Schema):
    """One event on its way."""

    id: UUID
    event_type: str
    status: str
    attempts: int
    failure: str
    made_at: datetime
    next_attempt_at: datetime | None


class ReplayIn(Strict):
    """What to send again: one delivery, or all given up in a span of time."""

    delivery_id: UUID | None = None
    made_from: datetime | None = None
    made_until: datetime | None = None


class ReplayOut(Schema):
    """How many deliveries begin a new round."""

    deliveries: int


@router.put(
    "/webhooks/{uuid:hook_id}",
    response=HookOut,
    url_name="money_hook_set",
    auth=bearer(Right.HEAR),
    openapi_extra=REGISTER,
)
@open_to(Who.MACHINE)
def register(request: HttpRequest, hook_id: UUID, body: HookIn) -> object:
    """Let an address hear of events about the holder's accounts from now on; the same request again changes nothing."""
    endpoint, secret = register_hook(
        hook_id, url=body.url, event_types=body.event_types, by=program_of(request), at=read_clocks()
    )
    return {**_show(endpoint), "secret": secret}


@router.get("/webhooks", response=list[HookOut], url_name="money_hooks", auth=bearer(Right.HEAR))
@open_to(Who.MACHINE)
def read_all(request: HttpRequest) -> object:
    """Return the addresses that hear of the holder's events."""
    return [_show(each) for each in list_hooks(by=program_of(request))]


@router.get("/webhooks/{uuid:hook_id}", response=HookOut, url_name="money_hook", auth=bearer(Right.HEAR))
@open_to(Who.MACHINE)
def read_one(request: HttpRequest, hook_id: UUID) -> object:
    """Return one of them, and how it does."""
    return _show(see_hook(hook_id, by=program_of(request)))


@router.post(
    "/webhooks/{uuid:hook_id}/rotate", response=SecretOut, url_name="money_hook_rotate", auth=bearer(Right.HEAR)
)
@open_to(Who.MACHINE)
def rotate(request: HttpRequest, hook_id: UUID) -> object:
    """Return a new secret; for a day the old one signs beside it."""
    return {"secret": rotate_hook(hook_id, by=program_of(request), at=read_clocks()).secret}


@router.post("/webhooks/{uuid:hook_id}/on", response=HookOut, url_name="money_hook_on", auth=bearer(Right.HEAR))
@open_to(Who.MACHINE)
def switch_on(request: HttpRequest, hook_id: UUID) -> object:
    """Send again what waits, and all that follows. Safe to repeat."""
    return _show(switch_hook(hook_id, on=True, by=program_of(request), at=read_clocks()))


@router.post("/webhooks/{uuid:hook_id}/off", response=HookOut, url_name="money_hook_off", auth=bearer(Right.HEAR))
@open_to(Who.MACHINE)
def switch_off(request: HttpRequest, hook_id: UUID) -> object:
    """Send nothing for now: events are kept until it is on again. Safe to repeat."""
    return _show(switch_hook(hook_id, on=False, by=program_of(request), at=read_clocks()))


@router.get(
    "/webhooks/{uuid:hook_id}/deliveries",
    response=list[DeliveryOut],
    url_name="money_deliveries",
    auth=bearer(Right.HEAR),
)
@open_to(Who.MACHINE)
def read_deliveries(
    request: HttpRequest, hook_id: UUID, status: Annotated[str, Query(pattern="^[a-z]*$", max_length=16)] = ""
) -> object:
    """Return the newest deliveries, of one status when it is named: waiting, sending, delivered, dead."""
    found = list_hook_deliveries(hook_id, status=status, by=program_of(request))
    return [_show_delivery(each) for each in found]


@router.post("/webhooks/{uuid:hook_id}/replay", response=ReplayOut, url_name="money_replay", auth=bearer(Right.HEAR))
@open_to(Who.MACHINE)
def replay(request: HttpRequest, hook_id: UUID, body: ReplayIn) -> object:
    """Send deliveries again under the same ids: one, or all that were given up."""
    span = Span(
        delivery_id=DeliveryId(body.delivery_id) if body.delivery_id else None,
        made_from=body.made_from,
        made_until=body.made_until,
    )
    return {"deliveries": replay_hook(hook_id, span, by=program_of(request), at=read_clocks())}


def _show(endpoint: EndpointView) -> dict[str, object]:
    return {
        "id": endpoint.id,
        "url": endpoint.url,
        "event_types": list(endpoint.event_types),
        "is_on": endpoint.disabled_at is None,
        "failing_since": endpoint.failing_since,
        "waiting": endpoint.waiting,
        "dead": endpoint.dead,
    }


def _show_delivery(delivery: DeliveryView) -> dict[str, object]:
    return {
        "id": delivery.id,
        "event_type": delivery.event_type,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "failure": delivery.failure,
        "made_at": delivery.made_at,
        "next_attempt_at": delivery.next_attempt_at,
    }
