"""The permission matrix: every address of the city, and to whom it is open. The committed table is drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.urls import URLPattern, URLResolver, get_resolver

from alatau.access.audience import api_path
from alatau.core.routes import Audience, Who, find_audience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Place: TypeAlias = "URLPattern | URLResolver"

WORDS = {
    Who.EVERYONE: "everyone",
    Who.RESIDENT: "residents",
    Who.SERVED: "staff serving the person at a desk",
    Who.STAFF: "staff",
    Who.MACHINE: "machines with their own proof",
}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address, with the methods of an API operation; pages answer what their view allows."""

    address: str
    method: str
    view: Callable[..., object]
    audience: Audience | None

    @property
    def words(self) -> str:
        """To whom the route is open, as the table says it."""
        if self.audience is None:
            return "NOBODY: it states nothing"
        roles = f" ({', '.join(sorted(self.audience.roles))})" if self.audience.roles else ""
        return ", ".join(WORDS[who] + (roles if who is Who.STAFF else "") for who in Who if who in self.audience.who)


def list_routes() -> list[Route]:
    """Return every route of the city in order of address and method; one per method of an API path."""
    found: dict[tuple[str, str], Route] = {}
    for address, view in _walk(get_resolver().url_patterns, ""):
        for route in _routes_of(address, view):
            found[route.address, route.method] = route
    return [found[key] for key in sorted(found)]


def draw_table() -> str:
    """Return the matrix as the page in the documentation keeps it."""
    rows = [f"| `{route.address}` | {route.method} | {route.words} |" for route in list_routes()]
    return "\n".join([*HEAD, *rows]) + "\n"


HEAD = (
    "# Who may open what",
    "",
    "Every address of the city states who may use it; one that states nothing is refused to everybody. A test",
    "walks all addresses as every kind of reader and compares this page with the code. `alatau access matrix`",
    "prints it anew.",
    "",
    "| Address | Method | Open to |",
    "|---|---|---|",
)


def _walk(places: list[Place], before: str) -> Iterator[tuple[str, Callable[..., object]]]:
    for place in places:
        address = before + str(place.pattern)
        if isinstance(place, URLResolver):
            yield from _walk(place.url_patterns, address)
        else:
            yield "/" + address.removesuffix("$").removesuffix(r"\Z"), place.callback


def _routes_of(address: str, view: Callable[..., object]) -> Iterator[Route]:
    paths = api_path(view)
    if paths is None:
        yield Route(address=address, method="page", view=view, audience=find_audience(view))
        return
    for operation in paths.operations:
        for method in sorted(operation.methods):
            yield Route(address=address, method=method, view=view, audience=find_audience(operation.view_func))
