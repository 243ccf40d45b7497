"""The declaration each route carries of who may use it. `access` evaluates it before the view runs.

A view without a declaration is refused at run time and by a test; there is no default audience.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., object]")

ATTRIBUTE = "alatau_audience"


class Who(StrEnum):
    """The parties a route can be open to."""

    EVERYONE = "everyone"  # also without sign-in
    RESIDENT = "resident"  # any signed-in resident
    SERVED = "served"  # staff, for the resident whom they serve at a desk at this moment
    STAFF = "staff"  # signed-in staff with a second factor; narrowed by roles
    MACHINE = "machine"  # another program with its own proof (a gateway's secret, a signature) checked by the view


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who may use a route: the parties, and for staff the roles (any of them; empty means every role)."""

    who: frozenset[Who]
    roles: frozenset[str] = field(default_factory=frozenset)
    #: What the route shows of the person whose affairs are at hand, as data words.
    shows: tuple[str, ...] = ()


def open_to(*who: Who, roles: tuple[str, ...] = (), shows: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Declare who may use a view, page or API operation.

    ``@open_to(Who.STAFF, roles=("operator",))``. Roles narrow staff only. A page that draws on a room below `access`
    says what it ``shows``: the gate then records the look of whoever opens it for somebody else. Put it outermost, on
    function views, on django-ninja operations (below the router's decorator) and on the result of ``as_view()``.
    """
    assert who, "a route names at least one party"
    assert not roles or Who.STAFF in who, "roles narrow staff"
    assert not shows or not {Who.RESIDENT, Who.EVERYONE}.isdisjoint(who), "only residents' pages are opened for others"
    audience = Audience(who=frozenset(who), roles=frozenset(roles), shows=shows)

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, audience)
        return view

    return declare


def find_audience(view: Callable[..., object]) -> Audience | None:
    """Return the audience a view declares, looking through the wrappers of class-based views; None if it has none."""
    audience = getattr(view, ATTRIBUTE, None) or getattr(getattr(view, "view_class", None), ATTRIBUTE, None)
    assert audience is None or isinstance(audience, Audience)
    return audience
