"""Which doors the shell shows: for residents at most five, for desks what the roles open. None leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from alatau.access.audience import Outcome, audience_of, judge
from alatau.web.values import Door

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from alatau.core.values import Actor


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """A door as it is declared: the first of its routes that exists is where it leads."""

    key: str
    label: _StrPromise
    icon: str
    routes: tuple[str, ...]
    shortcut: str = ""
    about: _StrPromise | str = ""
    #: Other routes, or beginnings of paths, that lie behind this door.
    covers: tuple[str, ...] = ()


RESIDENT_ENTRANCES = (
    Entrance(key="home", label=_("Home"), icon="home", routes=("web:home",)),
    Entrance(key="money", label=_("Money"), icon="wallet", routes=("money:home",), covers=("money:till",)),
    Entrance(key="family", label=_("Family"), icon="users", routes=("family:home", "access:representations")),
    Entrance(
        key="services",
        label=_("Services"),
        icon="squares-2x2",
        routes=("services:home",),
        covers=("messages:inbox", "papers:documents", "desk:own_cases"),
    ),
    Entrance(key="me", label=_("Me"), icon="user-circle", routes=("access:me",)),
)


def list_resident_doors(path: str) -> tuple[Door, ...]:
    """Return the phone's doors that lead somewhere in this release; the one the reader is behind is open."""
    return _draw(RESIDENT_ENTRANCES, path=path)


def list_desk_doors(path: str, *, actor: Actor, entrances: Iterable[Entrance]) -> tuple[Door, ...]:
    """Return the side bar's doors that open to this actor, as the routes behind them declare it."""
    return tuple(door for door in _draw(entrances, path=path) if _opens(door.address, actor))


def _opens(address: str, actor: Actor) -> bool:
    return judge(audience_of(resolve(address).func, "GET"), actor) is Outcome.OPEN


def _draw(entrances: Iterable[Entrance], *, path: str) -> tuple[Door, ...]:
    placed = [(entrance, address) for entrance in entrances if (address := _find_address(entrance.routes))]
    nearness = {entrance.key: _nearness(entrance, path=path) for entrance, _address in placed}
    nearest = max(nearness.values(), default=0)
    return tuple(
        Door(
            key=entrance.key,
            label=str(entrance.label),
            address=address,
            icon=entrance.icon,
            is_open=nearest > 0 and nearness[entrance.key] == nearest,
            shortcut=entrance.shortcut,
            about=str(entrance.about),
        )
        for entrance, address in placed
    )


def _nearness(entrance: Entrance, *, path: str) -> int:
    """Return how much of the path the door accounts for; home only for its very own path, being the start of all."""
    behind = (*entrance.routes, *entrance.covers)
    starts = [route if route.startswith("/") else _find_address((route,)) for route in behind]
    return max(
        (len(start) for start in starts if start and (path == start or (start != "/" and path.startswith(start)))),
        default=0,
    )


def _find_address(routes: tuple[str, ...]) -> str:
    for route in routes:
        try:
            return reverse(route)
        except NoReverseMatch:
            continue
    return ""
