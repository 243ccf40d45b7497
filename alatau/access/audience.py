"""Judge whether an actor may use a route. Pure: the permission matrix test and the middleware ask the same function."""

from __future__ import annotations

import inspect
from enum import StrEnum
from typing import TYPE_CHECKING

from ninja.operation import PathView

from alatau.core.routes import Who, find_audience
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.core.routes import Audience
    from alatau.core.values import Actor


class Outcome(StrEnum):
    """What the city answers before a view runs."""

    OPEN = "open"
    SIGN_IN = "sign in"  # a visitor who could be let in after signing in
    REFUSED = "refused"


def judge(audience: Audience | None, actor: Actor) -> Outcome:
    """Return the outcome. A route that declares nothing is refused to everybody."""
    if audience is None:
        return Outcome.REFUSED
    if not audience.who.isdisjoint({Who.EVERYONE, Who.MACHINE}):
        # A machine carries its own proof, which the view checks: a gateway's secret, a signature.
        return Outcome.OPEN
    if actor.kind is ActorKind.VISITOR:
        return Outcome.SIGN_IN
    if actor.kind is ActorKind.RESIDENT:
        return Outcome.OPEN if Who.RESIDENT in audience.who else Outcome.REFUSED
    if actor.kind is not ActorKind.STAFF:
        return Outcome.REFUSED
    if Who.SERVED in audience.who and actor.for_person_id is not None:
        # Only an open visit at a desk sets for whom staff act.
        return Outcome.OPEN
    if Who.STAFF in audience.who:
        return Outcome.OPEN if not audience.roles or actor.has_role(*audience.roles) else Outcome.REFUSED
    return Outcome.REFUSED


def audience_of(view: Callable[..., object], method: str) -> Audience | None:
    """Return what a view declares; for an API path, what the operation of this method declares."""
    paths = api_path(view)
    if paths is None:
        return find_audience(view)
    wanted = "GET" if method in ("HEAD", "OPTIONS") else method
    for operation in paths.operations:
        if wanted in operation.methods:
            return find_audience(operation.view_func)
    # No operation answers this method; the API itself says so, to whoever may use its first operation.
    return find_audience(paths.operations[0].view_func)


def api_path(view: Callable[..., object]) -> PathView | None:
    """Return the API path behind a URL's view, or None for a page. django-ninja keeps it in the view's closure."""
    inner = inspect.unwrap(view)
    if not inspect.isfunction(inner) or inner.__closure__ is None:
        return None
    held = inspect.getclosurevars(inner).nonlocals.get("self")
    return held if isinstance(held, PathView) else None
